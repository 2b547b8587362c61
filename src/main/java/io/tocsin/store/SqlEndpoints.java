package io.tocsin.store;

import io.tocsin.delivery.Endpoint;
import io.tocsin.delivery.EndpointId;
import io.tocsin.delivery.EndpointStore;
import io.tocsin.subscription.Changes;
import io.tocsin.wire.EndpointJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Endpoints in a SQL table, as JSON with the secret sealed. */
final class SqlEndpoints implements EndpointStore {
    private final Writer writer;
    private final Readers readers;

    SqlEndpoints(Writer writer, Readers readers) {
        this.writer = writer;
        this.readers = readers;
    }

    @Override
    public CompletionStage<Void> save(Endpoint endpoint) {
        String json = new String(EndpointJson.encodeStored(endpoint), StandardCharsets.UTF_8);
        return writer.run(1, connection -> {
            Versioned.ENDPOINTS.save(connection, endpoint.id().value(), json, endpoint.version());
        });
    }

    @Override
    public CompletionStage<Void> remove(EndpointId id) {
        return writer.run(1, connection -> {
            Optional<Long> key = SqlDeliveryLog.key(id, connection);
            if (key.isPresent()) {
                connection.update("DELETE FROM delivery WHERE endpoint = ?", key.get());
                connection.update("DELETE FROM attempt WHERE endpoint = ?", key.get());
                connection.update("DELETE FROM delivery_cursor WHERE endpoint = ?", key.get());
                connection.update("DELETE FROM endpoint WHERE key = ?", key.get());
                long unused = Versioned.ENDPOINTS.next(connection);
            }
        });
    }

    @Override
    public CompletionStage<Optional<Endpoint>> find(EndpointId id) {
        return readers.submit(connection -> connection
                .first("SELECT json FROM endpoint WHERE id = ?", row -> row.getString(1), id.value())
                .map(SqlEndpoints::decode));
    }

    @Override
    public CompletionStage<List<Endpoint>> all() {
        return readers.submit(connection -> Kept.readable(
                connection.list("SELECT id, json FROM endpoint ORDER BY id", Kept::of), SqlEndpoints::decode));
    }

    @Override
    public CompletionStage<Optional<Changes<Endpoint>>> changes(long after) {
        return readers.submit(connection -> Versioned.ENDPOINTS.changes(connection, after, SqlEndpoints::decode));
    }

    @Override
    public CompletionStage<Set<EndpointId>> ids() {
        return readers.submit(connection -> Versioned.ENDPOINTS.ids(connection, EndpointId::new));
    }

    private static Endpoint decode(String json) {
        return EndpointJson.decodeStored(json.getBytes(StandardCharsets.UTF_8));
    }
}
