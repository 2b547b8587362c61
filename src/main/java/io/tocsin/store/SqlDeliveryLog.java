package io.tocsin.store;

import io.tocsin.alert.Cursor;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryLog;
import io.tocsin.delivery.EndpointId;
import io.tocsin.delivery.Step;
import io.tocsin.subscription.SubscriptionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Cursors of endpoints, and the deliveries that wait or are dead, in SQL tables. */
final class SqlDeliveryLog implements DeliveryLog {
    private static final String COLUMNS = "SELECT f.subscription, d.sequence, d.attempts FROM delivery d"
            + " JOIN endpoint e ON e.key = d.endpoint JOIN feed f ON f.key = d.feed ";

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
    public CompletionStage<Optional<Cursor>> cursor(EndpointId endpoint, SubscriptionId subscription) {
        return readers.submit(connection -> connection.first(
                """
                SELECT c.sequence FROM delivery_cursor c
                JOIN endpoint e ON e.key = c.endpoint JOIN feed f ON f.key = c.feed
                WHERE e.id = ? AND f.subscription = ?""", row -> new Cursor(subscription, row.getLong(1)), endpoint.value(), subscription.value()));
    }

    @Override
    public CompletionStage<Void> settle(EndpointId endpoint, List<Settled> deliveries, List<Cursor> cursors) {
        List<Settled> settled = List.copyOf(deliveries);
        List<Cursor> moved = List.copyOf(cursors);
        return writer.run(1 + settled.size() + moved.size(), connection -> {
            Optional<Long> key = key(endpoint, connection);
            if (key.isPresent()) {
                for (Settled each : settled) {
                    settle(key.get(), each, connection);
                }
                for (Cursor cursor : moved) {
                    move(key.get(), cursor, connection);
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
                COLUMNS + "WHERE e.id = ? AND d.due_at <= ? ORDER BY d.due_at, f.subscription, d.sequence LIMIT ?",
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

    private static Delivery delivery(EndpointId endpoint, ResultSet row) throws SQLException {
        Cursor alert = new Cursor(new SubscriptionId(row.getString(1)), row.getLong(2));
        return new Delivery(endpoint, alert, row.getInt(3));
    }
}
