package io.tocsin.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/** The writes that wait for the writer, in order of arrival, bounded by their weight. */
final class WriteQueue {
    private final int limit;
    // Guarded by this.
    private final ArrayDeque<Write<?>> waiting = new ArrayDeque<>();
    private int weight;
    private boolean closed;

    /** @param limit how much may wait; a single write that is heavier waits alone */
    WriteQueue(int limit) {
        this.limit = limit;
    }

    /** Never waits: refuses with {@link RejectedExecutionException} when the queue is full or closed. */
    synchronized void add(Write<?> write) {
        if (closed) {
            throw new RejectedExecutionException("store: closed (expected: open)");
        }
        if (weight > 0 && weight + write.weight() > limit) {
            throw new RejectedExecutionException(
                    "store: " + weight + " rows wait to be written (expected: at most " + limit + "); try again later");
        }
        waiting.add(write);
        weight += write.weight();
        notifyAll();
    }

    /** Waits for writes and takes as many as weigh at most {@code max}, but one at least; none: closed and empty. */
    synchronized List<Write<?>> take(int max) throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        List<Write<?>> taken = new ArrayList<>();
        int takenWeight = 0;
        while (!waiting.isEmpty()
                && (taken.isEmpty() || takenWeight + waiting.element().weight() <= max)) {
            Write<?> write = waiting.remove();
            taken.add(write);
            takenWeight += write.weight();
        }
        weight -= takenWeight;
        return taken;
    }

    /** From now on refuses; what waits can still be taken. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
