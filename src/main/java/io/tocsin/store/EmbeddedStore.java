package io.tocsin.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store of a single member: a SQLite file in a directory of its own. */
public final class EmbeddedStore extends Store {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedStore.class);
    private static final String FILE = "tocsin.db";

    private final Path file;
    private final DirectoryLock lock;

    private EmbeddedStore(Sqlite engine, InstantSource clock, Limits limits, DirectoryLock lock) throws SQLException {
        super(engine, clock, limits);
        this.file = engine.file();
        this.lock = lock;
    }

    /**
     * Opens the store in the directory, and makes it if there is none. Fails with {@link IllegalStateException} if
     * another process has it open, or a newer version has written it.
     */
    public static EmbeddedStore open(Path directory, InstantSource clock, WaitLimits waits) {
        return open(directory, clock, Limits.USUAL.waiting(waits));
    }

    /** As with {@link WaitLimits#USUAL}. */
    public static EmbeddedStore open(Path directory, InstantSource clock) {
        return open(directory, clock, WaitLimits.USUAL);
    }

    static EmbeddedStore open(Path directory, InstantSource clock, Limits limits) {
        try {
            DirectoryLock lock = DirectoryLock.take(directory);
            try {
                Sqlite engine = new Sqlite(directory.resolve(FILE));
                engine.migration("data.directory: " + directory).run();
                EmbeddedStore store = new EmbeddedStore(engine, clock, limits, lock);
                store.begin();
                return store;
            } catch (RuntimeException | SQLException e) {
                lock.close();
                throw e;
            }
        } catch (SQLException | IOException e) {
            throw new UncheckedIOException("data.directory: " + directory + " can't be used", new IOException(e));
        }
    }

    /** What the store's files take on the disk. */
    @Override
    public long sizeBytes() {
        long bytes = 0;
        for (String suffix : List.of("", "-wal", "-shm")) {
            bytes += file.resolveSibling(FILE + suffix).toFile().length();
        }
        return bytes;
    }

    @Override
    void ended() {
        try {
            lock.close();
        } catch (IOException e) {
            log.warn("store: the lock of {} could not be let go of", file, e);
        }
    }
}
