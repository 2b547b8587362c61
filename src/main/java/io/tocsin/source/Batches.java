package io.tocsin.source;

import io.tocsin.post.PostEvent;
import io.tocsin.post.Receipt;
import io.tocsin.post.SourceLog.Cursor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What was read, on its way to the sink: a few batches under way at a time, acknowledged in order. A slow trickle goes
 * out as it comes; a flood gathers while earlier batches are under way. When one fails, it and all after it are sent
 * again, so that the sink is never left with a later event taken before an earlier one. Belongs to one context.
 */
final class Batches {
    static final int MAX_EVENTS = 256;
    static final int MAX_UNDER_WAY = 4;
    private static final long MAX_BYTES = 1 << 20;
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Surroundings around;
    private final Hearing hearing;
    private final Deque<Batch> underWay = new ArrayDeque<>();
    private final Promise<Void> settled = Promise.promise();
    private Batch gathering = new Batch();
    private int pending;
    private boolean failing;
    /** What the sink says meanwhile is heeded when all is with it. */
    private boolean sendingAgain;

    private boolean stopped;

    /** Who hears what becomes of the batches. */
    interface Hearing {
        void taken(List<Receipt> receipts);

        /** All up to there is durable. */
        void acknowledged(Cursor cursor);

        /** There is room again. */
        void room();

        void failed(String reason);
    }

    private static final class Batch {
        private final List<PostEvent> events = new ArrayList<>();
        private Optional<Cursor> cursor = Optional.empty();
        private Instant receivedAt = Instant.MIN;
        private long bytes;
        private boolean done;

        boolean large() {
            return events.size() >= MAX_EVENTS || bytes >= MAX_BYTES;
        }
    }

    Batches(Surroundings around, Hearing hearing) {
        this.around = around;
        this.hearing = hearing;
    }

    /** Nothing should be read: what comes yet is gathered. */
    boolean full() {
        return underWay.size() >= MAX_UNDER_WAY || failing;
    }

    void add(Optional<PostEvent> event, Optional<Cursor> cursor, int bytes) {
        event.ifPresent(gathering.events::add);
        cursor.ifPresent(its -> gathering.cursor =
                Optional.of(gathering.cursor.map(before -> before.or(its)).orElse(its)));
        gathering.bytes += bytes;
        if (underWay.isEmpty() || gathering.large()) {
            flush();
        }
    }

    private void flush() {
        if (stopped || full()) {
            return;
        }
        Batch batch = gathering;
        if (batch.events.isEmpty()) {
            if (underWay.isEmpty()) {
                gathering = new Batch();
                batch.cursor.ifPresent(hearing::acknowledged);
            }
            return;
        }
        gathering = new Batch();
        batch.receivedAt = around.clock().instant();
        underWay.add(batch);
        give(batch);
    }

    private void give(Batch batch) {
        pending++;
        batch.done = false;
        Future.fromCompletionStage(around.sink().take(batch.events, batch.receivedAt), around.context())
                .onSuccess(receipts -> taken(batch, receipts))
                .onFailure(this::failed);
    }

    private void taken(Batch batch, List<Receipt> receipts) {
        pending--;
        batch.done = true;
        if (!failing) {
            hearing.taken(receipts);
        }
        goOn();
    }

    private void acknowledge() {
        for (Batch first = underWay.peek(); first != null && first.done; first = underWay.peek()) {
            underWay.remove();
            first.cursor.ifPresent(hearing::acknowledged);
        }
    }

    private void failed(Throwable failure) {
        pending--;
        if (!failing) {
            failing = true;
            hearing.failed("the posts were not taken: " + failure);
        }
        goOn();
    }

    private void goOn() {
        if (sendingAgain) {
            return;
        }
        acknowledge();
        if (stopped) {
            settle();
        } else if (failing) {
            if (pending == 0) {
                long unused = around.after(RETRY, this::again);
            }
        } else {
            if (underWay.isEmpty() || gathering.large()) {
                flush();
            }
            if (!full()) {
                hearing.room();
            }
        }
    }

    private void again() {
        if (stopped) {
            return;
        }
        failing = false;
        sendingAgain = true;
        underWay.forEach(this::give);
        sendingAgain = false;
        goOn();
    }

    /** Begins nothing more; completes when the sink has answered for all that it was given. */
    Future<Void> stop() {
        stopped = true;
        settle();
        return settled.future();
    }

    private void settle() {
        if (pending == 0) {
            boolean unused = settled.tryComplete();
        }
    }
}
