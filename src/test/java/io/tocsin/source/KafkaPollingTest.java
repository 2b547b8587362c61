package io.tocsin.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.Waiting;
import io.tocsin.source.KafkaPolling.Assignment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the thread does with the consumer, which here does as it is told. */
final class KafkaPollingTest {
    private static final TopicPartition ONE = new TopicPartition("t", 0);
    private static final TopicPartition OTHER = new TopicPartition("t", 1);

    private final BlockingQueue<Map<TopicPartition, OffsetAndMetadata>> committed = new LinkedBlockingQueue<>();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none") {
        @Override
        public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            committed.add(offsets);
            super.commitSync(offsets, timeout);
        }
    };
    private final Heard heard = new Heard();
    private final AtomicLong nanos = new AtomicLong();
    private final KafkaPolling polling = new KafkaPolling(consumer, "t", nanos::get, heard);
    private final Thread thread = new Thread(polling);

    private static final class Heard implements KafkaPolling.Hearing {
        private final BlockingQueue<Assignment> assigned = new LinkedBlockingQueue<>();
        private final BlockingQueue<Assignment> revoked = new LinkedBlockingQueue<>();
        private final AtomicLong records = new AtomicLong();

        @Override
        public void assigned(Assignment assignment) {
            assigned.add(assignment);
        }

        @Override
        public void revoked(Assignment assignment) {
            revoked.add(assignment);
        }

        @Override
        public void records(Assignment assignment, List<ConsumerRecord<byte[], byte[]>> read) {
            records.addAndGet(read.size());
        }

        @Override
        public void lost(Assignment assignment, long from, long to) {}

        @Override
        public void looked(boolean connected, boolean caughtUp) {}

        @Override
        public void failed(Exception failure) {}

        @Override
        public void ended() {}
    }

    @BeforeEach
    void start() {
        consumer.updateBeginningOffsets(Map.of(ONE, 0L, OTHER, 0L));
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(ONE, OTHER)));
        thread.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        polling.end();
        thread.join();
    }

    private void write(TopicPartition partition, int from, int count, int bytes) {
        consumer.schedulePollTask(() -> {
            for (int i = from; i < from + count; i++) {
                consumer.addRecord(
                        new ConsumerRecord<>(
                                partition.topic(), partition.partition(), i, new byte[0], new byte[bytes]) {
                            @Override
                            public int serializedValueSize() {
                                return bytes;
                            }
                        });
            }
        });
    }

    private static void until(BooleanSupplier holds) {
        Waiting.until("it is so", Duration.ofSeconds(Waiting.SECONDS), holds);
    }

    @Test
    void records_manyAreNotDurable_thatPartitionWaits() throws Exception {
        Assignment one = Waiting.next(heard.assigned);
        write(ONE, 0, 2_500, 10);
        until(() -> heard.records.get() == 2_500 && consumer.paused().equals(Set.of(ONE)));
        write(OTHER, 0, 10, 10);
        until(() -> heard.records.get() == 2_510);
        one.settled(1_000, 10_000);
        until(() -> consumer.paused().isEmpty());
    }

    @Test
    void records_fewAndLarge_thatPartitionWaits() throws Exception {
        Assignment one = Waiting.next(heard.assigned);
        write(ONE, 0, 5, 1 << 20);
        until(() -> consumer.paused().equals(Set.of(ONE)));
        one.settled(5, 5 << 20);
        until(() -> consumer.paused().isEmpty());
    }

    @Test
    void partition_taken_whatIsDurableIsCommittedBefore() throws Exception {
        Assignment one = Waiting.next(heard.assigned);
        polling.durable(one, 7);
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(OTHER)));
        assertThat(Waiting.next(heard.revoked)).isSameAs(one);
        assertThat(Waiting.next(committed)).isEqualTo(Map.of(ONE, new OffsetAndMetadata(7)));
    }

    /** It is another's by then, who may be further. */
    @Test
    void partition_takenAndGivenAgain_whatWasDurableBeforeIsNotCommitted() throws Exception {
        Assignment before = Waiting.next(heard.assigned);
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(OTHER)));
        assertThat(Waiting.next(heard.revoked)).isSameAs(before);
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(ONE, OTHER)));
        Assignment other = Waiting.next(heard.assigned);
        polling.durable(before, 7);
        polling.durable(other, 3);
        nanos.set(Duration.ofSeconds(1).toNanos());
        until(() -> consumer.committed(Set.of(OTHER)).get(OTHER) != null);
        assertThat(consumer.committed(Set.of(ONE)).get(ONE)).isNull();
    }
}
