package io.tocsin.store;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/**
 * One write that waits for the writer: what to do, and the stage that says how it ended.
 *
 * @param weight about how many rows it writes
 */
record Write<T>(int weight, Work<T> work, CompletableFuture<T> stage) {
    /** What a write does on the writer's connection, inside a transaction that others share. */
    interface Work<T> {
        T on(SqlConnection connection) throws SQLException;
    }
}
