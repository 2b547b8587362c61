package io.tocsin.store;

import java.sql.SQLException;

/**
 * Tells whether a commit happened whose answer was lost. Each transaction of a writer leaves its number in the writer's
 * own row. The server's numbers of transactions would not do: after a crash it may give one of them a second time.
 */
final class CommitMark {
    /** So many openings of the store later nobody asks any more. */
    private static final long KEPT = 1_000;

    private final long epoch;
    private long last;

    /** @param epoch of the writer, which has {@link #begin begun} */
    CommitMark(long epoch) {
        this.epoch = epoch;
    }

    /** Makes the row of a writer. It must be there, durably, before anybody waits for who changes it. */
    static void begin(long epoch, SqlConnection connection) throws SQLException {
        connection.update("INSERT INTO commit_mark (epoch, number) VALUES (?, 0)", epoch);
        connection.update("DELETE FROM commit_mark WHERE epoch < ?", epoch - KEPT);
    }

    /** Marks the connection's transaction. */
    long set(SqlConnection connection) throws SQLException {
        last++;
        connection.update("UPDATE commit_mark SET number = ? WHERE epoch = ?", last, epoch);
        return last;
    }

    /** Whether the transaction with the mark was committed. Waits while the server is at it still. */
    boolean isSet(long mark, SqlConnection connection) throws SQLException {
        // Not a mere read, which would not wait for who is about to change the row.
        return connection
                .first(
                        "UPDATE commit_mark SET number = number WHERE epoch = ? RETURNING number",
                        row -> row.getLong(1) == mark,
                        epoch)
                .orElse(false);
    }
}
