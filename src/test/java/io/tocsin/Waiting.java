package io.tocsin;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Waits for what must come. */
public final class Waiting {
    public static final long SECONDS = 10;
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(20);

    private Waiting() {}

    public static <T> T on(Future<T> future) throws Exception {
        return on(future.toCompletionStage());
    }

    public static <T> T on(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Waits until it holds, and fails if that takes longer than {@code limit}. For what tells nobody when it changes:
     * it is asked again and again.
     */
    public static void until(String what, Duration limit, BooleanSupplier holds) {
        long end = System.nanoTime() + limit.toNanos();
        while (!holds.getAsBoolean()) {
            pause(what, limit, end);
        }
    }

    /** Looks again and again until what is seen is so, and returns it. */
    public static <T> T until(Callable<T> look, Duration limit, Predicate<T> holds) throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        T seen = look.call();
        while (!holds.test(seen)) {
            pause(String.valueOf(seen), limit, end);
            seen = look.call();
        }
        return seen;
    }

    private static void pause(String what, Duration limit, long end) {
        if (System.nanoTime() > end) {
            throw new AssertionError("not within " + limit + ": " + what);
        }
        LockSupport.parkNanos(BETWEEN_QUESTIONS.toNanos());
    }

    /**
     * Waits until it holds, or {@code limit} is over. The caller has locked the monitor, which is notified of each
     * change.
     */
    public static void in(Object monitor, Duration limit, BooleanSupplier holds) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (long left = limit.toNanos(); left > 0 && !holds.getAsBoolean(); left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(monitor, left);
        }
    }

    /** The next in the queue. */
    public static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        return Optional.ofNullable(queue.poll(SECONDS, TimeUnit.SECONDS))
                .orElseThrow(() -> new AssertionError("nothing came"));
    }
}
