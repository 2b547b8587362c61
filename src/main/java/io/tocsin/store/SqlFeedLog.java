package io.tocsin.store;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Cursor;
import io.tocsin.feed.Appended;
import io.tocsin.feed.Body;
import io.tocsin.feed.Entry;
import io.tocsin.feed.FeedChange;
import io.tocsin.feed.FeedLog;
import io.tocsin.post.PostId;
import io.tocsin.subscription.SubscriptionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Feeds in SQL tables. */
final class SqlFeedLog implements FeedLog {
    private static final long READ_BYTES = 1 << 20;

    private final Writer writer;
    private final Readers readers;
    private final FeedHeads heads;
    private final InstantSource clock;

    SqlFeedLog(Writer writer, Readers readers, FeedHeads heads, InstantSource clock) {
        this.writer = writer;
        this.readers = readers;
        this.heads = heads;
        this.clock = clock;
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

    @Override
    public CompletionStage<List<Entry>> read(Cursor after, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: 1 or more)");
        }
        SubscriptionId subscription = after.subscription();
        Page page = new Page();
        return readers.submit(connection -> connection.listUntil(
                """
                SELECT a.sequence, a.kind, p.source, p.id, a.spans, a.received_at, a.raised_at,
                CASE WHEN a.gone IS NULL THEN p.body END, COALESCE(a.gone, a.reason)
                FROM feed f JOIN alert a ON a.feed = f.key JOIN post p ON p.key = a.post
                WHERE f.subscription = ? AND a.sequence > ? ORDER BY a.sequence LIMIT ?""", row -> entry(subscription, row), page::full, subscription.value(), after.sequence(), limit));
    }

    /** How much a read has gathered. */
    private static final class Page {
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
    public CompletionStage<Long> headAt(SubscriptionId subscription, Instant time) {
        long at = Micros.of(time);
        return readers.submit(connection -> {
            Optional<Extent> extent = extent(subscription, connection);
            return extent.isEmpty() ? 0L : headAt(extent.get(), at, connection);
        });
    }

    /** A feed's first alert that is kept, its last, and when that was raised. */
    private record Extent(long feed, long first, long head, long raisedAt) {}

    private static Optional<Extent> extent(SubscriptionId subscription, SqlConnection connection) throws SQLException {
        return connection.first(
                """
                SELECT f.key, COALESCE((SELECT MIN(a.sequence) FROM alert a WHERE a.feed = f.key), f.head + 1),
                f.head, f.raised_at FROM feed f WHERE f.subscription = ?""",
                row -> new Extent(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                subscription.value());
    }

    /** A binary search: a feed's times only grow, and its numbers have no hole. */
    private static long headAt(Extent extent, long at, SqlConnection connection) throws SQLException {
        if (extent.raisedAt() <= at) {
            return extent.head();
        }
        long before = extent.first() - 1;
        long after = extent.head();
        while (after - before > 1) {
            long middle = before + (after - before) / 2;
            long raisedAt = connection
                    .first(
                            "SELECT raised_at FROM alert WHERE feed = ? AND sequence = ?",
                            row -> row.getLong(1),
                            extent.feed(),
                            middle)
                    .orElseThrow();
            if (raisedAt <= at) {
                before = middle;
            } else {
                after = middle;
            }
        }
        return before;
    }
}
