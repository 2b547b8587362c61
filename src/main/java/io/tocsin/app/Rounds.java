package io.tocsin.app;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does one thing again and again, until its thread is shut down, whether it fails or not. Each round begins some time
 * after the last has ended, so that what is slow is not asked twice at once.
 */
final class Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final ScheduledExecutorService thread;
    private final String what;
    private final UnaryOperator<Duration> pause;
    private final Supplier<CompletionStage<Void>> work;

    /**
     * @param what is done, for the log
     * @param pause after a round that took so long
     */
    Rounds(
            ScheduledExecutorService thread,
            String what,
            UnaryOperator<Duration> pause,
            Supplier<CompletionStage<Void>> work) {
        this.thread = thread;
        this.what = what;
        this.pause = pause;
        this.work = work;
    }

    /** The first round is now. */
    void begin() {
        next(Duration.ZERO);
    }

    /** The first round is in a while. */
    void beginLater() {
        next(pause.apply(Duration.ZERO));
    }

    private void next(Duration in) {
        try {
            var unused = thread.schedule(this::round, in.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("{}: ended", what);
        }
    }

    private void round() {
        long started = System.nanoTime();
        // What it throws is a failure like any other.
        var unused = CompletableFuture.completedStage(work)
                .thenCompose(Supplier::get)
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.warn("{}: failed, again soon: {}", what, failure.toString());
                    }
                    next(pause.apply(Duration.ofNanos(System.nanoTime() - started)));
                });
    }
}
