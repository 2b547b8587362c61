package io.tocsin.source;

import io.tocsin.post.PostSink;
import io.tocsin.post.Receipt;
import io.tocsin.post.SourceLog;
import io.tocsin.post.SourceLog.Cursor;
import io.tocsin.post.SourceLog.Gap;
import io.tocsin.post.SourceLog.Progress;
import io.tocsin.source.KafkaPolling.Assignment;
import io.tocsin.source.SourceState.Phase;
import io.tocsin.source.SourceState.Trouble;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a topic of Kafka, whose records are posts and what happened to them, as one of a group: its brokers share the
 * topic's partitions out among all members. How far each partition was taken Kafka keeps, and is told only what is
 * durable.
 */
public final class KafkaVerticle extends VerticleBase implements SourceReader {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaVerticle.class);
    private static final int MAX_GAPS = 100;
    private static final Duration RETRY = Duration.ofSeconds(1);

    // Given once.
    private final String name;
    private final KafkaConfig config;
    private final PostSink sink;
    private final SourceLog log;
    private final SourceListener listener;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final LongSupplier nanos;
    private final Promise<Void> ended = Promise.promise();
    // Touched only on this verticle's context.
    private final Map<Assignment, KafkaLane> lanes = new HashMap<>();
    private final List<Gap> gaps = new ArrayList<>();
    private Optional<Trouble> trouble = Optional.empty();
    private Optional<Instant> upTo = Optional.empty();
    private long refused;
    private long reconnects;
    private boolean connected;
    private boolean stopping;
    private @Nullable Surroundings around;
    private @Nullable Rate rate;
    private @Nullable Keeping keeping;
    private @Nullable KafkaPolling polling;

    /**
     * @param nanos time that only goes on; callable from any thread
     * @param random used on this verticle's context only
     */
    public KafkaVerticle(
            String name,
            KafkaConfig config,
            PostSink sink,
            SourceLog log,
            SourceListener listener,
            InstantSource clock,
            LongSupplier nanos,
            RandomGenerator random) {
        this.name = name;
        this.config = config;
        this.sink = sink;
        this.log = log;
        this.listener = listener;
        this.clock = clock;
        this.nanos = nanos;
        this.random = random;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Future<?> start() {
        around = new Surroundings(vertx, context, sink, log, listener, clock, random);
        rate = new Rate(clock.instant());
        begin();
        return Future.succeededFuture();
    }

    /** A name that can't be resolved, or a setting that can't be, is this source's trouble and nobody else's. */
    private void begin() {
        Future.fromCompletionStage(log.find(name), context)
                .compose(known -> vertx.<Consumer<byte[], byte[]>>executeBlocking(() -> new KafkaConsumer<>(settings()))
                        .onSuccess(consumer -> begun(known, consumer)))
                .onFailure(failure -> {
                    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
                    troubled("it can't be begun: " + cause);
                    long unused = around().after(RETRY, () -> {
                        if (!stopping) {
                            begin();
                        }
                    });
                });
    }

    private void begun(Progress known, Consumer<byte[], byte[]> consumer) {
        if (stopping) {
            consumer.close();
            return;
        }
        gaps.addAll(known.gaps());
        keeping = new Keeping(name, around(), known.cursor().orElseGet(() -> at(clock.instant())));
        KafkaPolling its = new KafkaPolling(consumer, config.topic(), nanos, new Hopping());
        polling = its;
        Thread thread = new Thread(its, "kafka-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("partition.assignment.strategy", "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
        // What transactions took back was never said.
        settings.put("isolation.level", "read_committed");
        // A member that dies is missed after so long.
        settings.put("session.timeout.ms", 10_000);
        settings.put("heartbeat.interval.ms", 3_000);
        settings.put("fetch.max.bytes", 8 << 20);
        settings.put("client.id", "tocsin-" + name);
        settings.putAll(config.properties());
        settings.put("bootstrap.servers", String.join(",", config.brokers()));
        settings.put("group.id", config.group());
        settings.put("key.deserializer", ByteArrayDeserializer.class);
        settings.put("value.deserializer", ByteArrayDeserializer.class);
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "none");
        return settings;
    }

    private Surroundings around() {
        return Objects.requireNonNull(around);
    }

    private static Cursor at(Instant time) {
        return new Cursor(ChronoUnit.MICROS.between(Instant.EPOCH, time), time);
    }

    private KafkaLane lane(Assignment assignment) {
        return new KafkaLane(around(), new Taking(), this::refused, (offset, records, bytes) -> {
            assignment.settled(records, bytes);
            if (polling != null) {
                polling.durable(assignment, offset);
            }
        });
    }

    private void refused(String reason) {
        refused++;
        trouble = Optional.of(new Trouble(clock.instant(), "a message could not be read: " + reason));
        LOG.debug("source: a message could not be read: {} source={}", reason, name);
        listener.refused(name);
    }

    private void troubled(String reason) {
        trouble = Optional.of(new Trouble(clock.instant(), reason));
        LOG.info("source: {} source={}", reason, name);
    }

    private void lost(Assignment assignment, long from, long to) {
        Instant now = clock.instant();
        KafkaLane lane = lanes.get(assignment);
        Gap gap = new Gap(
                lane == null ? now : lane.upTo(),
                now,
                assignment + ": from offset " + from + " on it is gone, and read on at " + to);
        gaps.add(gap);
        if (gaps.size() > MAX_GAPS) {
            gaps.remove(0);
        }
        LOG.warn("source: lost from {} to {}: {} source={}", gap.from(), gap.to(), gap.reason(), name);
        listener.lost(name, gap);
        if (keeping != null) {
            keeping.lost(gap);
        }
    }

    /** Up to when all that was written is durable: now, if nothing is left. */
    private void looked(boolean reaches, boolean caughtUp) {
        if (reaches != connected) {
            connected = reaches;
            listener.connected(name, reaches);
            if (!reaches) {
                reconnects++;
                Ending ending = Ending.lost("the brokers do not answer");
                troubled(ending.reason());
                listener.ended(name, ending);
            }
        }
        boolean idle = lanes.values().stream().allMatch(KafkaLane::idle);
        Optional<Instant> now = reaches && caughtUp && idle && !lanes.isEmpty()
                ? Optional.of(clock.instant())
                : lanes.values().stream().map(KafkaLane::upTo).min(Instant::compareTo);
        if (now.isPresent() && keeping != null) {
            upTo = now;
            keeping.reached(at(now.get()));
            listener.reached(name, at(now.get()));
        }
    }

    @Override
    public Future<SourceState> state() {
        Promise<SourceState> state = Promise.promise();
        context.runOnContext(go -> state.complete(new SourceState(
                stopping ? Phase.STOPPING : lanes.isEmpty() || !connected ? Phase.CONNECTING : Phase.READING,
                upTo.map(KafkaVerticle::at),
                Objects.requireNonNull(rate).perSecond(clock.instant()),
                trouble,
                reconnects,
                refused,
                Optional.empty(),
                gaps)));
        return state.future();
    }

    /** Completes when all that was given to the sink has its answer, and Kafka knows. */
    @Override
    public Future<?> stop() {
        stopping = true;
        if (polling == null) {
            return Future.succeededFuture();
        }
        KafkaPolling its = polling;
        its.drain();
        List<Future<Void>> settled =
                lanes.values().stream().map(KafkaLane::stop).toList();
        return Future.join(settled)
                .transform(all -> {
                    its.end();
                    return ended.future();
                })
                .compose(gone -> Objects.requireNonNull(keeping).save());
    }

    /** What the sink says. */
    private final class Taking implements Batches.Hearing {
        @Override
        public void taken(List<Receipt> receipts) {
            Objects.requireNonNull(rate).add(receipts.size(), clock.instant());
            listener.taken(name, receipts);
        }

        @Override
        public void acknowledged(Cursor cursor) {
            // The lane's own.
        }

        @Override
        public void room() {
            // The polling thread looks by itself.
        }

        @Override
        public void failed(String reason) {
            troubled(reason);
        }
    }

    /** What the polling thread says, brought here. */
    private final class Hopping implements KafkaPolling.Hearing {
        @Override
        public void assigned(Assignment assignment) {
            context.runOnContext(go -> {
                lanes.put(assignment, lane(assignment));
                if (lanes.size() == 1) {
                    listener.reading(name, true);
                }
            });
        }

        @Override
        public void revoked(Assignment assignment) {
            context.runOnContext(go -> {
                KafkaLane lane = lanes.remove(assignment);
                if (lane != null) {
                    lane.drop();
                }
                if (lanes.isEmpty()) {
                    listener.reading(name, false);
                }
            });
        }

        @Override
        public void records(Assignment assignment, List<ConsumerRecord<byte[], byte[]>> records) {
            context.runOnContext(go -> {
                KafkaLane lane = lanes.get(assignment);
                if (lane != null) {
                    lane.take(records);
                }
            });
        }

        @Override
        public void lost(Assignment assignment, long from, long to) {
            context.runOnContext(go -> KafkaVerticle.this.lost(assignment, from, to));
        }

        @Override
        public void looked(boolean reaches, boolean caughtUp) {
            context.runOnContext(go -> KafkaVerticle.this.looked(reaches, caughtUp));
        }

        @Override
        public void failed(Exception failure) {
            context.runOnContext(go -> troubled(failure.toString()));
        }

        @Override
        public void ended() {
            context.runOnContext(go -> ended.complete());
        }
    }
}
