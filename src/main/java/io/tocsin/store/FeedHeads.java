package io.tocsin.store;

import io.tocsin.subscription.SubscriptionId;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where the feeds that were lately written to end. Touched only on the writer's thread. */
final class FeedHeads {
    private static final int MAX_FEEDS = 100_000;

    private final Map<SubscriptionId, FeedHead> heads = new HashMap<>();

    /** The end of a feed; empty if there is no such feed. */
    Optional<FeedHead> of(SubscriptionId subscription, SqlConnection connection) throws SQLException {
        FeedHead known = heads.get(subscription);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<FeedHead> stored = connection.first(
                "SELECT key, head, raised_at FROM feed WHERE subscription = ?",
                row -> new FeedHead(subscription, row.getLong(1), row.getLong(2), row.getLong(3)),
                subscription.value());
        stored.ifPresent(head -> heads.put(subscription, head));
        return stored;
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
