package io.tocsin.store;

import io.tocsin.feed.FencedException;
import io.tocsin.subscription.SubscriptionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the feeds that are written to end. Touched only on the writer's thread.
 *
 * <p>Who writes to a feed holds its row, so what is kept here is true: as long as the transaction lasts, and where
 * nobody else writes for as long as the store is open. Alerts are raised by the feed's owner, who claims it first: it
 * takes the epoch of that owner, and whoever has an older one raises nothing in it from then on. What takes an alert
 * back is written by whoever hears of it, and leaves the feed to its owner.
 */
final class FeedHeads {
    static final int MAX_FEEDS = 100_000;

    private static final String COLUMNS = "key, head, raised_at, epoch, era, era_first, subscription";

    private static final InList FIND = new InList(COLUMNS, "feed", "subscription");

    private final Map<SubscriptionId, FeedHead> heads = new HashMap<>();
    private final Eras eras;
    private long epoch;
    private long turn;
    /** That somebody saw the table of alerts in, and how many alerts may be added before somebody looks again. */
    private long era;

    private long unseen;

    /** @param epoch of whoever writes here */
    FeedHeads(long epoch, Eras eras) {
        this.epoch = epoch;
        this.eras = eras;
    }

    /** Finds the ends of many feeds, of which {@link #of} will be asked: a trip for each would be dear. */
    void find(Collection<SubscriptionId> subscriptions, SqlConnection connection) throws SQLException {
        forgetPast(connection);
        List<String> unknown = subscriptions.stream()
                .filter(subscription -> !heads.containsKey(subscription))
                .map(SubscriptionId::value)
                .distinct()
                .toList();
        connection.lockedAll(FIND, FeedHeads::head, unknown).forEach(head -> heads.put(head.subscription(), head));
    }

    private static FeedHead head(ResultSet row) throws SQLException {
        return new FeedHead(
                new SubscriptionId(row.getString(7)),
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                new FeedHead.Stretch(row.getLong(5), row.getLong(6)));
    }

    private void forgetPast(SqlConnection connection) {
        if (turn != connection.turn()) {
            turn = connection.turn();
            heads.clear();
        }
    }

    /** The end of a feed, whoever owns it; empty if there is no such feed. */
    Optional<FeedHead> of(SubscriptionId subscription, SqlConnection connection) throws SQLException {
        forgetPast(connection);
        FeedHead known = heads.get(subscription);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<FeedHead> head = connection.locked(
                "SELECT " + COLUMNS + " FROM feed WHERE subscription = ?", FeedHeads::head, subscription.value());
        head.ifPresent(found -> heads.put(subscription, found));
        return head;
    }

    /**
     * As {@link #of}, of a feed that is ours from now on. Fails with {@link FencedException} if a later owner has it.
     */
    Optional<FeedHead> claimed(SubscriptionId subscription, SqlConnection connection) throws SQLException {
        Optional<FeedHead> head = of(subscription, connection);
        if (head.isPresent()) {
            head.get().claim(epoch, connection);
        }
        return head;
    }

    /** The era that the table of alerts has come to, about. */
    long era(SqlConnection connection) throws SQLException {
        if (unseen <= 0) {
            era = eras.at(connection
                    .first("SELECT MAX(key) FROM alert", row -> row.getLong(1))
                    .orElseThrow());
            unseen = eras.unseen();
        }
        return era;
    }

    /** The era of the feed's next alert, where the table of alerts has come to this one. */
    long era(FeedHead head, long present) {
        return head.era(present, eras.least());
    }

    /** So many alerts were added. */
    void added(int alerts) {
        unseen -= alerts;
    }

    /** From now on feeds are claimed with this epoch, which is later than all before it. */
    void renew(long later) {
        epoch = later;
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

    int size() {
        return heads.size();
    }
}
