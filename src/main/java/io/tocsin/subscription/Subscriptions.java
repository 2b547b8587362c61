package io.tocsin.subscription;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** All subscriptions, as every member sees them. Callable from any thread; stages complete on any thread. */
public interface Subscriptions {
    /** Completes when the subscription is durable and this member's listeners know it. Fails if the id is taken. */
    CompletionStage<Subscription> create(Subscription subscription);

    /**
     * Replaces the subscription by what {@code change} makes of it; empty if there is none. Completes when that is
     * durable and this member's listeners know it.
     *
     * @param change may run more than once; what it throws fails the stage
     */
    CompletionStage<Optional<Subscription>> update(SubscriptionId id, UnaryOperator<Subscription> change);

    /** False if there was none. Completes when the removal is durable and this member's listeners know it. */
    CompletionStage<Boolean> remove(SubscriptionId id);

    CompletionStage<Optional<Subscription>> find(SubscriptionId id);

    /** All of them, by id. */
    CompletionStage<List<Subscription>> all();

    /** The listener hears of every subscription that there is, and then of each change. */
    void listen(SubscriptionListener listener);
}
