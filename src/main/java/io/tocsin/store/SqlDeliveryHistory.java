package io.tocsin.store;

import io.tocsin.alert.Cursor;
import io.tocsin.delivery.Attempt;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryHistory;
import io.tocsin.delivery.DeliveryLog;
import io.tocsin.delivery.EndpointId;
import io.tocsin.delivery.Outcome;
import io.tocsin.delivery.Step;
import io.tocsin.subscription.SubscriptionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Attempts, and what deliveries wait, in SQL tables. */
final class SqlDeliveryHistory implements DeliveryHistory {
    private static final int ACCEPTED = 0;
    private static final int DEFERRED = 1;
    private static final int REFUSED = 2;
    private static final int ABORTED = 3;

    private static final String PARKED = "SELECT f.subscription, d.sequence, d.attempts, d.due_at, d.why"
            + " FROM delivery d JOIN feed f ON f.key = d.feed"
            + " WHERE d.endpoint = (SELECT key FROM endpoint WHERE id = ?) ";
    private static final String MADE = "SELECT f.subscription, a.sequence, a.number, a.key, a.at, a.took, a.outcome,"
            + " a.status, a.why, a.response, a.next_at FROM attempt a JOIN feed f ON f.key = a.feed"
            + " WHERE a.endpoint = (SELECT key FROM endpoint WHERE id = ?) ";

    private final Readers readers;

    SqlDeliveryHistory(Readers readers) {
        this.readers = readers;
    }

