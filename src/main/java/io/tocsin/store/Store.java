package io.tocsin.store;

import io.tocsin.delivery.DeliveryHistory;
import io.tocsin.delivery.DeliveryLog;
import io.tocsin.delivery.EndpointStore;
import io.tocsin.feed.ConsumerPlaces;
import io.tocsin.feed.FeedLog;
import io.tocsin.feed.ViewStore;
import io.tocsin.post.SourceLog;
import io.tocsin.subscription.SubscriptionStore;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** A store that is open, whatever its engine: the ports, and the writer and the readers behind all of them. */
public abstract sealed class Store implements AutoCloseable permits EmbeddedStore, PostgresStore {
    private final InstantSource clock;
    private final Writer writer;
    private final Readers readers;
    private final FeedLog feeds;
    private final SubscriptionStore subscriptions;
    private final EndpointStore endpoints;
    private final DeliveryLog deliveries;
    private final DeliveryHistory history;
    private final ConsumerPlaces consumers;
    private final SqlKeys keys;
    private final SqlViews views;
    private final SourceLog sources;
    private final Expiry expiry;
    private final FeedHeads heads;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param engine of a store whose tables are those of this version */
    Store(Engine engine, InstantSource clock, Limits limits) throws SQLException {
        long epoch = Epoch.next(engine);
        this.heads = new FeedHeads(epoch, limits.eras());
        Optional<CommitMark> marks = engine.shared() ? Optional.of(new CommitMark(epoch)) : Optional.empty();
        this.clock = clock;
        this.readers = new Readers(engine::reader, limits);
        this.writer = new Writer(engine::writer, marks, clock, limits, heads::clear);
        FeedRemoval removal = new FeedRemoval(writer, heads, limits);
        this.feeds = new SqlFeedLog(writer, readers, heads, clock, engine.shared());
        this.subscriptions = new SqlSubscriptions(writer, readers, removal);
        this.endpoints = new SqlEndpoints(writer, readers);
        this.deliveries = new SqlDeliveryLog(writer, readers);
        this.history = new SqlDeliveryHistory(readers);
        this.consumers = new SqlConsumerPlaces(writer, readers, ConsumerPlaces.MAX_NAMES);
        this.keys = new SqlKeys(writer, readers);
        this.views = new SqlViews(writer, readers);
        this.sources = new SqlSourceLog(writer, readers);
        this.expiry = new Expiry(writer, readers, clock, limits);
        removal.resume();
    }

    /** Waits until a first write has become durable; a store that can't write is closed. */
    final void begin() {
        try {
            check().toCompletableFuture().join();
        } catch (CompletionException e) {
            close();
            throw e;
        }
    }

    public final FeedLog feeds() {
        return feeds;
    }

    public final SubscriptionStore subscriptions() {
        return subscriptions;
    }

    public final EndpointStore endpoints() {
        return endpoints;
    }

    public final DeliveryLog deliveries() {
        return deliveries;
    }

    public final DeliveryHistory history() {
        return history;
    }

    public final SourceLog sources() {
        return sources;
    }

    public final ConsumerPlaces consumers() {
        return consumers;
    }

    public final SqlKeys keys() {
        return keys;
    }

    final Readers readers() {
        return readers;
    }

    /**
     * Completes when a small write has become durable behind all that waits: a probe of queue, writer and disk. Fails
     * at once while other writes fail, though a small one may be taken.
     */
    public final CompletionStage<Void> check() {
        CompletionStage<Void> probe = writer.run(1, connection -> {
            connection.update(
                    "INSERT INTO pulse (key, at) VALUES (1, ?) ON CONFLICT (key) DO UPDATE SET at = excluded.at",
                    Micros.of(clock.instant()));
        });
        Optional<Throwable> failure = writer.failure();
        return failure.isPresent() ? CompletableFuture.failedStage(failure.get()) : probe;
    }

    public final ViewStore views() {
        return views;
    }

    /**
     * From the end of the stage on, feeds are claimed with this epoch: who claims them with an earlier one raises
     * nothing in them from then on.
     */
    public final CompletionStage<Void> enter(long epoch) {
        return writer.run(1, connection -> heads.renew(epoch));
    }

    /** What tells this store from others: the name that it was given first. */
    public final CompletionStage<String> name(String ifItHasNone) {
        return writer.submit(1, connection -> {
            connection.update(
                    "INSERT INTO store_name (key, name) VALUES (1, ?) ON CONFLICT (key) DO NOTHING", ifItHasNone);
            return connection
                    .first("SELECT name FROM store_name WHERE key = 1", row -> row.getString(1))
                    .orElseThrow();
        });
    }

    /**
     * Deletes alerts that are older than their subscription keeps them, and what nothing refers to any more. Completes
     * with how many alerts that were.
     */
    public final CompletionStage<Long> expire() {
        return expiry.run();
    }

    /** What the store takes on the disk, as far as is known; never waits. */
    public abstract long sizeBytes();

    /**
     * Refuses new work, waits for what it took, and lets go of what it holds. Not to be called where a stage of the
     * store completes: it would wait for itself.
     */
    @Override
    public final void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        // The writer last: whoever closes the embedded file last tidies it up, and only a writer can.
        readers.close();
        writer.close();
        ended();
    }

    /** Lets go of what one engine alone holds. */
    abstract void ended();
}
