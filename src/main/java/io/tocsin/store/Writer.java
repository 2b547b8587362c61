package io.tocsin.store;

import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It takes what waits, does all of it in one transaction, and completes the stages after
 * the one commit: while a commit runs the next group gathers, so groups grow with load. A write that fails is undone
 * alone; a commit that fails fails its whole group.
 */
final class Writer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Writer.class);

    /** Far more often than it takes, unless another member holds its rows for half a minute. */
    static final int MAX_TRIES = 100;

    /** Work that says nothing. */
    interface Change {
        void on(SqlConnection connection) throws SQLException;
    }

    // Given once.
    private final SqlConnection.Opening opening;
    private final Runnable undone;
    private final int maxGroup;
    private final WriteQueue queue;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Workers.named("tocsin-store-writer"));
    // Touched only on the thread. Empty before the first write, and after the connection broke.
    private @Nullable SqlConnection connection;
    /** How many groups failed since one was written. */
    private long failures;

    /** @param undone called on the thread whenever work was undone: what it left in memory is wrong */
    Writer(SqlConnection.Opening opening, Limits limits, Runnable undone) {
        this.opening = opening;
        this.undone = undone;
        this.maxGroup = limits.group();
        this.queue = new WriteQueue(limits.writes());
        thread.execute(this::run);
    }

    /**
     * Completes on the writer's thread when the write is durable. Fails at once, with
     * {@link RejectedExecutionException}, if too much is waiting or the writer is closed.
     */
    <T> CompletableFuture<T> submit(int weight, Write.Work<T> work) {
        Write<T> write = new Write<>(weight, work, new CompletableFuture<>());
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

    private void run() {
        try {
            List<Write<?>> group = queue.take(maxGroup);
            while (!group.isEmpty()) {
                write(group);
                group = queue.take(maxGroup);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts the writer", e);
        } finally {
            discard();
        }
    }

    private void write(List<Write<?>> group) {
        List<Write<?>> left = group;
        while (!left.isEmpty()) {
            left = left.subList(writeSome(left), left.size());
        }
    }

    /** How many of the group, from its front, have ended. */
    private int writeSome(List<Write<?>> group) {
        boolean used = connection != null;
        boolean committing = false;
        List<Runnable> ends = new ArrayList<>(group.size());
        try {
            SqlConnection to = connection();
            for (Write<?> write : group) {
                Optional<Runnable> end = attempt(write, to, ends.isEmpty());
                if (end.isEmpty()) {
                    break;
                }
                ends.add(end.get());
            }
            committing = true;
            to.commit();
        } catch (Throwable e) {
            undo();
            if (used && connection == null && !committing) {
                // Often it broke long before. Nothing of the group is kept anywhere, so all of it can be done again.
                log.info("store: the writer's connection broke and is replaced: {}", FirstLine.of(e));
                return writeSome(group);
            }
            failed(group, e);
            return group.size();
        }
        if (failures > 0) {
            log.info("store: can be written to again, after {} groups that failed", failures);
            failures = 0;
        }
        ends.forEach(Runnable::run);
        return ends.size();
    }

    /** A store that is gone fails many groups for one reason. */
    private void failed(List<Write<?>> group, Throwable why) {
        if (failures++ == 0) {
            log.error("store: a group of {} writes failed", group.size(), why);
        } else {
            log.debug("store: a group of {} writes failed", group.size(), why);
        }
        group.forEach(write -> write.stage().completeExceptionally(why));
    }

    /**
     * How the write ended, to be told after the commit; one that met another member's is done again, as it then sees
     * what that one wrote. Empty if it did and is not the first of its transaction: those before it hold what the other
     * member may be waiting for, so they are to be committed first. Throws only if the whole group is lost.
     */
    private <T> Optional<Runnable> attempt(Write<T> write, SqlConnection to, boolean first) throws SQLException {
        for (int tries = 1; ; tries++) {
            Savepoint before = to.savepoint();
            try {
                T result = write.work().on(to);
                to.release(before);
                return Optional.of(() -> write.stage().complete(result));
            } catch (Throwable e) {
                undone.run();
                undo(before, to, e);
                if (tries == MAX_TRIES || !SqlConnection.met(e)) {
                    return Optional.of(() -> write.stage().completeExceptionally(e));
                }
                if (!first) {
                    return Optional.empty();
                }
            }
        }
    }

    private static void undo(Savepoint before, SqlConnection to, Throwable why) throws SQLException {
        try {
            to.rollback(before);
            to.release(before);
        } catch (SQLException e) {
            e.addSuppressed(why);
            throw e;
        }
    }

    private void undo() {
        undone.run();
        SqlConnection broken = connection;
        if (broken == null) {
            return;
        }
        try {
            broken.rollback();
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

    /** Refuses new writes, and waits for those that it took. */
    @Override
    public void close() {
        queue.close();
        Workers.end(thread);
    }
}
