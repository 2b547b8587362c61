package io.tocsin.store;

import io.tocsin.alert.Cursor;
import io.tocsin.delivery.Claim;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryLog;
import io.tocsin.delivery.EndpointId;
import io.tocsin.delivery.OvertakenException;
import io.tocsin.delivery.Step;
import io.tocsin.subscription.SubscriptionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Cursors of endpoints, and the deliveries that wait or are dead, in SQL tables. */
final class SqlDeliveryLog implements DeliveryLog {
    private static final String COLUMNS = "SELECT f.subscription, d.sequence, d.attempts FROM delivery d"
            + " JOIN endpoint e ON e.key = d.endpoint JOIN feed f ON f.key = d.feed ";

    /** How many deliveries one write revives, so that it does not hold up others. */
    private static final int AT_ONCE = 1_000;

    private final Writer writer;
    private final Readers readers;

    SqlDeliveryLog(Writer writer, Readers readers) {
        this.writer = writer;
        this.readers = readers;
    }

    /** The number of an endpoint's row; empty if there is no such endpoint. */
    static Optional<Long> key(EndpointId endpoint, SqlConnection connection) throws SQLException {
        return connection.first("SELECT key FROM endpoint WHERE id = ?", row -> row.getLong(1), endpoint.value());
    }

    @Override
    public CompletionStage<Optional<Claim>> claim(EndpointId endpoint) {
        return writer.submit(
                1,
                connection -> connection.first(
                        "UPDATE endpoint SET claim = claim + 1 WHERE id = ? RETURNING claim",
                        row -> new Claim(endpoint, row.getLong(1)),
                        endpoint.value()));
    }

    @Override
    public CompletionStage<Optional<Cursor>> cursor(EndpointId endpoint, SubscriptionId subscription) {
        return readers.submit(connection -> connection.first(
                """
                SELECT c.sequence FROM delivery_cursor c
                JOIN endpoint e ON e.key = c.endpoint JOIN feed f ON f.key = c.feed
                WHERE e.id = ? AND f.subscription = ?""", row -> new Cursor(subscription, row.getLong(1)), endpoint.value(), subscription.value()));
    }

    /** An endpoint's row, and the number of its latest claim. */
    private record Claimed(long key, long number) {}

    @Override
    public CompletionStage<Void> settle(Claim claim, List<Settled> deliveries, List<Cursor> cursors) {
        List<Settled> settled = List.copyOf(deliveries);
        List<Cursor> moved = List.copyOf(cursors);
        return writer.run(1 + 2 * settled.size() + moved.size(), connection -> {
            Optional<Claimed> claimed = connection.locked(
                    "SELECT key, claim FROM endpoint WHERE id = ?",
                    row -> new Claimed(row.getLong(1), row.getLong(2)),
                    claim.endpoint().value());
            if (claimed.isPresent()) {
                if (claimed.get().number() != claim.number()) {
                    throw new OvertakenException(claim, claimed.get().number());
                }
                long key = claimed.get().key();
                for (Settled each : settled) {
                    settle(key, each, connection);
                }
                SqlDeliveryHistory.add(key, settled, connection);
                for (Cursor cursor : moved) {
                    move(key, cursor, connection);
                }
            }
        });
    }

    private static void settle(long endpoint, Settled settled, SqlConnection connection) throws SQLException {
        Step step = settled.step();
        if (step instanceof Step.Done) {
            forget(endpoint, settled.delivery().alert(), connection);
        } else if (step instanceof Step.Retry retry) {
            keep(endpoint, settled.delivery(), Micros.of(retry.at()), retry.why(), connection);
        } else if (step instanceof Step.Failed failed) {
            keep(endpoint, settled.delivery(), null, failed.why(), connection);
        } else {
            throw new AssertionError(step);
        }
    }

    private static void forget(long endpoint, Cursor alert, SqlConnection connection) throws SQLException {
        connection.update("""
                DELETE FROM delivery WHERE endpoint = ? AND sequence = ?
                AND feed = (SELECT key FROM feed WHERE subscription = ?)""", endpoint, alert.sequence(), alert.subscription().value());
    }

    private static void keep(
            long endpoint, Delivery delivery, @Nullable Long dueAt, String why, SqlConnection connection)
            throws SQLException {
        connection.update(
                """
                INSERT INTO delivery (feed, endpoint, sequence, attempts, due_at, why)
                SELECT key, ?, ?, ?, ?, ? FROM feed WHERE subscription = ?
                ON CONFLICT (feed, endpoint, sequence)
                DO UPDATE SET attempts = excluded.attempts, due_at = excluded.due_at, why = excluded.why""",
                endpoint,
                delivery.alert().sequence(),
                delivery.attempts(),
                dueAt,
                why,
                delivery.alert().subscription().value());
    }

    private static void move(long endpoint, Cursor cursor, SqlConnection connection) throws SQLException {
        connection.update(
                """
                INSERT INTO delivery_cursor (feed, endpoint, sequence)
                SELECT key, ?, ? FROM feed WHERE subscription = ?
                ON CONFLICT (feed, endpoint) DO UPDATE SET sequence = excluded.sequence
                WHERE excluded.sequence > delivery_cursor.sequence""", endpoint, cursor.sequence(), cursor.subscription().value());
    }

