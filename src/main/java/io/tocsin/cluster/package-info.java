/**
 * What members share.
 *
 * <p>Each process is one Hazelcast {@link io.tocsin.cluster.Member}. Subscriptions and endpoints lie in maps that write
 * through to the store: a change is acknowledged when the store has it, and is in no member's sight before. A map holds
 * each value as the JSON that the store keeps; endpoint secrets lie in it only sealed. Each member keeps a copy of all
 * values; it answers reads from there, at once, and who made a change on it finds that change in it. Events bring the
 * changes of others; the store, asked now and then, has the last word on what there is.
 *
 * <pre>
 *  change ──▶ map ──▶ store (durable; refuses what is behind) ──▶ answered
 *              │        ▲
 *              event    └── every few seconds, by each member: what changed after revision n?
 *              ▼                          │
 *         each member's copy ◀── heals ───┘
 * </pre>
 *
 * <p>Who joins is compared with the oldest member ({@link io.tocsin.cluster.Agreement}) before it takes part. Who owns
 * a key is what this member believes ({@link io.tocsin.cluster.Roster}): two members that do not see each other believe
 * different things. The store refuses the one that is wrong, and says which members may write at all
 * ({@link io.tocsin.cluster.Tenure}).
 *
 * <p>{@link io.tocsin.cluster.Owners} is what a member is in charge of: the feeds that it owns it writes itself, for
 * the others too; what goes to feeds of others it asks them to write.
 *
 * <pre>
 *  matches ──▶ OwnedFeedWriter ──▶ own feeds ──▶ store ──▶ news to all members: wake, forget
 *                     │                           ▲
 *                     └─▶ Outbox, a member each ──┴─ the owner's answer
 * </pre>
 */
@NullMarked
@CheckReturnValue
package io.tocsin.cluster;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
