package io.tocsin.cluster;

import io.tocsin.delivery.Endpoint;
import io.tocsin.delivery.EndpointId;
import io.tocsin.delivery.EndpointStore;
import java.util.concurrent.CompletionStage;

final class FakeEndpointStore extends FakeStore<EndpointId, Endpoint> implements EndpointStore {
    @Override
    public CompletionStage<Void> save(Endpoint endpoint) {
        return put(endpoint.id(), endpoint);
    }
}
