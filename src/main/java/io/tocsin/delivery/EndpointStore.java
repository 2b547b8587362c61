package io.tocsin.delivery;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Where endpoints last. Callable from any thread; a stage that completed well is durable. */
public interface EndpointStore {
    /** Inserts or replaces it. */
    CompletionStage<Void> save(Endpoint endpoint);

    /** Removes it, its cursors and what waited for it; nothing happens if there is none. */
    CompletionStage<Void> remove(EndpointId id);

    CompletionStage<Optional<Endpoint>> find(EndpointId id);

    /** All of them, by id. */
    CompletionStage<List<Endpoint>> all();
}
