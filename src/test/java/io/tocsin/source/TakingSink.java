package io.tocsin.source;

import io.tocsin.Waiting;
import io.tocsin.post.PostEvent;
import io.tocsin.post.PostSink;
import io.tocsin.post.Receipt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;

/** A sink that takes all at once, or holds it for as long as it is told to. */
final class TakingSink implements PostSink {
    private final BlockingQueue<PostEvent> taken = new LinkedBlockingQueue<>();
    // Guarded by this.
    private final List<Held> held = new ArrayList<>();
    private boolean holding;
    private int failures;

    /** A batch that waits for its answer. */
    private record Held(List<PostEvent> batch, CompletableFuture<List<Receipt>> stage) {}

    @Override
    public synchronized CompletionStage<List<Receipt>> take(List<PostEvent> batch, Instant receivedAt) {
        if (failures > 0) {
            failures--;
            return CompletableFuture.failedStage(new IllegalStateException("disk full"));
        }
        Held waiting = new Held(List.copyOf(batch), new CompletableFuture<>());
        if (holding) {
            held.add(waiting);
        } else {
            end(waiting);
        }
        return waiting.stage();
    }

    private void end(Held waiting) {
        taken.addAll(waiting.batch());
        waiting.stage().complete(Collections.nCopies(waiting.batch().size(), Receipt.ACCEPTED));
    }

    synchronized void hold() {
        holding = true;
    }

    synchronized void release() {
        holding = false;
        held.forEach(this::end);
        held.clear();
    }

    /** The next so many batches fail. */
    synchronized void fail(int batches) {
        failures = batches;
    }

    /** The batch that came first of those that wait is refused. */
    synchronized void failFirst() {
        held.remove(0).stage().completeExceptionally(new IllegalStateException("disk full"));
    }

    synchronized int underWay() {
        return held.size();
    }

    /** The next that was taken, or will be. */
    PostEvent next() throws InterruptedException {
        return Waiting.next(taken);
    }

    List<PostEvent> next(int count) throws InterruptedException {
        List<PostEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(next());
        }
        return events;
    }

    /** How many were taken and not asked for. */
    int left() {
        return taken.size();
    }
}
