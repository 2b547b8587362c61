package io.tocsin.store;

import io.tocsin.delivery.DeliveryLog;
import io.tocsin.delivery.EndpointStore;
import io.tocsin.feed.FeedLog;
import io.tocsin.subscription.SubscriptionStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store of a single member: a SQLite file in a directory of its own. */
public final class EmbeddedStore implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedStore.class);
    private static final String FILE = "tocsin.db";

    private final Path file;
    private final InstantSource clock;
    private final DirectoryLock lock;
    private final Writer writer;
    private final Readers readers;
    private final Expiry expiry;
    private final FeedLog feeds;
    private final SubscriptionStore subscriptions;
    private final EndpointStore endpoints;
    private final DeliveryLog deliveries;
    private final SqlKeys keys;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedStore(Sqlite engine, InstantSource clock, Limits limits, DirectoryLock lock, Readers readers) {
        FeedHeads heads = new FeedHeads();
        this.file = engine.file();
        this.clock = clock;
        this.lock = lock;
        this.readers = readers;
        this.writer = new Writer(engine::writer, limits, heads::clear);
        FeedRemoval removal = new FeedRemoval(writer, heads, limits);
        this.expiry = new Expiry(writer, readers, clock, limits);
        this.feeds = new SqlFeedLog(writer, readers, heads, clock);
        this.subscriptions = new SqlSubscriptions(writer, readers, removal);
        this.endpoints = new SqlEndpoints(writer, readers);
        this.deliveries = new SqlDeliveryLog(writer, readers);
        this.keys = new SqlKeys(writer, readers);
        removal.resume();
    }

    /**
     * Opens the store in the directory, and makes it if there is none. Fails with {@link IllegalStateException} if
     * another process has it open, or a newer version has written it.
     */
    public static EmbeddedStore open(Path directory, InstantSource clock) {
        return open(directory, clock, Limits.USUAL);
    }

    static EmbeddedStore open(Path directory, InstantSource clock, Limits limits) {
        try {
            DirectoryLock lock = DirectoryLock.take(directory);
            try {
                Sqlite engine = new Sqlite(directory.resolve(FILE));
                Migration.run(engine.writing(), directory);
                return open(engine, clock, limits, lock);
            } catch (RuntimeException | SQLException e) {
                lock.close();
                throw e;
            }
        } catch (SQLException | IOException e) {
            throw new UncheckedIOException("data.directory: " + directory + " can't be used", new IOException(e));
        }
    }

    private static EmbeddedStore open(Sqlite engine, InstantSource clock, Limits limits, DirectoryLock lock)
            throws SQLException {
        EmbeddedStore store = new EmbeddedStore(engine, clock, limits, lock, readers(engine, limits));
        try {
            store.check().toCompletableFuture().join();
        } catch (CompletionException e) {
            store.close();
            throw e;
        }
        return store;
    }

    private static Readers readers(Sqlite engine, Limits limits) throws SQLException {
        List<SqlConnection> connections = new ArrayList<>();
        for (int i = 0; i < limits.readers(); i++) {
            connections.add(engine.reader());
        }
        return new Readers(connections, limits.reads());
    }

    public FeedLog feeds() {
        return feeds;
    }

    public SubscriptionStore subscriptions() {
        return subscriptions;
    }

    public EndpointStore endpoints() {
        return endpoints;
    }

    public DeliveryLog deliveries() {
        return deliveries;
    }

    public SqlKeys keys() {
        return keys;
    }

    /** Completes when a small write has become durable behind all that waits: a probe of queue, writer and disk. */
    public CompletionStage<Void> check() {
        return writer.run(1, connection -> {
            connection.update(
                    "INSERT INTO pulse (key, at) VALUES (1, ?) ON CONFLICT (key) DO UPDATE SET at = excluded.at",
                    Micros.of(clock.instant()));
        });
    }

    /**
     * Deletes alerts that are older than their subscription keeps them, and what nothing refers to any more. Completes
     * with how many alerts that were.
     */
    public CompletionStage<Long> expire() {
        return expiry.run();
    }

    /** What the store's files take on the disk. */
    public long sizeBytes() {
        long bytes = 0;
        for (String suffix : List.of("", "-wal", "-shm")) {
            bytes += file.resolveSibling(FILE + suffix).toFile().length();
        }
        return bytes;
    }

    /**
     * Refuses new work, waits for what it took, and lets go of the directory. Not to be called where a stage of the
     * store completes: it would wait for itself.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        // The writer last: whoever closes the file last tidies it up, and only a writer can.
        readers.close();
        writer.close();
        try {
            lock.close();
        } catch (IOException e) {
            log.warn("store: the lock of {} could not be let go of", file, e);
        }
    }
}
