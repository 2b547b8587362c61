package io.tocsin.source;

import io.tocsin.post.PostEvent;
import io.tocsin.post.Receipt;
import io.tocsin.post.SourceLog.Cursor;
import io.tocsin.wire.MalformedException;
import io.tocsin.wire.PostReader;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A partition's records on their way to the sink, in order. Belongs to one context. */
final class KafkaLane {
    private final Surroundings around;
    private final Consumer<String> refused;
    private final Settling settling;
    private final Batches batches;
    private final Deque<Handed> handed = new ArrayDeque<>();
    private Instant upTo;
    private boolean closed;

    private record Handed(long offset, long bytes) {}

    /** What is told when records are durable. */
    interface Settling {
        /** All before the offset is durable. */
        void settled(long offset, long records, long bytes);
    }

    KafkaLane(Surroundings around, Batches.Hearing hearing, Consumer<String> refused, Settling settling) {
        this.around = around;
        this.refused = refused;
        this.settling = settling;
        this.upTo = around.clock().instant();
        this.batches = new Batches(around, new Batches.Hearing() {
            @Override
            public void taken(List<Receipt> receipts) {
                hearing.taken(receipts);
            }

            @Override
            public void acknowledged(Cursor cursor) {
                KafkaLane.this.acknowledged(cursor);
                hearing.acknowledged(cursor);
            }

            @Override
            public void room() {
                hearing.room();
            }

            @Override
            public void failed(String reason) {
                hearing.failed(reason);
            }
        });
    }

    void take(List<ConsumerRecord<byte[], byte[]>> records) {
        if (!closed) {
            records.forEach(this::take);
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> read) {
        Instant now = around.clock().instant();
        Instant written = Instant.ofEpochMilli(read.timestamp());
        Instant time = read.timestamp() < 0 || written.isAfter(now) ? now : written;
        int bytes = (int) KafkaPolling.bytes(read);
        handed.add(new Handed(read.offset(), bytes));
        batches.add(event(read, time), Optional.of(new Cursor(read.offset() + 1, time)), bytes);
    }

    /** A record without a value says nothing; one that can't be read costs itself only. */
    private Optional<PostEvent> event(ConsumerRecord<byte[], byte[]> read, Instant time) {
        byte[] value = read.value();
        if (value == null || value.length == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(PostReader.decode(value, time));
        } catch (MalformedException e) {
            refused.accept("partition " + read.partition() + ", offset " + read.offset() + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private void acknowledged(Cursor cursor) {
        long records = 0;
        long bytes = 0;
        for (Handed first = handed.peek(); first != null && first.offset() < cursor.position(); first = handed.peek()) {
            handed.remove();
            records++;
            bytes += first.bytes();
        }
        upTo = cursor.upTo();
        if (!closed) {
            settling.settled(cursor.position(), records, bytes);
        }
    }

    /** Whether all that came is durable. */
    boolean idle() {
        return handed.isEmpty();
    }

    /** When the last was written that is durable, and all before it. */
    Instant upTo() {
        return upTo;
    }

    /** It is another's: what is under way may end, and counts no more. */
    void drop() {
        closed = true;
        Future<Void> unused = batches.stop();
    }

    /** Completes when what was given to the sink has its answer. */
    Future<Void> stop() {
        return batches.stop();
    }
}