    @Override
    public CompletionStage<List<Delivery>> due(EndpointId endpoint, Instant now, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: 1 or more)");
        }
        return readers.submit(connection -> connection.list(
                COLUMNS + "WHERE e.id = ? AND d.due_at <= ? ORDER BY d.due_at, d.feed, d.sequence LIMIT ?",
                row -> delivery(endpoint, row),
                endpoint.value(),
                Micros.of(now),
                limit));
    }

    @Override
    public CompletionStage<Optional<Instant>> nextDue(EndpointId endpoint) {
        return readers.submit(
                connection -> connection.first("""
                SELECT d.due_at FROM delivery d JOIN endpoint e ON e.key = d.endpoint
                WHERE e.id = ? AND d.due_at IS NOT NULL ORDER BY d.due_at LIMIT 1""", row -> Micros.time(row.getLong(1)), endpoint.value()));
    }

    @Override
    public CompletionStage<List<Delivery>> parked(EndpointId endpoint, Cursor after) {
        return readers.submit(connection -> connection.list(
                COLUMNS + "WHERE e.id = ? AND f.subscription = ? AND d.sequence > ? ORDER BY d.sequence",
                row -> delivery(endpoint, row),
                endpoint.value(),
                after.subscription().value(),
                after.sequence()));
    }

    @Override
    public CompletionStage<Long> revive(
            EndpointId endpoint, SubscriptionId subscription, long from, long to, Instant at) {
        return some(endpoint, subscription, (keys, connection) -> {
                    Revived some = connection
                            .first(
                                    """
                                    SELECT COUNT(*), COALESCE(MAX(sequence), 0) FROM (
                                        SELECT sequence FROM delivery
                                        WHERE feed = ? AND endpoint = ? AND sequence >= ? AND sequence <= ?
                                        AND due_at IS NULL ORDER BY sequence LIMIT ?) found""",
                                    row -> new Revived(row.getLong(1), row.getLong(2)),
                                    keys.feed(),
                                    keys.endpoint(),
                                    from,
                                    to,
                                    AT_ONCE)
                            .orElseThrow();
                    connection.update("""
                            UPDATE delivery SET attempts = 0, due_at = ?
                            WHERE feed = ? AND endpoint = ? AND sequence >= ? AND sequence <= ? AND due_at IS NULL""", Micros.of(at), keys.feed(), keys.endpoint(), from, some.last());
                    return some;
                })
                .thenCompose(some -> some.count() < AT_ONCE
                        ? CompletableFuture.completedStage(some.count())
                        : revive(endpoint, subscription, some.last() + 1, to, at)
                                .thenApply(rest -> some.count() + rest));
    }

    @Override
    public CompletionStage<Long> repeat(
            EndpointId endpoint, SubscriptionId subscription, long from, long to, Instant at) {
        return some(endpoint, subscription, (keys, connection) -> {
                    long passed = connection
                            .first(
                                    "SELECT sequence FROM delivery_cursor WHERE feed = ? AND endpoint = ?",
                                    row -> row.getLong(1),
                                    keys.feed(),
                                    keys.endpoint())
                            .orElse(0L);
                    long last = Math.min(Math.min(to, passed), from + AT_ONCE - 1);
                    long waiting = 0;
                    for (long sequence = from; sequence <= last; sequence++) {
                        waiting += connection.update("""
                                INSERT INTO delivery (feed, endpoint, sequence, attempts, due_at, why)
                                VALUES (?, ?, ?, 0, ?, '') ON CONFLICT (feed, endpoint, sequence)
                                DO UPDATE SET attempts = 0, due_at = excluded.due_at
                                WHERE delivery.due_at IS NULL""", keys.feed(), keys.endpoint(), sequence, Micros.of(at));
                    }
                    return new Revived(waiting, last);
                })
                .thenCompose(some -> some.last() < from + AT_ONCE - 1
                        ? CompletableFuture.completedStage(some.count())
                        : repeat(endpoint, subscription, some.last() + 1, to, at)
                                .thenApply(rest -> some.count() + rest));
    }

    /** How many deliveries wait again, and the number of the last that was looked at. */
    private record Revived(long count, long last) {}

    private record Keys(long endpoint, long feed) {}

    private interface Reviving {
        Revived on(Keys keys, SqlConnection connection) throws SQLException;
    }

    /** Nothing happens where the endpoint or the feed is gone. */
    private CompletionStage<Revived> some(EndpointId endpoint, SubscriptionId subscription, Reviving work) {
        return writer.submit(AT_ONCE, connection -> {
            Optional<Keys> keys = connection.first(
                    "SELECT e.key, f.key FROM endpoint e, feed f WHERE e.id = ? AND f.subscription = ?",
                    row -> new Keys(row.getLong(1), row.getLong(2)),
                    endpoint.value(),
                    subscription.value());
            return keys.isPresent() ? work.on(keys.get(), connection) : new Revived(0, 0);
        });
    }

    static Delivery delivery(EndpointId endpoint, ResultSet row) throws SQLException {
        Cursor alert = new Cursor(new SubscriptionId(row.getString(1)), row.getLong(2));
        return new Delivery(endpoint, alert, row.getInt(3));
    }
}
