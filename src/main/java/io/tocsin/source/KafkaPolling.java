package io.tocsin.source;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that has the consumer, which may be used by one only. It hands on what it polls, and reads no more of a
 * partition while much of that is not durable; what is durable it commits, now and then, and before a partition goes to
 * another.
 */
final class KafkaPolling implements Runnable, ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaPolling.class);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration CLOSING = Duration.ofSeconds(5);
    private static final long COMMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int MAX_RECORDS = 2_000;
    private static final long MAX_BYTES = 4 << 20;
    /** Heartbeats come every 3 s. */
    private static final double LONGEST_SILENCE_SECONDS = 8;

    // Given once.
    private final Consumer<byte[], byte[]> consumer;
    private final String topic;
    private final LongSupplier nanos;
    private final Hearing hearing;
    // Others set them.
    private final Map<Assignment, Long> durable = new ConcurrentHashMap<>();
    private final CountDownLatch ending = new CountDownLatch(1);
    private volatile boolean draining;
    // This thread's alone.
    private final Map<TopicPartition, Assignment> assigned = new HashMap<>();
    private final Map<Assignment, Long> committed = new HashMap<>();
    private long lastCommit;

    /** A partition, as it was given to this member once; it may be taken away and given again. */
    static final class Assignment {
        private final TopicPartition partition;
        private final AtomicLong records = new AtomicLong();
        private final AtomicLong bytes = new AtomicLong();

        Assignment(TopicPartition partition) {
            this.partition = partition;
        }

        /** So much that was handed on is durable. Callable from any thread. */
        void settled(long settledRecords, long settledBytes) {
            long unused = records.addAndGet(-settledRecords);
            long unusedToo = bytes.addAndGet(-settledBytes);
        }

        private void handed(List<ConsumerRecord<byte[], byte[]>> polled) {
            long unused = records.addAndGet(polled.size());
            long unusedToo = bytes.addAndGet(
                    polled.stream().mapToLong(KafkaPolling::bytes).sum());
        }

        private boolean full() {
            return records.get() >= MAX_RECORDS || bytes.get() >= MAX_BYTES;
        }

        @Override
        public String toString() {
            return partition.toString();
        }
    }

    /** Who hears what comes; called on the thread. */
    interface Hearing {
        void assigned(Assignment assignment);

        /** It is another's. */
        void revoked(Assignment assignment);

        void records(Assignment assignment, List<ConsumerRecord<byte[], byte[]>> records);

        /** What was to be read next is gone; reading goes on at {@code to}. */
        void lost(Assignment assignment, long from, long to);

        /** @param caughtUp there is nothing that was not handed on */
        void looked(boolean connected, boolean caughtUp);

        void failed(Exception failure);

        void ended();
    }

    /** @param nanos time that only goes on */
    KafkaPolling(Consumer<byte[], byte[]> consumer, String topic, LongSupplier nanos, Hearing hearing) {
        this.consumer = consumer;
        this.topic = topic;
        this.nanos = nanos;
        this.hearing = hearing;
        this.lastCommit = nanos.getAsLong();
    }

    static long bytes(ConsumerRecord<byte[], byte[]> read) {
        return Math.max(0, read.serializedValueSize());
    }

    /** All before the offset is durable. Callable from any thread. */
    void durable(Assignment assignment, long offset) {
        durable.put(assignment, offset);
    }

    /** Hands on nothing more. Callable from any thread. */
    void drain() {
        draining = true;
    }

    /** Leaves the group, after what is durable is committed. Callable from any thread. */
    void end() {
        ending.countDown();
    }

    @Override
    public void run() {
        try {
            consumer.subscribe(List.of(topic), this);
            while (ending.getCount() > 0) {
                step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (KafkaException e) {
            hearing.failed(e);
        } finally {
            closed();
            hearing.ended();
        }
    }

    private void closed() {
        try {
            consumer.close(CloseOptions.timeout(CLOSING));
        } catch (KafkaException e) {
            LOG.debug("source: the consumer did not close as it should: {}", e.toString());
        }
    }

    private void step() throws InterruptedException {
        try {
            pauseAndResume();
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
            for (TopicPartition partition : polled.partitions()) {
                Assignment assignment = assigned.get(partition);
                if (assignment != null) {
                    assignment.handed(polled.records(partition));
                    hearing.records(assignment, polled.records(partition));
                }
            }
            if (nanos.getAsLong() - lastCommit >= COMMIT_NANOS) {
                lastCommit = nanos.getAsLong();
                commit();
                hearing.looked(connected(), caughtUp());
            }
        } catch (OffsetOutOfRangeException e) {
            e.offsetOutOfRangePartitions().forEach(this::goOn);
        } catch (NoOffsetForPartitionException e) {
            consumer.seekToBeginning(e.partitions());
        } catch (KafkaException e) {
            hearing.failed(e);
            boolean unused = ending.await(AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void pauseAndResume() {
        for (Assignment assignment : assigned.values()) {
            List<TopicPartition> its = List.of(assignment.partition);
            if (draining || assignment.full()) {
                consumer.pause(its);
            } else {
                consumer.resume(its);
            }
        }
    }

    /** Older ones may be gone, or, after the topic was made anew, newer ones never have been. */
    private void goOn(TopicPartition partition, long offset) {
        long oldest = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
        consumer.seek(partition, oldest);
        Assignment assignment = assigned.get(partition);
        if (assignment != null) {
            hearing.lost(assignment, offset, oldest);
        }
    }

    private boolean connected() {
        Optional<Double> silent = consumer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("last-heartbeat-seconds-ago"))
                .map(Map.Entry::getValue)
                .map(Metric::metricValue)
                .map(Double.class::cast)
                .findFirst();
        return silent.filter(seconds -> seconds >= 0 && seconds < LONGEST_SILENCE_SECONDS)
                .isPresent();
    }

    private boolean caughtUp() {
        return assigned.keySet().stream()
                .allMatch(partition -> consumer.currentLag(partition).orElse(1) == 0);
    }

    private Map<TopicPartition, OffsetAndMetadata> uncommitted(Collection<Assignment> of) {
        return of.stream()
                .filter(its -> assigned.get(its.partition) == its
                        && !durable.getOrDefault(its, 0L).equals(committed.getOrDefault(its, 0L)))
                .collect(Collectors.toMap(
                        its -> its.partition, its -> new OffsetAndMetadata(durable.getOrDefault(its, 0L))));
    }

    private void commit() {
        Map<TopicPartition, OffsetAndMetadata> offsets = uncommitted(durable.keySet());
        if (!offsets.isEmpty()) {
            consumer.commitAsync(offsets, (done, failure) -> {
                if (failure == null) {
                    committed(done);
                } else {
                    LOG.debug("source: offsets are not committed yet: {}", failure.toString());
                }
            });
        }
    }

    private void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> {
            Assignment assignment = assigned.get(partition);
            if (assignment != null) {
                committed.put(assignment, offset.offset());
            }
        });
    }

    private void commitNow(Collection<Assignment> of) {
        Map<TopicPartition, OffsetAndMetadata> offsets = uncommitted(of);
        try {
            if (!offsets.isEmpty()) {
                consumer.commitSync(offsets, CLOSING);
                committed(offsets);
            }
        } catch (KafkaException e) {
            // What is not committed is read again, and changes nothing.
            LOG.info("source: offsets could not be committed: {}", e.toString());
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            Assignment assignment = new Assignment(partition);
            assigned.put(partition, assignment);
            hearing.assigned(assignment);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        commitNow(partitions.stream()
                .map(assigned::get)
                .filter(durable::containsKey)
                .toList());
        onPartitionsLost(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            Assignment assignment = assigned.remove(partition);
            if (assignment != null) {
                durable.remove(assignment);
                committed.remove(assignment);
                hearing.revoked(assignment);
            }
        }
    }
}
