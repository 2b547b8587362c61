package io.tocsin.store;

import static io.tocsin.store.Samples.NOON;

import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

final class SqliteChangesTest extends ChangesContract {
    @TempDir
    Path directory;

    @Override
    Store open() {
        return EmbeddedStore.open(directory, InstantSource.fixed(NOON));
    }
}
