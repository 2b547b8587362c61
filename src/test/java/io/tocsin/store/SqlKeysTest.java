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
    void hash_isTheOneSavedLast() {
        try (EmbeddedStore store = EmbeddedStore.open(directory, InstantSource.fixed(NOON))) {
            SqlKeys keys = store.keys();
            assertThat(get(keys.any())).isFalse();
            get(keys.save("k1", "old", NOON));
            get(keys.save("k1", "new", NOON));
            assertThat(get(keys.any())).isTrue();
            assertThat(get(keys.hash("k1"))).contains("new");
            assertThat(get(keys.hash("k2"))).isEmpty();
        }
    }
}
