package io.tocsin.cluster;

import com.hazelcast.core.HazelcastInstance;
import io.tocsin.subscription.Subscription;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.subscription.SubscriptionListener;
import io.tocsin.subscription.SubscriptionStore;
import io.tocsin.subscription.Subscriptions;
import io.tocsin.wire.SubscriptionJson;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Subscriptions in a map that all members share. */
final class HazelcastSubscriptions implements Subscriptions {
    static final String MAP = "subscriptions";
    private static final Codec<Subscription> CODEC =
            new Codec<>(subscription -> subscription.id().value(), SubscriptionJson::encode, SubscriptionJson::decode);

    private final SharedMap<Subscription> map;

    HazelcastSubscriptions(HazelcastInstance hazelcast, SubscriptionStore store, Executor callers) {
        Truth<Subscription> truth =
                new Truth<>(store::changes, () -> store.ids().thenApply(HazelcastSubscriptions::values));
        this.map = new SharedMap<>(hazelcast, MAP, CODEC, truth, callers);
    }

    private static Set<String> values(Set<SubscriptionId> ids) {
        return ids.stream().map(SubscriptionId::value).collect(Collectors.toSet());
    }

    /** See {@link SharedMap#reconcile}. */
    CompletionStage<Integer> reconcile() {
        return map.reconcile();
    }

    long revision() {
        return map.revision();
    }

    static WriteThrough<Subscription> mapStore(SubscriptionStore store) {
        return new WriteThrough<>(
                CODEC,
                store::save,
                id -> store.remove(new SubscriptionId(id)),
                id -> store.find(new SubscriptionId(id)),
                store::all);
    }

    @Override
    public CompletionStage<Subscription> create(Subscription subscription) {
        return map.create(subscription);
    }

    @Override
    public CompletionStage<Optional<Subscription>> update(SubscriptionId id, UnaryOperator<Subscription> change) {
        return map.update(id.value(), change);
    }

    @Override
    public CompletionStage<Boolean> remove(SubscriptionId id) {
        return map.remove(id.value());
    }

    @Override
    public CompletionStage<Optional<Subscription>> find(SubscriptionId id) {
        return map.find(id.value());
    }

    @Override
    public CompletionStage<List<Subscription>> all() {
        return map.all();
    }

    @Override
    public void listen(SubscriptionListener listener) {
        map.listen(listener::put, id -> listener.removed(new SubscriptionId(id)));
    }
}
