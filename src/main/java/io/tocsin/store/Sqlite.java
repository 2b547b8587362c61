package io.tocsin.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** All that is particular to SQLite: how its connections are set up. The SQL itself is every engine's. */
final class Sqlite implements Engine {
    private static final int BUSY_MILLIS = 10_000;
    /** In pages of 4 KiB: a checkpoint writes each page once, however often it changed since the last one. */
    private static final int CHECKPOINT_PAGES = 8_000;

    private static final int WRITER_CACHE_KIB = 64 * 1024;
    private static final int READER_CACHE_KIB = 8 * 1024;
    private static final int MAX_IDLE_LOG_BYTES = 64 * 1024 * 1024;

    private static final Map<String, String> TYPES =
            Map.of("key", "INTEGER PRIMARY KEY", "bytes", "BLOB", "text", "TEXT", "clustered", "WITHOUT ROWID");

    private final Path file;

    Sqlite(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    Migration migration(String place) {
        return new Migration(writing(), "sqlite", TYPES, place);
    }

    /** Opens connections that write; a commit is on the disk when it returns. */
    SQLiteDataSource writing() {
        SQLiteConfig config = config(WRITER_CACHE_KIB);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setJournalSizeLimit(MAX_IDLE_LOG_BYTES);
        config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, Integer.toString(CHECKPOINT_PAGES));
        // What is erased is overwritten, not only unlinked.
        config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
        config.enforceForeignKeys(true);
        return source(config);
    }

    @Override
    public SqlConnection writer() throws SQLException {
        return new SqlConnection(writing().getConnection(), false);
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public SqlConnection reader() throws SQLException {
        SQLiteConfig config = config(READER_CACHE_KIB);
        config.setReadOnly(true);
        return new SqlConnection(source(config).getConnection(), false);
    }

    private static SQLiteConfig config(int cacheKib) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setCacheSize(-cacheKib);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        // Else the driver asks for it after each row that is inserted.
        config.setGetGeneratedKeys(false);
        return config;
    }

    private SQLiteDataSource source(SQLiteConfig config) {
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }
}
