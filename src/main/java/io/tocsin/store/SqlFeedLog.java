package io.tocsin.store;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Cursor;
import io.tocsin.feed.Appended;
import io.tocsin.feed.Body;
import io.tocsin.feed.Entry;
import io.tocsin.feed.FeedChange;
import io.tocsin.feed.FeedLog;
import io.tocsin.feed.Gap;
import io.tocsin.feed.Page;
import io.tocsin.post.PostId;
import io.tocsin.subscription.SubscriptionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Feeds in SQL tables. */
final class SqlFeedLog implements FeedLog {
    private static final long READ_BYTES = 1 << 20;
    private static final Duration SWEEP_LEFT = Duration.ofMinutes(1);
    private static final int HEADS_AT_ONCE = 64;
    private static final String HEADS =
            "SELECT subscription, head FROM feed WHERE subscription IN (?" + ", ?".repeat(HEADS_AT_ONCE - 1) + ")";

    private final Writer writer;
    private final Readers readers;
    private final FeedHeads heads;
    private final InstantSource clock;
    private final boolean shared;
    private final Instant opened;

    /** @param shared whether other members write to the same store */
    SqlFeedLog(Writer writer, Readers readers, FeedHeads heads, InstantSource clock, boolean shared) {
        this.writer = writer;
        this.readers = readers;
        this.heads = heads;
        this.clock = clock;
        this.shared = shared;
        this.opened = clock.instant();
    }

