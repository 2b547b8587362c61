package io.tocsin.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntPredicate;

/** The writes that wait for the writer, in order of arrival, bounded by their weight. */
final class WriteQueue {
    /** What weighs so much is company enough for itself. */
    private static final int LARGE = 64;

    private final int limit;
    private final Duration linger;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by the lock.
    private final ArrayDeque<Write<?>> waiting = new ArrayDeque<>();
    private int weight;
    private boolean closed;

    /**
     * @param limit how much may wait; a single write that is heavier waits alone
     * @param linger how long a small write that is alone waits for others
     */
    WriteQueue(int limit, Duration linger, InstantSource clock) {
        this.limit = limit;
        this.linger = linger;
        this.clock = clock;
    }

    /** Never waits: refuses with {@link RejectedExecutionException} when the queue is full or closed. */
    void add(Write<?> write) {
        lock.lock();
        try {
            if (closed) {
                throw new RejectedExecutionException("store: closed (expected: open)");
            }
            if (weight > 0 && weight + write.weight() > limit) {
                throw new RejectedExecutionException("store: " + weight + " rows wait to be written (expected: at most "
                        + limit + "); try again later");
            }
            waiting.add(write);
            weight += write.weight();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for writes and takes as many as weigh at most {@code max}, but one at least; none: closed and empty. */
    List<Write<?>> take(int max) throws InterruptedException {
        lock.lock();
        try {
            do {
                while (waiting.isEmpty() && !closed) {
                    changed.await();
                }
                linger();
            } while (waiting.isEmpty() && !closed);
            return removed(taken -> taken == 0 || taken + waiting.element().weight() <= max);
        } finally {
            lock.unlock();
        }
    }

    /** One that has waited already, while others were written, does so no more. */
    private void linger() throws InterruptedException {
        if (!lonely() || linger.isZero()) {
            return;
        }
        Duration waited = Duration.between(waiting.element().since(), clock.instant());
        long left = linger.minus(waited.isNegative() ? Duration.ZERO : waited).toNanos();
        while (left > 0 && lonely()) {
            left = changed.awaitNanos(left);
        }
    }

    private boolean lonely() {
        return !closed && waiting.size() == 1 && weight < LARGE;
    }

    /** Takes away those that came no later than this. */
    List<Write<?>> takeUntil(Instant last) {
        lock.lock();
        try {
            return removed(taken -> !waiting.element().since().isAfter(last));
        } finally {
            lock.unlock();
        }
    }

    /** The first ones, as long as {@code more} says so of the weight that was taken before. */
    private List<Write<?>> removed(IntPredicate more) {
        List<Write<?>> removed = new ArrayList<>();
        int taken = 0;
        while (!waiting.isEmpty() && more.test(taken)) {
            Write<?> write = waiting.remove();
            removed.add(write);
            taken += write.weight();
        }
        weight -= taken;
        return removed;
    }

    /** From now on refuses; what waits can still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
