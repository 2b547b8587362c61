package io.tocsin.store;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that read, as many as there are connections. A read sees one state of the store, all of it committed, and
 * whatever was durable when it was asked.
 */
final class Readers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Readers.class);

    /** A question to the store. */
    interface Query<T> {
        T on(SqlConnection connection) throws SQLException;
    }

    private final BlockingQueue<SqlConnection> idle;
    private final ThreadPoolExecutor threads;

    Readers(List<SqlConnection> connections, int maxWaiting) {
        idle = new ArrayBlockingQueue<>(connections.size(), false, connections);
        threads = new ThreadPoolExecutor(
                connections.size(),
                connections.size(),
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(maxWaiting),
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
        SqlConnection connection = idle.remove();
        Runnable end;
        try {
            T result = query.on(connection);
            end = () -> stage.complete(result);
        } catch (Throwable e) {
            end = () -> stage.completeExceptionally(e);
        } finally {
            letGo(connection);
        }
        end.run();
    }

    /** A connection that kept its view would see nothing new, and hold up the store's housekeeping. */
    private void letGo(SqlConnection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            log.warn("store: a reader could not let go of its view", e);
        }
        idle.add(connection);
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