    /** Keeps the attempts of what is settled. */
    static void add(long endpoint, List<DeliveryLog.Settled> settled, SqlConnection connection) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (DeliveryLog.Settled each : settled) {
            if (each.attempt().isPresent()) {
                rows.add(row(endpoint, each, each.attempt().get()));
            }
        }
        if (!rows.isEmpty()) {
            connection.updateAll("""
                    INSERT INTO attempt
                    (endpoint, feed, sequence, number, at, took, outcome, status, why, response, next_at)
                    SELECT ?, key, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM feed WHERE subscription = ?""", rows);
        }
    }

    private static @Nullable Object[] row(long endpoint, DeliveryLog.Settled settled, Attempt attempt) {
        Delivery delivery = settled.delivery();
        return new @Nullable Object[] {
            endpoint,
            delivery.alert().sequence(),
            delivery.attempts(),
            Micros.of(attempt.at()),
            TimeUnit.NANOSECONDS.toMicros(attempt.took().toNanos()),
            number(attempt.outcome()),
            attempt.status().isPresent() ? attempt.status().getAsInt() : null,
            attempt.outcome().reason(),
            attempt.excerpt(),
            settled.step() instanceof Step.Retry retry ? Micros.of(retry.at()) : null,
            delivery.alert().subscription().value()
        };
    }

    private static int number(Outcome outcome) {
        if (outcome instanceof Outcome.Accepted) {
            return ACCEPTED;
        } else if (outcome instanceof Outcome.Deferred) {
            return DEFERRED;
        } else if (outcome instanceof Outcome.Refused) {
            return REFUSED;
        } else if (outcome instanceof Outcome.Aborted) {
            return ABORTED;
        }
        throw new AssertionError(outcome);
    }

    private static Outcome outcome(int number, String why) {
        return switch (number) {
            case ACCEPTED -> new Outcome.Accepted();
            case DEFERRED -> new Outcome.Deferred(why, Optional.empty());
            case REFUSED -> new Outcome.Refused(why);
            case ABORTED -> new Outcome.Aborted(why);
            default -> throw new AssertionError("outcome: " + number);
        };
    }

    @Override
    public CompletionStage<List<Parked>> parked(EndpointId endpoint, boolean dead, Optional<Parked> after, int limit) {
        return readers.submit(connection ->
                dead ? dead(endpoint, after, limit, connection) : waiting(endpoint, after, limit, connection));
    }

    private static List<Parked> dead(EndpointId endpoint, Optional<Parked> after, int limit, SqlConnection connection)
            throws SQLException {
        if (after.isEmpty()) {
            return connection.list(
                    PARKED + "AND d.due_at IS NULL ORDER BY d.feed, d.sequence LIMIT ?",
                    row -> parked(endpoint, row),
                    endpoint.value(),
                    limit);
        }
        Cursor last = after.get().delivery().alert();
        return connection.list(
                PARKED + "AND d.due_at IS NULL"
                        + " AND (d.feed, d.sequence) > ((SELECT key FROM feed WHERE subscription = ?), ?)"
                        + " ORDER BY d.feed, d.sequence LIMIT ?",
                row -> parked(endpoint, row),
                endpoint.value(),
                last.subscription().value(),
                last.sequence(),
                limit);
    }

    private static List<Parked> waiting(
            EndpointId endpoint, Optional<Parked> after, int limit, SqlConnection connection) throws SQLException {
        if (after.isEmpty()) {
            return connection.list(
                    PARKED + "AND d.due_at IS NOT NULL ORDER BY d.due_at, d.feed, d.sequence LIMIT ?",
                    row -> parked(endpoint, row),
                    endpoint.value(),
                    limit);
        }
        Cursor last = after.get().delivery().alert();
        return connection.list(
                PARKED + "AND (d.due_at, d.feed, d.sequence) > (?, (SELECT key FROM feed WHERE subscription = ?), ?)"
                        + " ORDER BY d.due_at, d.feed, d.sequence LIMIT ?",
                row -> parked(endpoint, row),
                endpoint.value(),
                Micros.of(after.get().dueAt().orElseThrow()),
                last.subscription().value(),
                last.sequence(),
                limit);
    }

    @Override
    public CompletionStage<Optional<Parked>> parked(EndpointId endpoint, Cursor alert) {
        return readers.submit(connection -> connection.first(
                PARKED + "AND d.feed = (SELECT key FROM feed WHERE subscription = ?) AND d.sequence = ?",
                row -> parked(endpoint, row),
                endpoint.value(),
                alert.subscription().value(),
                alert.sequence()));
    }

    private static Parked parked(EndpointId endpoint, ResultSet row) throws SQLException {
        long dueAt = row.getLong(4);
        boolean waits = !row.wasNull();
        return new Parked(
                SqlDeliveryLog.delivery(endpoint, row),
                waits ? Optional.of(Micros.time(dueAt)) : Optional.empty(),
                row.getString(5));
    }

    @Override
    public CompletionStage<List<Made>> attempts(EndpointId endpoint, OptionalLong before, int limit) {
        return readers.submit(connection -> connection.list(
                MADE + "AND a.key < ? ORDER BY a.key DESC LIMIT ?",
                row -> made(endpoint, row),
                endpoint.value(),
                before.orElse(Long.MAX_VALUE),
                limit));
    }

    @Override
    public CompletionStage<List<Made>> attempts(EndpointId endpoint, Cursor alert, int limit) {
        return readers.submit(connection -> connection.list(
                MADE + "AND a.feed = (SELECT key FROM feed WHERE subscription = ?) AND a.sequence = ?"
                        + " ORDER BY a.key LIMIT ?",
                row -> made(endpoint, row),
                endpoint.value(),
                alert.subscription().value(),
                alert.sequence(),
                limit));
    }

    private static Made made(EndpointId endpoint, ResultSet row) throws SQLException {
        int status = row.getInt(8);
        boolean answered = !row.wasNull();
        long next = row.getLong(11);
        boolean again = !row.wasNull();
        Cursor alert = new Cursor(new SubscriptionId(row.getString(1)), row.getLong(2));
        return new Made(
                row.getLong(4),
                new Delivery(endpoint, alert, row.getInt(3)),
                new Attempt(
                        Micros.time(row.getLong(5)),
                        micros(row.getLong(6)),
                        outcome(row.getInt(7), row.getString(9)),
                        answered ? OptionalInt.of(status) : OptionalInt.empty(),
                        row.getString(10)),
                again ? Optional.of(Micros.time(next)) : Optional.empty());
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(micros));
    }

    @Override
    public CompletionStage<List<Sample>> samples(EndpointId endpoint, int limit) {
        return readers.submit(connection -> connection.list(
                """
                SELECT at, took, outcome FROM attempt
                WHERE endpoint = (SELECT key FROM endpoint WHERE id = ?) ORDER BY key DESC LIMIT ?""",
                row -> new Sample(Micros.time(row.getLong(1)), micros(row.getLong(2)), row.getInt(3) == ACCEPTED),
                endpoint.value(),
                limit));
    }

    @Override
    public CompletionStage<Counts> counts(EndpointId endpoint) {
        return readers.submit(connection -> connection
                .first("""
                        SELECT COUNT(due_at), COUNT(*) - COUNT(due_at) FROM delivery
                        WHERE endpoint = (SELECT key FROM endpoint WHERE id = ?)""", row -> new Counts(row.getLong(1), row.getLong(2)), endpoint.value())
                .orElseThrow());
    }
}
