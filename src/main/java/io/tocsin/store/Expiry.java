package io.tocsin.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Deletes from the disk what no read gives any more: alerts that are older than their feed keeps them, posts that no
 * alert refers to any more, the memory of posts that were erased longer ago than any feed keeps alerts, and attempts at
 * deliveries after a week. Some at a time, because much at one go would hold up appends.
 */
final class Expiry {
    /** How many feeds one read looks at, so that it does not hold up others. */
    private static final int FEEDS_AT_ONCE = 1_000;

    /** How long it is known how attempts ended. */
    private static final Duration ATTEMPTS_KEPT = Duration.ofDays(7);

    private final Writer writer;
    private final Readers readers;
    private final InstantSource clock;
    private final int atOnce;

    Expiry(Writer writer, Readers readers, InstantSource clock, Limits limits) {
        this.writer = writer;
        this.readers = readers;
        this.clock = clock;
        this.atOnce = limits.removal();
    }

    /** Completes with how many alerts were deleted, when all that had expired by now are. */
    CompletionStage<Long> run() {
        return feedsAfter(0, 0)
                .thenCompose(alerts ->
                        forgetErased().thenCompose(done -> forgetAttempts()).thenApply(done -> alerts));
    }

    /** A feed's key, and whether its first alert has expired. */
    private record Candidate(long feed, boolean expired) {}

    private CompletionStage<Long> feedsAfter(long key, long deletedBefore) {
        long now = Micros.of(clock.instant());
        return readers.submit(connection -> connection.list(
                        "SELECT f.key, (SELECT a.raised_at" + Feed.ALERTS + "f.key" + Feed.IN_ORDER + "1), f.retention"
                                + " FROM feed f WHERE f.key > ? AND f.subscription IS NOT NULL ORDER BY f.key LIMIT ?",
                        row -> {
                            long raisedAt = row.getLong(2);
                            boolean some = !row.wasNull();
                            return new Candidate(row.getLong(1), some && raisedAt < now - row.getLong(3));
                        },
                        key,
                        FEEDS_AT_ONCE))
                .thenCompose(found -> {
                    CompletionStage<Long> deleted = CompletableFuture.completedStage(deletedBefore);
                    for (Candidate candidate : found) {
                        if (candidate.expired()) {
                            deleted = deleted.thenCompose(sum -> alertsOf(candidate.feed(), sum));
                        }
                    }
                    return found.size() < FEEDS_AT_ONCE
                            ? deleted
                            : deleted.thenCompose(sum ->
                                    feedsAfter(found.get(found.size() - 1).feed(), sum));
                });
    }

    private CompletionStage<Long> alertsOf(long feed, long deletedBefore) {
        return writer.submit(atOnce, connection -> deleteSome(feed, connection))
                .thenCompose(deleted -> deleted < atOnce
                        ? CompletableFuture.completedStage(deletedBefore + deleted)
                        : alertsOf(feed, deletedBefore + deleted));
    }

    /** An alert that is in the disk's way. */
    private record Old(long key, long post, long sequence, long raisedAt) {}

    /** Deletes the feed's first alerts, as far as they have expired; how many. */
    private int deleteSome(long feed, SqlConnection connection) throws SQLException {
        long horizon = connection
                .first(
                        "SELECT retention FROM feed WHERE key = ? AND subscription IS NOT NULL",
                        row -> Micros.of(clock.instant()) - row.getLong(1),
                        feed)
                .orElse(Long.MIN_VALUE);
        List<Old> expired = connection
                .list(
                        "SELECT a.key, a.post, a.sequence, a.raised_at" + Feed.ALERTS + "?" + Feed.IN_ORDER + "?",
                        row -> new Old(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                        feed,
                        atOnce)
                .stream()
                .takeWhile(alert -> alert.raisedAt() < horizon)
                .toList();
        for (Old alert : expired) {
            new FeedRemoval.Left(alert.key(), alert.post()).delete(connection);
        }
        if (!expired.isEmpty()) {
            long last = expired.get(expired.size() - 1).sequence();
            // The era of the alert after it stays, and the feed's last one in any case.
            connection.update(
                    "DELETE FROM feed_era WHERE feed = ?"
                            + " AND first < (SELECT MAX(first) FROM feed_era WHERE feed = ? AND first <= ?)",
                    feed,
                    feed,
                    last + 1);
            // A dead letter says nothing without its alert; what still waits for its turn ends by itself.
            connection.update("DELETE FROM delivery WHERE feed = ? AND sequence <= ? AND due_at IS NULL", feed, last);
        }
        return expired.size();
    }

    private CompletionStage<Void> forgetAttempts() {
        return writer.submit(atOnce, this::forgetSomeAttempts)
                .thenCompose(forgotten ->
                        forgotten < atOnce ? CompletableFuture.<Void>completedStage(null) : forgetAttempts());
    }

    /** They lie in the order in which they were made: the first that is kept is the last that is looked at. */
    private int forgetSomeAttempts(SqlConnection connection) throws SQLException {
        long horizon = Micros.of(clock.instant().minus(ATTEMPTS_KEPT));
        List<Long> old = connection
                .list(
                        "SELECT key, at FROM attempt ORDER BY key LIMIT ?",
                        row -> row.getLong(2) < horizon ? row.getLong(1) : -1,
                        atOnce)
                .stream()
                .takeWhile(key -> key >= 0)
                .toList();
        if (!old.isEmpty()) {
            connection.update("DELETE FROM attempt WHERE key <= ?", old.get(old.size() - 1));
        }
        return old.size();
    }

    private CompletionStage<Void> forgetErased() {
        return writer.submit(atOnce, this::forgetSome)
                .thenCompose(forgotten ->
                        forgotten < atOnce ? CompletableFuture.<Void>completedStage(null) : forgetErased());
    }

    /** A deletion of a post keeps it out for as long as the longest feed keeps its alerts. */
    private int forgetSome(SqlConnection connection) throws SQLException {
        long longest = connection
                .first("SELECT MAX(retention) FROM feed", row -> row.getLong(1))
                .orElse(0L);
        List<Long> forgotten =
                connection.list("""
                SELECT p.key FROM post p WHERE p.erased_at < ?
                AND NOT EXISTS (SELECT 1 FROM alert a WHERE a.post = p.key)
                AND NOT EXISTS (SELECT 1 FROM post v JOIN alert a ON a.post = v.key WHERE v.version_of = p.key)
                ORDER BY p.erased_at LIMIT ?""", row -> row.getLong(1), Micros.of(clock.instant()) - longest, atOnce);
        for (long post : forgotten) {
            // An alert about it may have been added since it was seen.
            connection.lock("SELECT 1 FROM post WHERE key = ?", post);
            StoredPost.forget(post, connection);
        }
        return forgotten.size();
    }
}
