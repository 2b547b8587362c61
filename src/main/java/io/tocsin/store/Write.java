package io.tocsin.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * One write that waits for the writer: what to do, and the stage that says how it ended.
 *
 * @param weight about how many rows it writes
 * @param work may be done several times, each time as if none had been before
 * @param since when it came
 */
record Write<T>(int weight, Work<T> work, Instant since, CompletableFuture<T> stage) {
    /** What a write does on the writer's connection, inside a transaction that others share. */
    interface Work<T> {
        T on(SqlConnection connection) throws SQLException;
    }

    void fail(Throwable why) {
        stage.completeExceptionally(why);
    }
}
