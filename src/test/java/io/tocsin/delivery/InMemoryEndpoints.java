package io.tocsin.delivery;

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
public final class InMemoryEndpoints implements Endpoints {
    private final Map<EndpointId, Endpoint> endpoints = new TreeMap<>();
    private final List<EndpointListener> listeners = new ArrayList<>();

    @Override
    public synchronized CompletionStage<Endpoint> create(Endpoint endpoint) {
        if (endpoints.putIfAbsent(endpoint.id(), endpoint) != null) {
            return CompletableFuture.failedStage(new IllegalStateException("id: " + endpoint.id() + " is taken"));
        }
        listeners.forEach(listener -> listener.put(endpoint));
        return CompletableFuture.completedStage(endpoint);
    }

    @Override
    public synchronized CompletionStage<Optional<Endpoint>> update(EndpointId id, UnaryOperator<Endpoint> change) {
        Optional<Endpoint> changed;
        try {
            changed = Optional.ofNullable(endpoints.get(id)).map(change);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
        changed.ifPresent(endpoint -> {
            endpoints.put(id, endpoint);
            listeners.forEach(listener -> listener.put(endpoint));
        });
        return CompletableFuture.completedStage(changed);
    }

    @Override
    public synchronized CompletionStage<Boolean> remove(EndpointId id) {
        boolean removed = endpoints.remove(id) != null;
        if (removed) {
            listeners.forEach(listener -> listener.removed(id));
        }
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
