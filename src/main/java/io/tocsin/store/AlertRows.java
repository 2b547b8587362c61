package io.tocsin.store;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Cursor;
import io.tocsin.alert.Reason;
import io.tocsin.post.Span;
import io.tocsin.subscription.SubscriptionId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The alerts that one write adds to feeds, and what it does to those that are there. */
final class AlertRows {
    private final SqlConnection connection;
    private final FeedHeads heads;
    private final long now;
    private final Set<FeedHead> moved = new LinkedHashSet<>();
    /** Alerts that have their numbers, and go to the engine together. */
    private final List<@Nullable Object[]> pending = new ArrayList<>();
    /** Eras that begin in a feed with an alert that was added. */
    private final List<@Nullable Object[]> beginnings = new ArrayList<>();

    private int alerts;

    private static final String INSERT = """
            INSERT INTO alert (feed, sequence, kind, post, received_at, raised_at, spans, edition, reason, gone, era)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    AlertRows(SqlConnection connection, FeedHeads heads, long now) {
        this.connection = connection;
        this.heads = heads;
        this.now = now;
    }

    /** Looks for the ends of feeds that will be asked for. */
    void find(Collection<SubscriptionId> subscriptions) throws SQLException {
        heads.find(subscriptions, connection);
    }

    /** The end of the subscription's feed; empty if there is none. */
    Optional<FeedHead> head(SubscriptionId subscription) throws SQLException {
        return heads.of(subscription, connection);
    }

    /** As {@link #head}, of a feed that is ours from now on. */
    Optional<FeedHead> claimed(SubscriptionId subscription) throws SQLException {
        return heads.claimed(subscription, connection);
    }

    /** A feed that carries a post, and what matched in the post's text as it is now. */
    record Carrier(SubscriptionId subscription, List<Span> spans) {}

    /** The feeds that carry the post, in the order in which they got it. */
    List<Carrier> carriers(StoredPost post) throws SQLException {
        insertPending();
        Map<SubscriptionId, Carrier> carriers = new LinkedHashMap<>();
        List<Carrier> alerts = connection.list(
                """
                SELECT f.subscription, a.spans FROM alert a JOIN feed f ON f.key = a.feed
                WHERE a.post = ? AND a.kind IN (?, ?) AND a.gone IS NULL AND f.subscription IS NOT NULL
                ORDER BY a.key""",
                row -> new Carrier(new SubscriptionId(row.getString(1)), Spans.decode(row.getBytes(2))),
                post.key(),
                AlertKinds.number(Alert.Kind.RAISED),
                AlertKinds.number(Alert.Kind.CORRECTED));
        alerts.forEach(alert -> carriers.put(alert.subscription(), alert));
        return new ArrayList<>(carriers.values());
    }

    /** Adds an alert about a post that no feed has an alert about, but through this, and this feed none at all. */
    Cursor raiseFirst(FeedHead head, StoredPost post, List<Span> spans, long receivedAt) throws SQLException {
        long era = era(head);
        pending.add(row(head, Alert.Kind.RAISED, post, post.edition(), spans, receivedAt, null, null, era));
        return added(head, era);
    }

    /** Adds an alert; empty if the feed has it. */
    Optional<Cursor> raise(FeedHead head, StoredPost post, List<Span> spans, long receivedAt) throws SQLException {
        return add(head, Alert.Kind.RAISED, post, post.edition(), spans, receivedAt, null, null);
    }

    /** Adds what says that the subscription was paused; empty if the feed says so at this post. */
    Optional<Cursor> pause(FeedHead head, StoredPost post, long receivedAt) throws SQLException {
        return add(head, Alert.Kind.PAUSED, post, 0, List.of(), receivedAt, null, null);
    }

    /** Adds what says that the post was corrected. */
    Optional<Cursor> correct(FeedHead head, StoredPost post, List<Span> spans, long receivedAt, Reason reason)
            throws SQLException {
        int number = Reasons.number(reason);
        return add(head, Alert.Kind.CORRECTED, post, post.edition(), spans, receivedAt, number, null);
    }

    /** Takes the post back in one feed: none of its alerts there shows the post any longer. */
    Optional<Cursor> takeBack(FeedHead head, StoredPost post, long receivedAt, Reason reason) throws SQLException {
        insertPending();
        connection.update(
                "UPDATE alert SET gone = ? WHERE post = ? AND feed = ? AND kind <> ? AND gone IS NULL",
                Reasons.number(reason),
                post.key(),
                head.feed(),
                AlertKinds.number(Alert.Kind.PAUSED));
        int number = Reasons.number(reason);
        return add(head, Alert.Kind.RETRACTED, post, post.edition(), List.of(), receivedAt, null, number);
    }

    /** The post's text is another: what matched in it before says nothing of it. */
    void forgetSpans(StoredPost post) throws SQLException {
        insertPending();
        connection.update("UPDATE alert SET spans = ? WHERE post = ?", Spans.encode(List.of()), post.key());
    }

    private Optional<Cursor> add(
            FeedHead head,
            Alert.Kind kind,
            StoredPost post,
            int edition,
            List<Span> spans,
            long receivedAt,
            @Nullable Integer reason,
            @Nullable Integer gone)
            throws SQLException {
        insertPending();
        long era = era(head);
        int added = connection.update(
                INSERT + " ON CONFLICT (post, feed, kind, edition) DO NOTHING",
                row(head, kind, post, edition, spans, receivedAt, reason, gone, era));
        return added == 0 ? Optional.empty() : Optional.of(added(head, era));
    }

    private @Nullable Object[] row(
            FeedHead head,
            Alert.Kind kind,
            StoredPost post,
            int edition,
            List<Span> spans,
            long receivedAt,
            @Nullable Integer reason,
            @Nullable Integer gone,
            long era) {
        return new @Nullable Object[] {
            head.feed(),
            head.next(),
            AlertKinds.number(kind),
            post.key(),
            receivedAt,
            head.raisedAt(now),
            Spans.encode(spans),
            edition,
            reason,
            gone,
            era
        };
    }

    private long era(FeedHead head) throws SQLException {
        return heads.era(head, heads.era(connection));
    }

    private Cursor added(FeedHead head, long era) {
        alerts++;
        moved.add(head);
        if (head.enter(era)) {
            beginnings.add(new Object[] {head.feed(), head.next(), era});
        }
        return head.advance(now);
    }

    private void insertPending() throws SQLException {
        if (!pending.isEmpty()) {
            connection.updateAll(INSERT, pending);
            pending.clear();
        }
    }

    /** Stores where the feeds end now. To be called once, when all is added. */
    void store() throws SQLException {
        insertPending();
        if (!beginnings.isEmpty()) {
            connection.updateAll("INSERT INTO feed_era (feed, first, era) VALUES (?, ?, ?)", beginnings);
        }
        FeedHead.store(moved, connection);
        heads.added(alerts);
        heads.trim();
    }
}
