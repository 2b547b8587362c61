package io.tocsin.delivery;

final class InMemoryEndpointsTest extends EndpointsContract {
    private final Endpoints endpoints = new InMemoryEndpoints();

    @Override
    protected Endpoints endpoints() {
        return endpoints;
    }
}
