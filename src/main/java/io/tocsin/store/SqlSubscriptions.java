package io.tocsin.store;

import io.tocsin.subscription.Changes;
import io.tocsin.subscription.Subscription;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.subscription.SubscriptionStore;
import io.tocsin.wire.SubscriptionJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Subscriptions in a SQL table, as JSON. */
final class SqlSubscriptions implements SubscriptionStore {
    private final Writer writer;
    private final Readers readers;
    private final FeedRemoval removal;

    SqlSubscriptions(Writer writer, Readers readers, FeedRemoval removal) {
        this.writer = writer;
        this.readers = readers;
        this.removal = removal;
    }

    @Override
    public CompletionStage<Void> save(Subscription subscription) {
        String id = subscription.id().value();
        String json = new String(SubscriptionJson.encode(subscription), StandardCharsets.UTF_8);
        long retention = Micros.of(subscription.retention());
        return writer.run(2, connection -> {
            Versioned.SUBSCRIPTIONS.save(connection, id, json, subscription.version());
            connection.update("""
                    INSERT INTO feed (subscription, retention) VALUES (?, ?)
                    ON CONFLICT (subscription) DO UPDATE SET retention = excluded.retention""", id, retention);
        });
    }

    @Override
    public CompletionStage<Void> remove(SubscriptionId id) {
        return removal.start(id);
    }

    @Override
    public CompletionStage<Optional<Subscription>> find(SubscriptionId id) {
        return readers.submit(connection -> connection
                .first("SELECT json FROM subscription WHERE id = ?", row -> row.getString(1), id.value())
                .map(SqlSubscriptions::decode));
    }

    @Override
    public CompletionStage<List<Subscription>> all() {
        return readers.submit(connection -> Kept.readable(
                connection.list("SELECT id, json FROM subscription ORDER BY id", Kept::of), SqlSubscriptions::decode));
    }

    @Override
    public CompletionStage<Optional<Changes<Subscription>>> changes(long after) {
        return readers.submit(
                connection -> Versioned.SUBSCRIPTIONS.changes(connection, after, SqlSubscriptions::decode));
    }

    @Override
    public CompletionStage<Set<SubscriptionId>> ids() {
        return readers.submit(connection -> Versioned.SUBSCRIPTIONS.ids(connection, SubscriptionId::new));
    }

    private static Subscription decode(String json) {
        return SubscriptionJson.decode(json.getBytes(StandardCharsets.UTF_8));
    }
}
