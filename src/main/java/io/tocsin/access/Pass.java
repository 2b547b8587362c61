package io.tocsin.access;

import io.vertx.ext.web.RoutingContext;

/**
 * With what a request came through the gate.
 *
 * @param key the id of the key that it brought, or that its ticket was made for
 * @param byTicket whether it was a ticket
 */
public record Pass(String key, boolean byTicket) {
    private static final String NAME = "tocsin.pass";

    /** The pass of a request that came through the gate. */
    public static Pass of(RoutingContext request) {
        Pass pass = request.get(NAME);
        if (pass == null) {
            throw new IllegalStateException("pass: none (expected: a request that came through the gate)");
        }
        return pass;
    }

    void on(RoutingContext request) {
        request.put(NAME, this);
    }
}
