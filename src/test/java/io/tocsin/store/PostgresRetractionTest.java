package io.tocsin.store;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

final class PostgresRetractionTest extends RetractionContract {
    private final List<PostgresStore> opened = new ArrayList<>();

    @Override
    Ports open(InstantSource clock) {
        PostgresStore store = PostgresStore.open(PostgresServer.shared().emptyStore(), clock);
        opened.add(store);
        return Ports.of(store);
    }

    @AfterEach
    void end() {
        opened.forEach(PostgresStore::close);
    }
}
