package io.tocsin.cluster;

import com.hazelcast.core.HazelcastInstance;
import io.tocsin.delivery.Endpoint;
import io.tocsin.delivery.EndpointId;
import io.tocsin.delivery.EndpointListener;
import io.tocsin.delivery.EndpointStore;
import io.tocsin.delivery.Endpoints;
import io.tocsin.wire.EndpointJson;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Endpoints in a map that all members share. */
final class HazelcastEndpoints implements Endpoints {
    static final String MAP = "endpoints";
    private static final Codec<Endpoint> CODEC =
            new Codec<>(endpoint -> endpoint.id().value(), EndpointJson::encodeStored, EndpointJson::decodeStored);

    private final SharedMap<Endpoint> map;

    HazelcastEndpoints(HazelcastInstance hazelcast, EndpointStore store, Executor callers) {
        Truth<Endpoint> truth = new Truth<>(store::changes, () -> store.ids().thenApply(HazelcastEndpoints::values));
        this.map = new SharedMap<>(hazelcast, MAP, CODEC, truth, callers);
    }

    private static Set<String> values(Set<EndpointId> ids) {
        return ids.stream().map(EndpointId::value).collect(Collectors.toSet());
    }

    /** See {@link SharedMap#reconcile}. */
    CompletionStage<Integer> reconcile() {
        return map.reconcile();
    }

    long revision() {
        return map.revision();
    }

    static WriteThrough<Endpoint> mapStore(EndpointStore store) {
        return new WriteThrough<>(
                CODEC,
                store::save,
                id -> store.remove(new EndpointId(id)),
                id -> store.find(new EndpointId(id)),
                store::all);
    }

    @Override
    public CompletionStage<Endpoint> create(Endpoint endpoint) {
        return map.create(endpoint);
    }

    @Override
    public CompletionStage<Optional<Endpoint>> update(EndpointId id, UnaryOperator<Endpoint> change) {
        return map.update(id.value(), change);
    }

    @Override
    public CompletionStage<Boolean> remove(EndpointId id) {
        return map.remove(id.value());
    }

    @Override
    public CompletionStage<Optional<Endpoint>> find(EndpointId id) {
        return map.find(id.value());
    }

    @Override
    public CompletionStage<List<Endpoint>> all() {
        return map.all();
    }

    @Override
    public void listen(EndpointListener listener) {
        map.listen(listener::put, id -> listener.removed(new EndpointId(id)));
    }
}
