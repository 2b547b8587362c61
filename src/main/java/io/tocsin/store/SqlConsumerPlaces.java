package io.tocsin.store;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.ConsumerName;
import io.tocsin.feed.ConsumerPlaces;
import io.tocsin.subscription.SubscriptionId;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Places of named consumers in a SQL table. */
final class SqlConsumerPlaces implements ConsumerPlaces {
    private final Writer writer;
    private final Readers readers;
    private final int maxNames;

    SqlConsumerPlaces(Writer writer, Readers readers, int maxNames) {
        this.writer = writer;
        this.readers = readers;
        this.maxNames = maxNames;
    }

    @Override
    public CompletionStage<Optional<Cursor>> place(ConsumerName name, SubscriptionId subscription) {
        return readers.submit(connection -> connection.first(
                """
                SELECT c.sequence FROM consumer_place c JOIN feed f ON f.key = c.feed
                WHERE f.subscription = ? AND c.name = ?""", row -> new Cursor(subscription, row.getLong(1)), subscription.value(), name.value()));
    }

    @Override
    public CompletionStage<Map<ConsumerName, Cursor>> places(SubscriptionId subscription) {
        return readers.submit(connection -> connection
                .list(
                        """
                        SELECT c.name, c.sequence FROM consumer_place c JOIN feed f ON f.key = c.feed
                        WHERE f.subscription = ?""",
                        row -> Map.entry(new ConsumerName(row.getString(1)), new Cursor(subscription, row.getLong(2))),
                        subscription.value())
                .stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    @Override
    public CompletionStage<Boolean> acknowledge(ConsumerName name, Cursor alert) {
        return writer.submit(1, connection -> {
            Optional<Long> feed = connection.first(
                    "SELECT key FROM feed WHERE subscription = ?",
                    row -> row.getLong(1),
                    alert.subscription().value());
            return feed.isPresent() && acknowledge(feed.get(), name, alert.sequence(), connection);
        });
    }

    private boolean acknowledge(long feed, ConsumerName name, long sequence, SqlConnection connection)
            throws SQLException {
        if (connection.update(
                        "UPDATE consumer_place SET sequence = ? WHERE feed = ? AND name = ? AND sequence < ?",
                        sequence,
                        feed,
                        name.value(),
                        sequence)
                > 0) {
            return true;
        }
        // It is further already, or new: then there must be room for one more.
        connection.update("""
                INSERT INTO consumer_place (feed, name, sequence)
                SELECT f.key, ?, ? FROM feed f
                WHERE f.key = ? AND (SELECT COUNT(*) FROM consumer_place c WHERE c.feed = f.key) < ?
                ON CONFLICT (feed, name) DO UPDATE SET sequence = excluded.sequence
                WHERE excluded.sequence > consumer_place.sequence""", name.value(), sequence, feed, maxNames);
        return connection
                .first("SELECT 1 FROM consumer_place WHERE feed = ? AND name = ?", row -> true, feed, name.value())
                .orElse(false);
    }
}