    @Override
    public CompletionStage<List<Appended>> append(List<FeedChange> changes) {
        List<FeedWrite.Prepared> prepared;
        try {
            prepared = changes.stream().map(FeedWrite.Prepared::of).toList();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        int weight = prepared.stream().mapToInt(FeedWrite.Prepared::weight).sum();
        return writer.submit(
                        weight, connection -> FeedWrite.run(prepared, connection, heads, Micros.of(clock.instant())))
                .thenCompose(this::finish);
    }

    /** What concerns many posts is done in several writes: between them others get their turn. */
    private CompletionStage<List<Appended>> finish(FeedWrite.Done done) {
        if (done.rest().isEmpty()) {
            return CompletableFuture.completedStage(done.results());
        }
        return writer.submit(
                        AuthorSweep.WRITE_ROWS,
                        connection -> FeedWrite.resume(done, connection, heads, Micros.of(clock.instant())))
                .thenCompose(this::finish);
    }

    /**
     * What nobody went on with for so long was left by a member that died, or failed; or by whoever was here before.
     */
    @Override
    public CompletionStage<List<Appended>> resume() {
        Instant now = clock.instant();
        Instant abandoned = now.minus(SWEEP_LEFT);
        long time = Micros.of(shared || opened.isBefore(abandoned) ? abandoned : opened);
        return readers.submit(connection -> OpenSweeps.untouchedSince(time, connection))
                .thenCompose(sweeps -> resume(sweeps, time, Micros.of(now)));
    }

    private CompletionStage<List<Appended>> resume(List<AuthorSweep> sweeps, long time, long now) {
        if (sweeps.isEmpty()) {
            return CompletableFuture.completedStage(List.of());
        }
        return writer.submit(
                        AuthorSweep.WRITE_ROWS, connection -> FeedWrite.claim(sweeps, time, connection, heads, now))
                .thenCompose(this::finish);
    }

    @Override
    public CompletionStage<Page> read(Cursor after, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: 1 or more)");
        }
        return readers.submit(connection -> {
            Optional<Feed> feed = Feed.find(after.subscription(), connection);
            return feed.isEmpty() ? Page.END : page(feed.get(), after, limit, connection);
        });
    }

    private Page page(Feed feed, Cursor after, int limit, SqlConnection connection) throws SQLException {
        long horizon = feed.horizon(clock.instant());
        List<Entry> entries = entries(feed, after, limit, connection);
        if (!entries.isEmpty() && Micros.of(entries.get(0).alert().raisedAt()) < horizon) {
            long gone = lastRaised(horizon - 1, feed, after.sequence(), connection);
            entries = entries(feed, new Cursor(after.subscription(), gone), limit, connection);
        }
        // Alerts end where they are gone, or else at the feed's head: it was read before them.
        long next = entries.isEmpty() ? feed.head() + 1 : entries.get(0).alert().sequence();
        Optional<Gap> gap = next > after.sequence() + 1
                ? Optional.of(new Gap(after.subscription(), after.sequence() + 1, next - 1))
                : Optional.empty();
        return new Page(gap, entries, Micros.duration(feed.retention()));
    }

    private static List<Entry> entries(Feed feed, Cursor after, int limit, SqlConnection connection)
            throws SQLException {
        Weight weight = new Weight();
        return connection.listUntil(
                """
                SELECT a.sequence, a.kind, p.source, p.id, a.spans, a.received_at, a.raised_at,
                CASE WHEN a.gone IS NULL THEN p.body END, COALESCE(a.gone, a.reason)
                FROM feed_era e JOIN alert a ON a.era = e.era AND a.feed = e.feed JOIN post p ON p.key = a.post
                WHERE e.feed = ? AND e.first >= COALESCE(
                    (SELECT MAX(s.first) FROM feed_era s WHERE s.feed = ? AND s.first <= ?), 0)
                AND a.sequence > ? ORDER BY e.first, a.sequence LIMIT ?""",
                row -> entry(after.subscription(), row),
                weight::full,
                feed.key(),
                feed.key(),
                after.sequence() + 1,
                after.sequence(),
                limit);
    }

    /** How much a read has gathered. */
    private static final class Weight {
        private long bytes;

        boolean full(Entry entry) {
            bytes += entry.body().map(body -> body.json().length).orElse(0);
            return bytes >= READ_BYTES;
        }
    }

    private static Entry entry(SubscriptionId subscription, ResultSet row) throws SQLException {
        Alert alert = new Alert(
                subscription,
                row.getLong(1),
                AlertKinds.kind(row.getInt(2)),
                new PostId(row.getString(3), row.getString(4)),
                Spans.decode(row.getBytes(5)),
                Micros.time(row.getLong(6)),
                Micros.time(row.getLong(7)),
                Reasons.of(row, 9));
        return new Entry(alert, Optional.ofNullable(row.getBytes(8)).map(Body::of));
    }

    @Override
    public CompletionStage<List<Alert>> takenBack(PostId post) {
        StoredPost.Name name = StoredPost.Name.of(post);
        return readers.submit(connection -> connection.list(
                """
                SELECT a.sequence, a.kind, n.source, n.id, a.spans, a.received_at, a.raised_at, NULL,
                COALESCE(a.gone, a.reason), f.subscription
                FROM post p JOIN alert a ON a.post IN (p.key, COALESCE(p.version_of, p.key))
                JOIN post n ON n.key = a.post JOIN feed f ON f.key = a.feed
                WHERE p.hash = ? AND p.source = ? AND p.id = ? AND a.kind IN (?, ?) AND f.subscription IS NOT NULL
                ORDER BY f.subscription, a.sequence""",
                row -> entry(new SubscriptionId(row.getString(10)), row).alert(),
                name.hash(),
                post.source(),
                post.id(),
                AlertKinds.number(Alert.Kind.RETRACTED),
                AlertKinds.number(Alert.Kind.CORRECTED)));
    }

    @Override
    public CompletionStage<Long> head(SubscriptionId subscription) {
        return readers.submit(connection -> connection
                .first("SELECT head FROM feed WHERE subscription = ?", row -> row.getLong(1), subscription.value())
                .orElse(0L));
    }

    @Override
    public CompletionStage<Map<SubscriptionId, Long>> heads(Set<SubscriptionId> subscriptions) {
        List<SubscriptionId> asked = List.copyOf(subscriptions);
        return readers.submit(connection -> {
            Map<SubscriptionId, Long> heads = new HashMap<>();
            for (int from = 0; from < asked.size(); from += HEADS_AT_ONCE) {
                heads(asked.subList(from, Math.min(asked.size(), from + HEADS_AT_ONCE)), heads, connection);
            }
            return heads;
        });
    }

    /** Places that are left over name the last feed again: a statement's text is always the same. */
    private static void heads(List<SubscriptionId> asked, Map<SubscriptionId, Long> heads, SqlConnection connection)
            throws SQLException {
        Object[] names = new Object[HEADS_AT_ONCE];
        for (int i = 0; i < names.length; i++) {
            names[i] = asked.get(Math.min(i, asked.size() - 1)).value();
        }
        connection
                .list(HEADS, row -> new Cursor(new SubscriptionId(row.getString(1)), row.getLong(2)), names)
                .forEach(head -> heads.put(head.subscription(), head.sequence()));
    }

    @Override
    public CompletionStage<Long> gone(SubscriptionId subscription) {
        return readers.submit(connection -> {
            Optional<Feed> feed = Feed.find(subscription, connection);
            return feed.isEmpty() ? 0L : lastRaised(feed.get().horizon(clock.instant()) - 1, feed.get(), 0, connection);
        });
    }

    @Override
    public CompletionStage<Long> headAt(SubscriptionId subscription, Instant time) {
        long at = Micros.of(time);
        return readers.submit(connection -> {
            Optional<Feed> feed = Feed.find(subscription, connection);
            if (feed.isEmpty()) {
                return 0L;
            }
            long first = feed.get().first(connection);
            long last = lastRaised(at, feed.get(), first - 1, connection);
            return last < first ? (feed.get().raisedAt() <= at ? feed.get().head() : 0L) : last;
        });
    }

    /**
     * The last alert after {@code after} that was raised at or before {@code at} or is not on the disk any more, or
     * else {@code after}. A binary search: a feed's times only grow, its numbers have no hole, and what is deleted is
     * deleted from the front.
     */
    private static long lastRaised(long at, Feed feed, long after, SqlConnection connection) throws SQLException {
        if (feed.raisedAt() <= at) {
            return Math.max(after, feed.head());
        }
        long before = after;
        long behind = feed.head();
        while (behind - before > 1) {
            long middle = before + (behind - before) / 2;
            long raisedAt = connection
                    .first(
                            "SELECT raised_at FROM alert WHERE feed = ? AND sequence = ? AND era ="
                                    + " (SELECT era FROM feed_era WHERE feed = ? AND first <= ?"
                                    + " ORDER BY first DESC LIMIT 1)",
                            row -> row.getLong(1),
                            feed.key(),
                            middle,
                            feed.key(),
                            middle)
                    .orElse(Long.MIN_VALUE);
            if (raisedAt <= at) {
                before = middle;
            } else {
                behind = middle;
            }
        }
        return before;
    }
}
