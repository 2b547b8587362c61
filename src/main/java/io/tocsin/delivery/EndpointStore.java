package io.tocsin.delivery;

import io.tocsin.subscription.Changes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Where endpoints last. Callable from any thread; a stage that completed well is durable. */
public interface EndpointStore {
    /**
     * Inserts or replaces it. Fails with {@link java.util.concurrent.RejectedExecutionException} if another member
     * changed or removed it meanwhile: where there is another one that is not older, and where a version after the
     * first has none to replace.
     */
    CompletionStage<Void> save(Endpoint endpoint);

    /** Removes it, its cursors and what waited for it; nothing happens if there is none. */
    CompletionStage<Void> remove(EndpointId id);

    CompletionStage<Optional<Endpoint>> find(EndpointId id);

    /** All of them, by id. */
    CompletionStage<List<Endpoint>> all();

    /** What changed after that revision, all of it as it was at one moment; empty if nothing did. */
    CompletionStage<Optional<Changes<Endpoint>>> changes(long after);

    CompletionStage<Set<EndpointId>> ids();
}
