package io.tocsin.store;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class SqliteRetractionTest extends RetractionContract {
    @TempDir
    Path directory;

    private final List<EmbeddedStore> opened = new ArrayList<>();

    @Override
    Ports open(InstantSource clock) {
        EmbeddedStore store = EmbeddedStore.open(directory, clock);
        opened.add(store);
        return Ports.of(store);
    }

    @AfterEach
    void end() {
        opened.forEach(EmbeddedStore::close);
    }
}
