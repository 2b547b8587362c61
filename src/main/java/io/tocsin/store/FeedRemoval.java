package io.tocsin.store;

import io.tocsin.subscription.SubscriptionId;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes subscriptions. The first write takes the feed's name away, so that nobody finds it any more; its alerts are
 * deleted some at a time, because a long feed at one go would hold up every other feed. What a stop interrupted goes on
 * at the next start.
 */
final class FeedRemoval {
    private static final Logger log = LoggerFactory.getLogger(FeedRemoval.class);

    private final Writer writer;
    private final FeedHeads heads;
    private final int atOnce;

    FeedRemoval(Writer writer, FeedHeads heads, Limits limits) {
        this.writer = writer;
        this.heads = heads;
        this.atOnce = limits.removal();
    }

    /** Completes when the subscription and its feed can't be found any more, durably. */
    CompletionStage<Void> start(SubscriptionId id) {
        return writer.submit(atOnce, connection -> {
                    heads.forget(id);
                    detach(id, connection);
                    return deleteSome(connection);
                })
                .thenAccept(this::proceed);
    }

    /** Deletes what is left of feeds that were removed. */
    void resume() {
        CompletableFuture<Boolean> unused = writer.submit(atOnce, this::deleteSome)
                .whenComplete((more, failure) -> {
                    if (failure == null) {
                        proceed(more);
                    } else {
                        log.warn("store: what is left of removed feeds stays until the next removal or start", failure);
                    }
                });
    }

    private void proceed(boolean more) {
        if (more) {
            resume();
        }
    }

    private static void detach(SubscriptionId id, SqlConnection connection) throws SQLException {
        Optional<Long> feed =
                connection.first("SELECT key FROM feed WHERE subscription = ?", row -> row.getLong(1), id.value());
        if (feed.isPresent()) {
            connection.update("UPDATE feed SET subscription = NULL WHERE key = ?", feed.get());
            connection.update("DELETE FROM consumer_place WHERE feed = ?", feed.get());
            connection.update("DELETE FROM delivery_cursor WHERE feed = ?", feed.get());
            connection.update("DELETE FROM delivery WHERE feed = ?", feed.get());
            connection.update("DELETE FROM attempt WHERE feed = ?", feed.get());
        }
        if (connection.update("DELETE FROM subscription WHERE id = ?", id.value()) > 0) {
            long unused = Versioned.SUBSCRIPTIONS.next(connection);
        }
    }

    /** Deletes some of what a removed feed left; whether there is more. */
    private boolean deleteSome(SqlConnection connection) throws SQLException {
        Optional<Long> feed = connection.first(
                "SELECT key FROM feed WHERE subscription IS NULL ORDER BY key LIMIT 1", row -> row.getLong(1));
        if (feed.isEmpty()) {
            return false;
        }
        List<Left> alerts = connection.list(
                "SELECT a.key, a.post" + Feed.ALERTS + "?" + Feed.IN_ORDER + "?",
                row -> new Left(row.getLong(1), row.getLong(2)),
                feed.get(),
                atOnce);
        for (Left alert : alerts) {
            alert.delete(connection);
        }
        if (alerts.size() < atOnce) {
            connection.update("DELETE FROM feed_era WHERE feed = ?", feed.get());
            connection.update("DELETE FROM feed WHERE key = ?", feed.get());
        }
        return true;
    }

    /** An alert that is to go, and the post that it refers to. */
    record Left(long key, long post) {
        /**
         * The post's body goes with the last alert that shows it, and the post with the last that refers to it or to an
         * earlier version of it; that a post was erased is remembered. Whoever adds an alert about the post, or deletes
         * one, holds the post's row, so none of them is missed.
         */
        void delete(SqlConnection connection) throws SQLException {
            Optional<Long> known = connection.locked(
                    "SELECT COALESCE(version_of, key) FROM post WHERE key = ?", row -> row.getLong(1), post);
            if (known.isPresent() && known.get() != post) {
                connection.lock("SELECT 1 FROM post WHERE key = ?", known.get());
            }
            connection.update("DELETE FROM alert WHERE key = ?", key);
            if (known.isPresent() && !StoredPost.deleteUnused(known.get(), connection)) {
                connection.update("""
                        UPDATE post SET body = NULL WHERE key = ? AND body IS NOT NULL
                        AND NOT EXISTS (SELECT 1 FROM alert WHERE post = ?)""", known.get(), known.get());
            }
        }
    }
}
