package io.tocsin.delivery;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that remembers; a removal is empty. */
final class Heard implements EndpointListener {
    private final Map<EndpointId, List<Optional<Endpoint>>> all = new ConcurrentHashMap<>();

    @Override
    public void put(Endpoint endpoint) {
        add(endpoint.id(), Optional.of(endpoint));
    }

    @Override
    public void removed(EndpointId id) {
        add(id, Optional.empty());
    }

    private void add(EndpointId id, Optional<Endpoint> change) {
        all.computeIfAbsent(id, first -> new CopyOnWriteArrayList<>()).add(change);
    }

    List<Optional<Endpoint>> of(EndpointId id) {
        return all.getOrDefault(id, List.of());
    }

    /** A removal is the newest. */
    List<Long> versions(EndpointId id) {
        return of(id).stream()
                .map(change -> change.map(Endpoint::version).orElse(Long.MAX_VALUE))
                .toList();
    }
}
