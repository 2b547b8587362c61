package io.tocsin.push;

import io.tocsin.subscription.InMemorySubscriptions;
import io.tocsin.subscription.Subscription;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.subscription.SubscriptionListener;
import io.tocsin.subscription.Subscriptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;

/** Subscriptions whose answer to {@link #find} can be held up. */
final class HeldSubscriptions implements Subscriptions {
    /** What was asked for. */
    final BlockingQueue<SubscriptionId> asked = new LinkedBlockingQueue<>();

    private final Subscriptions all = new InMemorySubscriptions();
    private volatile CompletableFuture<Void> gate = CompletableFuture.allOf();

    /** Answers wait until the future completes. */
    void hold(CompletableFuture<Void> until) {
        gate = until;
    }

    @Override
    public CompletionStage<Subscription> create(Subscription subscription) {
        return all.create(subscription);
    }

    @Override
    public CompletionStage<Optional<Subscription>> update(SubscriptionId id, UnaryOperator<Subscription> change) {
        return all.update(id, change);
    }

    @Override
    public CompletionStage<Boolean> remove(SubscriptionId id) {
        return all.remove(id);
    }

    @Override
    public CompletionStage<Optional<Subscription>> find(SubscriptionId id) {
        asked.add(id);
        return gate.thenCompose(open -> all.find(id));
    }

    @Override
    public CompletionStage<List<Subscription>> all() {
        return all.all();
    }

    @Override
    public void listen(SubscriptionListener listener) {
        all.listen(listener);
    }
}
