package io.tocsin.store;

import io.tocsin.subscription.SubscriptionId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * A feed as a reader finds it.
 *
 * @param head the number of its last alert, and {@code raisedAt} when that was raised
 * @param retention how long it keeps alerts, in microseconds
 */
record Feed(long key, long head, long raisedAt, long retention) {
    static Optional<Feed> find(SubscriptionId subscription, SqlConnection connection) throws SQLException {
        return connection.first(
                "SELECT key, head, raised_at, retention FROM feed WHERE subscription = ?",
                row -> new Feed(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                subscription.value());
    }

    /** What was raised before it is gone. */
    long horizon(Instant now) {
        return Micros.of(now) - retention;
    }

    /**
     * A feed's alerts in their order, from its first on: eras are in the order of the numbers in them. To be followed
     * by which feed it is.
     */
    static final String ALERTS = " FROM feed_era e JOIN alert a ON a.era = e.era AND a.feed = e.feed WHERE e.feed = ";

    static final String IN_ORDER = " ORDER BY e.first, a.sequence LIMIT ";

    /** The first alert that is on the disk; the one after the last if none is. */
    long first(SqlConnection connection) throws SQLException {
        return connection
                .first("SELECT a.sequence" + ALERTS + "?" + IN_ORDER + "1", row -> row.getLong(1), key)
                .orElse(head + 1);
    }
}
