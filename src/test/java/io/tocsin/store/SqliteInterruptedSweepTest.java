package io.tocsin.store;

import static io.tocsin.store.Samples.NOON;
import static io.tocsin.store.Samples.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteInterruptedSweepTest extends InterruptedSweepContract {
    @TempDir
    Path directory;

    private final List<EmbeddedStore> opened = new ArrayList<>();

    @Override
    Store open(InstantSource clock) {
        EmbeddedStore store = EmbeddedStore.open(directory, clock);
        opened.add(store);
        return store;
    }

    @AfterEach
    void end() {
        opened.forEach(EmbeddedStore::close);
    }

    @Test
    void resume_afterAStartAtOnce_takesBackTheRest() {
        interrupt();
        Store store = open(InstantSource.fixed(NOON.plusMillis(1)));
        assertThat(get(store.feeds().resume())).hasSize(1);
        assertThat(bodies(store)).isZero();
    }
}
