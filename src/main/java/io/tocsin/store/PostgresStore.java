package io.tocsin.store;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A store in a PostgreSQL database, which several members may have open. */
public final class PostgresStore extends Store {
    private static final Logger log = LoggerFactory.getLogger(PostgresStore.class);

    private final AtomicBoolean measuring = new AtomicBoolean();
    private volatile long bytes;

    private PostgresStore(Postgres engine, InstantSource clock, Limits limits) throws SQLException {
        super(engine, clock, limits);
    }

    /**
     * Opens the store in the database, and makes its tables if there are none. Fails with {@link IllegalStateException}
     * if the database cannot be used, or a newer version has written the store.
     */
    public static PostgresStore open(PostgresUrl url, InstantSource clock, WaitLimits waits) {
        return open(url, clock, Limits.USUAL.waiting(waits));
    }

    /** As with {@link WaitLimits#USUAL}. */
    public static PostgresStore open(PostgresUrl url, InstantSource clock) {
        return open(url, clock, WaitLimits.USUAL);
    }

    static PostgresStore open(PostgresUrl url, InstantSource clock, Limits limits) {
        Postgres engine = new Postgres(url);
        String place = "store.url: " + url;
        try {
            engine.probe();
            engine.migration(place).run();
            PostgresStore store = new PostgresStore(engine, clock, limits);
            store.begin();
            store.bytes = store.measure().join();
            return store;
        } catch (SQLException e) {
            throw unusable(place, e);
        } catch (CompletionException e) {
            throw unusable(place, e.getCause() == null ? e : e.getCause());
        }
    }

    private static IllegalStateException unusable(String place, Throwable why) {
        return new IllegalStateException(
                place + " cannot be used: " + FirstLine.of(why)
                        + " (expected: a PostgreSQL server that lets this user in, and a database where it may create"
                        + " tables)",
                why);
    }

    /** What was measured last: asking takes a while, and begins here for the next time. */
    @Override
    public long sizeBytes() {
        if (measuring.compareAndSet(false, true)) {
            CompletableFuture<Long> unused = measure().whenComplete((measured, failure) -> {
                if (failure == null) {
                    bytes = measured;
                } else {
                    log.debug("store: its size can't be told now", failure);
                }
                measuring.set(false);
            });
        }
        return bytes;
    }

    private CompletableFuture<Long> measure() {
        return readers().submit(Postgres::sizeBytes);
    }

    @Override
    void ended() {
        // Its connections were all it held.
    }
}
