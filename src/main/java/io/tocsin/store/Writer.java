package io.tocsin.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It takes what waits, does all of it in one transaction, and completes the stages after
 * the one commit: while a commit runs the next group gathers, so groups grow with load. A write that fails is undone
 * alone.
 *
 * <pre>
 * take ─▶ group ─▶ try ─▶ durable ─▶ tell
 *                  ▲ │ the store fails
 *                  │ ▼
 *                  wait ─▶ whose patience has ended fails, until nobody is left
 * </pre>
 */
final class Writer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Writer.class);

    private static final long FIRST_WAIT_MILLIS = 25;
    private static final int MAX_DOUBLINGS = 4;
    private static final long WATCH_MILLIS = 50;

    /** Work that says nothing. */
    interface Change {
        void on(SqlConnection connection) throws SQLException;
    }

    // Given once.
    private final SqlConnection.Opening opening;
    private final Optional<CommitMark> marks;
    private final InstantSource clock;
    private final Runnable undone;
    private final int maxGroup;
    private final Duration patience;
    private final WriteQueue queue;
    private final Intake intake;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Workers.named("tocsin-store-writer"));
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(Workers.named("tocsin-store-watch"));
    // Touched only on the thread. Empty before the first write, and after the connection broke.
    private @Nullable SqlConnection connection;

    /**
     * @param marks empty if a commit that fails surely did not happen
     * @param undone called on the thread whenever work was undone: what it left in memory is wrong
     */
    Writer(
            SqlConnection.Opening opening,
            Optional<CommitMark> marks,
            InstantSource clock,
            Limits limits,
            Runnable undone) {
        this.opening = opening;
        this.marks = marks;
        this.clock = clock;
        this.undone = undone;
        this.maxGroup = limits.group();
        this.patience = limits.waits().patience();
        this.queue = new WriteQueue(limits.writes(), limits.waits().linger(), clock);
        this.intake = new Intake(clock, patience.multipliedBy(2));
        thread.execute(this::run);
        var unused =
                watch.scheduleWithFixedDelay(this::refuseOverdue, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Completes when the write is durable, or fails: at once, with {@link RejectedExecutionException}, if too much is
     * waiting or the writer is closed; or when it has waited as long as it may.
     */
    <T> CompletableFuture<T> submit(int weight, Write.Work<T> work) {
        Write<T> write = new Write<>(weight, work, clock.instant(), new CompletableFuture<>());
        try {
            queue.add(write);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
        return write.stage();
    }

    /** As {@link #submit}, for work that says nothing. */
    CompletionStage<Void> run(int weight, Change change) {
        return submit(weight, connection -> {
                    change.on(connection);
                    return true;
                })
                .thenAccept(done -> {});
    }

    /** Why writes fail, or wait because the store does. Empty if all is well. */
    Optional<Throwable> failure() {
        return intake.failure();
    }

    private void run() {
        try {
            List<Write<?>> taken = queue.take(maxGroup);
            while (!taken.isEmpty()) {
                write(new WriteGroup(taken, marks, undone));
                taken = queue.take(maxGroup);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts the writer", e);
        } finally {
            discard();
        }
    }

    private void write(WriteGroup group) throws InterruptedException {
        // Often the connection broke long before: where all was well, the first failure needs no wait.
        int waits = intake.failure().isPresent() ? 0 : -1;
        while (!group.empty()) {
            try {
                group.write(connection());
                written(group.durable());
                group.tell();
            } catch (Throwable e) {
                undo(e);
                boolean again = Outage.shows(e) || SqlConnection.met(e) || connection == null;
                if (again && waits < 0) {
                    log.info("store: a write failed and is done again: {}", FirstLine.of(e));
                } else {
                    failed(group, e);
                    if (again) {
                        wait(group, waits, e);
                    } else {
                        group.giveUp(Instant.MAX, e);
                    }
                }
                waits++;
            }
        }
    }

    private void failed(WriteGroup group, Throwable why) {
        if (intake.failed(group.weight(), why)) {
            log.error("store: cannot be written to", why);
        } else {
            log.debug("store: still cannot be written to", why);
        }
    }

    /** Whose patience has ended fails; at the end of the store all do. */
    private void wait(WriteGroup group, int waits, Throwable why) throws InterruptedException {
        group.giveUp(clock.instant().minus(patience), why);
        long millis = FIRST_WAIT_MILLIS << Math.min(waits, MAX_DOUBLINGS);
        if (!group.empty() && closing.await(millis, TimeUnit.MILLISECONDS)) {
            group.giveUp(Instant.MAX, why);
            queue.takeUntil(Instant.MAX).forEach(write -> write.fail(why));
        }
    }

    private void written(int weight) {
        if (intake.written(weight)) {
            log.info("store: can be written to again");
        }
    }

    /** Whatever the thread is about: what has waited too long is not begun any more. */
    private void refuseOverdue() {
        List<Write<?>> overdue = queue.takeUntil(clock.instant().minus(patience));
        if (overdue.isEmpty()) {
            return;
        }
        Optional<Throwable> failure = intake.failure();
        RejectedExecutionException late = new RejectedExecutionException(
                "store: a write was not begun within " + patience.toMillis() + " ms; try again later",
                failure.orElse(null));
        if (failure.isEmpty()
                && intake.failed(overdue.stream().mapToInt(Write::weight).min().orElseThrow(), late)) {
            log.warn("store: too slow: writes are given up after {} ms", patience.toMillis());
        }
        overdue.forEach(write -> write.fail(late));
    }

    private void undo(Throwable why) {
        undone.run();
        SqlConnection failed = connection;
        if (failed == null) {
            return;
        }
        try {
            failed.rollback();
            if (Outage.endsElsewhere(why)) {
                discard();
            }
        } catch (SQLException e) {
            log.debug("store: the connection is given up", e);
            discard();
        }
    }

    private SqlConnection connection() throws SQLException {
        SqlConnection open = connection;
        if (open == null) {
            open = opening.open();
            connection = open;
        }
        return open;
    }

    private void discard() {
        SqlConnection open = connection;
        connection = null;
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (SQLException e) {
            log.warn("store: closing a connection failed", e);
        }
    }

    /** Refuses new writes, and waits for those that it took; while the store fails, they are tried once more. */
    @Override
    public void close() {
        queue.close();
        closing.countDown();
        Workers.end(thread);
        var unused = watch.shutdownNow();
    }
}
