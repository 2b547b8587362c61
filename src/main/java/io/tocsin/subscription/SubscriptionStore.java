package io.tocsin.subscription;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Where subscriptions last. Callable from any thread; a stage that completed well is durable. */
public interface SubscriptionStore {
    /**
     * Inserts or replaces it, and makes sure that it has a feed. Fails with
     * {@link java.util.concurrent.RejectedExecutionException} if another member changed or removed it meanwhile: where
     * there is another one that is not older, and where a version after the first has none to replace.
     */
    CompletionStage<Void> save(Subscription subscription);

    /** Removes it and its feed; nothing happens if there is none. */
    CompletionStage<Void> remove(SubscriptionId id);

    CompletionStage<Optional<Subscription>> find(SubscriptionId id);

    /** All of them, by id. */
    CompletionStage<List<Subscription>> all();

    /** What changed after that revision, all of it as it was at one moment; empty if nothing did. */
    CompletionStage<Optional<Changes<Subscription>>> changes(long after);

    CompletionStage<Set<SubscriptionId>> ids();
}
