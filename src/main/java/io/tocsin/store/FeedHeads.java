package io.tocsin.store;

import io.tocsin.feed.FencedException;
import io.tocsin.subscription.SubscriptionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the feeds that were lately written to end. Touched only on the writer's thread.
 *
 * <p>What is kept here is true as long as nobody else writes. So a feed is claimed before it is written to: it takes
 * the epoch of its owner, and whoever has an older one is refused from then on, also if it knew the feed before.
 */
final class FeedHeads {
    private static final int MAX_FEEDS = 100_000;

    private final long epoch;
    private final Map<SubscriptionId, FeedHead> heads = new HashMap<>();

    /** @param epoch of whoever writes here */
    FeedHeads(long epoch) {
        this.epoch = epoch;
    }

    /** A feed's end as its row says, and whose it is. */
    private record Stored(FeedHead head, long epoch) {}

    /**
     * The end of a feed, which is claimed by this; empty if there is no such feed. Fails with {@link FencedException}
     * if a later owner has it.
     */
    Optional<FeedHead> of(SubscriptionId subscription, SqlConnection connection) throws SQLException {
        FeedHead known = heads.get(subscription);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<FeedHead> claimed = claimed(subscription, connection);
        claimed.ifPresent(head -> heads.put(subscription, head));
        return claimed;
    }

    private Optional<FeedHead> claimed(SubscriptionId subscription, SqlConnection connection) throws SQLException {
        Optional<Stored> stored = connection.first(
                "SELECT key, head, raised_at, epoch FROM feed WHERE subscription = ?",
                row -> new Stored(head(subscription, row), row.getLong(4)),
                subscription.value());
        if (stored.isEmpty() || stored.get().epoch() == epoch) {
            return stored.map(Stored::head);
        }
        if (stored.get().epoch() > epoch) {
            throw new FencedException(subscription, epoch, stored.get().epoch());
        }
        Optional<FeedHead> claimed =
                connection.first("""
                UPDATE feed SET epoch = ? WHERE subscription = ? AND epoch < ?
                RETURNING key, head, raised_at""", row -> head(subscription, row), epoch, subscription.value(), epoch);
        // Else it was claimed or removed in between: its row says which.
        return claimed.isPresent() ? claimed : claimed(subscription, connection);
    }

    private static FeedHead head(SubscriptionId subscription, ResultSet row) throws SQLException {
        return new FeedHead(subscription, row.getLong(1), row.getLong(2), row.getLong(3));
    }

    /** Stores where the feeds end now. */
    void store(Collection<FeedHead> moved, SqlConnection connection) throws SQLException {
        if (!moved.isEmpty()) {
            FeedHead.store(moved, epoch, connection);
        }
    }

    void forget(SubscriptionId subscription) {
        heads.remove(subscription);
    }

    /** Forgets all: the transaction in which they were moved was undone. */
    void clear() {
        heads.clear();
    }

    /** Keeps memory bounded. Not while a write is under way: it may have moved heads that it has not stored. */
    void trim() {
        if (heads.size() > MAX_FEEDS) {
            heads.clear();
        }
    }
}
