package io.tocsin.webhook;

import io.tocsin.delivery.Endpoint;
import io.tocsin.delivery.EndpointId;
import io.tocsin.delivery.EndpointListener;
import io.tocsin.delivery.Endpoints;
import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** One map, told at once; it insists on being listened to where that may block, as the shared ones do. */
final class InMemoryEndpoints implements Endpoints {
    private final Map<EndpointId, Endpoint> endpoints = new TreeMap<>();
    private final List<EndpointListener> listeners = new ArrayList<>();

    @Override
    public synchronized CompletionStage<Endpoint> create(Endpoint endpoint) {
        endpoints.put(endpoint.id(), endpoint);
        listeners.forEach(listener -> listener.put(endpoint));
        return CompletableFuture.completedStage(endpoint);
    }

    @Override
    public synchronized CompletionStage<Optional<Endpoint>> update(EndpointId id, UnaryOperator<Endpoint> change) {
        Optional<Endpoint> changed = Optional.ofNullable(endpoints.get(id)).map(change);
        changed.ifPresent(endpoint -> {
            endpoints.put(id, endpoint);
            listeners.forEach(listener -> listener.put(endpoint));
        });
        return CompletableFuture.completedStage(changed);
    }

    @Override
    public synchronized CompletionStage<Boolean> remove(EndpointId id) {
        boolean removed = endpoints.remove(id) != null;
        listeners.forEach(listener -> listener.removed(id));
        return CompletableFuture.completedStage(removed);
    }

    @Override
    public synchronized CompletionStage<Optional<Endpoint>> find(EndpointId id) {
        return CompletableFuture.completedStage(Optional.ofNullable(endpoints.get(id)));
    }

    @Override
    public synchronized CompletionStage<List<Endpoint>> all() {
        return CompletableFuture.completedStage(List.copyOf(endpoints.values()));
    }

    @Override
    public synchronized void listen(EndpointListener listener) {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("listen: on an event loop (expected: where it may block)");
        }
        listeners.add(listener);
        endpoints.values().forEach(listener::put);
    }
}
