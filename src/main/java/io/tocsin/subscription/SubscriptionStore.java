package io.tocsin.subscription;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Where subscriptions last. Callable from any thread; a stage that completed well is durable. */
public interface SubscriptionStore {
    /** Inserts or replaces it, and makes sure that it has a feed. */
    CompletionStage<Void> save(Subscription subscription);

    /** Removes it and its feed; nothing happens if there is none. */
    CompletionStage<Void> remove(SubscriptionId id);

    CompletionStage<Optional<Subscription>> find(SubscriptionId id);

    /** All of them, by id. */
    CompletionStage<List<Subscription>> all();
}
