package io.tocsin.store;

import static io.tocsin.store.Samples.NOON;
import static io.tocsin.store.Samples.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqlKeysTest {
    @TempDir
    Path directory;

    @Test
    void hash_embedded_isTheOneSavedLast() {
        try (Store store = EmbeddedStore.open(directory, InstantSource.fixed(NOON))) {
            hash_isTheOneSavedLast(store.keys());
        }
    }

    @Test
    void hash_postgres_isTheOneSavedLast() {
        try (Store store = PostgresStore.open(PostgresServer.shared().emptyStore(), InstantSource.fixed(NOON))) {
            hash_isTheOneSavedLast(store.keys());
        }
    }

    private static void hash_isTheOneSavedLast(SqlKeys keys) {
        assertThat(get(keys.any())).isFalse();
        get(keys.save("k1", "old", NOON));
        get(keys.save("k1", "new", NOON));
        assertThat(get(keys.any())).isTrue();
        assertThat(get(keys.hash("k1"))).contains("new");
        assertThat(get(keys.hash("k2"))).isEmpty();
    }
}
