package io.tocsin.store;

import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that read, each with a connection at most. A read sees one state of the store, all of it committed, and
 * whatever was durable when it was asked.
 */
final class Readers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Readers.class);

    /** A question to the store. */
    interface Query<T> {
        T on(SqlConnection connection) throws SQLException;
    }

    private final SqlConnection.Opening opening;
    private final Queue<SqlConnection> idle = new ConcurrentLinkedQueue<>();
    private final ThreadPoolExecutor threads;

    Readers(SqlConnection.Opening opening, Limits limits) {
        this.opening = opening;
        this.threads = new ThreadPoolExecutor(
                limits.readers(),
                limits.readers(),
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(limits.reads()),
                Workers.named("tocsin-store-reader"));
    }

    /**
     * Completes on a reader's thread. Fails at once, with {@link RejectedExecutionException}, if too much is waiting or
     * the readers are closed.
     */
    <T> CompletableFuture<T> submit(Query<T> query) {
        CompletableFuture<T> stage = new CompletableFuture<>();
        try {
            threads.execute(() -> read(query, stage));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new RejectedExecutionException(
                    threads.isShutdown()
                            ? "store: closed (expected: open)"
                            : "store: too many reads wait; try again later",
                    e));
        }
        return stage;
    }

    private <T> void read(Query<T> query, CompletableFuture<T> stage) {
        Runnable end;
        try {
            T result = answer(query);
            end = () -> stage.complete(result);
        } catch (Throwable e) {
            end = () -> stage.completeExceptionally(e);
        }
        end.run();
    }

    /** A connection that broke, often long before anybody noticed, is replaced once: to read again changes nothing. */
    private <T> T answer(Query<T> query) throws SQLException {
        SqlConnection known = idle.poll();
        if (known == null) {
            return ask(query, opening.open());
        }
        try {
            return ask(query, known);
        } catch (SQLException e) {
            if (!known.closed()) {
                throw e;
            }
            log.info("store: a reader's connection broke and is replaced: {}", FirstLine.of(e));
            return ask(query, opening.open());
        }
    }

    private <T> T ask(Query<T> query, SqlConnection connection) throws SQLException {
        try {
            return query.on(connection);
        } finally {
            letGo(connection);
        }
    }

    /** A connection that kept its view would see nothing new, and hold up the store's housekeeping. */
    private void letGo(SqlConnection connection) {
        try {
            connection.rollback();
            idle.add(connection);
        } catch (SQLException e) {
            log.debug("store: a reader could not let go of its view", e);
            close(connection);
        }
    }

    /** Refuses new reads, and waits for those that it took. */
    @Override
    public void close() {
        Workers.end(threads);
        idle.forEach(Readers::close);
        idle.clear();
    }

    private static void close(SqlConnection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            log.warn("store: closing a connection failed", e);
        }
    }
}
