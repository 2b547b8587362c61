package io.tocsin.app;

import io.tocsin.feed.Feeds;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be done now and then: looking for alerts that nobody was woken for, going on with what a crash
 * interrupted, and deleting alerts that expired.
 */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final long LOOK_SECONDS = 3;
    private static final long RESUME_SECONDS = 20;
    private static final long EXPIRE_SECONDS = 60;

    private final Feeds feeds;
    private final Supplier<CompletionStage<Long>> expire;
    private final Telemetry telemetry;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "tocsin-housekeeping"));

    /** @param expire deletes expired alerts, and says how many */
    Housekeeping(Feeds feeds, Supplier<CompletionStage<Long>> expire, Telemetry telemetry) {
        this.feeds = feeds;
        this.expire = expire;
        this.telemetry = telemetry;
    }

    /** Goes on until it is closed. */
    void start() {
        again("looking for alerts", LOOK_SECONDS, feeds::look);
        run("going on with interrupted changes", RESUME_SECONDS, feeds::resume);
        again("deleting expired alerts", EXPIRE_SECONDS, () -> expire.get().thenAccept(telemetry::expired));
    }

    /** The next begins when the last has ended: a slow store is not asked twice at once. */
    private void again(String what, long seconds, Supplier<CompletionStage<Void>> work) {
        try {
            var unused = thread.schedule(() -> run(what, seconds, work), seconds, TimeUnit.SECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("{}: ended", what);
        }
    }

    private void run(String what, long seconds, Supplier<CompletionStage<Void>> work) {
        var unused = work.get().whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("{}: failed, again soon: {}", what, failure.toString());
            }
            again(what, seconds, work);
        });
    }

    @Override
    public void close() {
        var unused = thread.shutdownNow();
    }
}
