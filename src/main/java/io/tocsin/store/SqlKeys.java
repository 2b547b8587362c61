package io.tocsin.store;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** API keys in a SQL table: their hashes, never the keys. Callable from any thread. */
public final class SqlKeys {
    private final Writer writer;
    private final Readers readers;

    SqlKeys(Writer writer, Readers readers) {
        this.writer = writer;
        this.readers = readers;
    }

    /** Inserts or replaces it; completes when that is durable. */
    public CompletionStage<Void> save(String id, String hash, Instant createdAt) {
        return writer.run(1, connection -> {
            connection.update("""
                    INSERT INTO api_key (id, hash, created_at) VALUES (?, ?, ?)
                    ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, created_at = excluded.created_at""", id, hash, Micros.of(createdAt));
        });
    }

    public CompletionStage<Optional<String>> hash(String id) {
        return readers.submit(
                connection -> connection.first("SELECT hash FROM api_key WHERE id = ?", row -> row.getString(1), id));
    }

    /** Whether there is a key at all. */
    public CompletionStage<Boolean> any() {
        return readers.submit(connection ->
                connection.first("SELECT 1 FROM api_key LIMIT 1", row -> true).orElse(false));
    }
}
