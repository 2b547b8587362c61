package io.tocsin.app;

import io.tocsin.feed.Feeds;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/**
 * What is to be done now and then: looking for alerts that nobody was woken for, going on with what a crash
 * interrupted, deleting alerts that expired, and comparing with the store what this member knows of subscriptions and
 * endpoints.
 */
final class Housekeeping implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(3);
    /** How often a look is due, with time for one that takes a while. */
    static final Duration LOOKED_WITHIN = LOOK.multipliedBy(2);

    private static final Duration RESUME = Duration.ofSeconds(20);
    private static final Duration EXPIRE = Duration.ofSeconds(60);
    private static final Duration RECONCILE = Duration.ofSeconds(3);

    private final Feeds feeds;
    private final Supplier<CompletionStage<Long>> expire;
    private final Supplier<CompletionStage<Void>> reconcile;
    private final Telemetry telemetry;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "tocsin-housekeeping"));

    /**
     * @param expire deletes expired alerts, and says how many
     * @param reconcile compares with the store
     */
    Housekeeping(
            Feeds feeds,
            Supplier<CompletionStage<Long>> expire,
            Supplier<CompletionStage<Void>> reconcile,
            Telemetry telemetry) {
        this.feeds = feeds;
        this.expire = expire;
        this.reconcile = reconcile;
        this.telemetry = telemetry;
    }

    /** Goes on until it is closed. */
    void start() {
        rounds("looking for alerts", LOOK, feeds::look).beginLater();
        rounds("going on with interrupted changes", RESUME, feeds::resume).begin();
        rounds("comparing with the store", RECONCILE, reconcile).beginLater();
        rounds("deleting expired alerts", EXPIRE, () -> expire.get().thenAccept(telemetry::expired))
                .beginLater();
    }

    private Rounds rounds(String what, Duration pause, Supplier<CompletionStage<Void>> work) {
        return new Rounds(thread, what, took -> pause, work);
    }

    @Override
    public void close() {
        var unused = thread.shutdownNow();
    }
}
