package io.tocsin.store;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.FencedException;
import io.tocsin.subscription.SubscriptionId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where one feed ends: its last alert's number and time. */
final class FeedHead {
    private final SubscriptionId subscription;
    private final long feed;
    private long sequence;
    private long raisedAt;

    FeedHead(SubscriptionId subscription, long feed, long sequence, long raisedAt) {
        this.subscription = subscription;
        this.feed = feed;
        this.sequence = sequence;
        this.raisedAt = raisedAt;
    }

    /** The feed's key. */
    long feed() {
        return feed;
    }

    /** The number that the feed's next alert gets. */
    long next() {
        return sequence + 1;
    }

    /** The time at which an alert is raised {@code now}: the clock may go back, a feed's times do not. */
    long raisedAt(long now) {
        return Math.max(raisedAt, now);
    }

    /** The next alert was added. */
    Cursor advance(long now) {
        sequence++;
        raisedAt = Math.max(raisedAt, now);
        return new Cursor(subscription, sequence);
    }

    /** Stores the heads. Fails with {@link FencedException} if another owner has written to one since it was read. */
    static void store(Collection<FeedHead> heads, long epoch, SqlConnection connection) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>(heads.size());
        for (FeedHead head : heads) {
            rows.add(new Object[] {head.sequence, head.raisedAt, head.feed, epoch});
        }
        int[] stored = connection.updateAll("""
                UPDATE feed SET head = ?, raised_at = ?
                WHERE key = ? AND epoch = ? AND subscription IS NOT NULL""", rows);
        int place = 0;
        for (FeedHead head : heads) {
            if (stored[place++] != 1) {
                head.refuse(epoch, connection);
            }
        }
    }

    private void refuse(long epoch, SqlConnection connection) throws SQLException {
        long now = connection
                .first("SELECT epoch FROM feed WHERE key = ? AND subscription IS NOT NULL", row -> row.getLong(1), feed)
                .orElseThrow(() -> new IllegalStateException(
                        "feed of " + subscription + ": removed by another member (expected: none writes to it)"));
        throw new FencedException(subscription, epoch, now);
    }
}
