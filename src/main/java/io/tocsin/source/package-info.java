/**
 * Reading a source.
 *
 * <p>{@link io.tocsin.source.Replay} plays recorded posts at their own pace or faster, into a
 * {@link io.tocsin.post.PostSink}. A public stream is a {@link io.tocsin.source.Source}: it knows how its service is
 * connected to and what the messages say. {@link io.tocsin.source.SourceVerticle} reads it while it is this member's,
 * from where a {@link io.tocsin.post.SourceLog} says on; all else is the same for every source:
 *
 * <pre>
 *  Source.Connection ──▶ Reading ──▶ Batches ──▶ sink
 *      ▲   pause, resume  │ back-off   │ acknowledged, in order
 *      └──────────────────┘            └──▶ Keeping ──▶ SourceLog: cursor, gaps
 * </pre>
 *
 * <p>A topic of Kafka is shared by all members, and Kafka keeps how far it was taken:
 *
 * <pre>
 *  KafkaPolling, a thread ──▶ KafkaVerticle ──▶ KafkaLane, one a partition ──▶ Batches ──▶ sink
 *      ▲   commits                                   │ acknowledged, in order
 *      └─────────────────────────────────────────────┘
 * </pre>
 *
 * <p>What a connection gave is never lost while the service says it again; what it won't say again is told as a gap.
 */
@NullMarked
@CheckReturnValue
package io.tocsin.source;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
