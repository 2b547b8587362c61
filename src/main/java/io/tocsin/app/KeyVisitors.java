package io.tocsin.app;

import io.tocsin.access.KeyGate;
import io.tocsin.access.Pass;
import io.tocsin.push.Visitor;
import io.tocsin.push.Visitors;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Sessions' visitors, as the gate knows them. */
final class KeyVisitors implements Visitors {
    private final KeyGate gate;
    private final Duration ticketStay;

    /** @param ticketStay how long a session lasts that is opened with a ticket, without being refreshed */
    KeyVisitors(KeyGate gate, Duration ticketStay) {
        this.gate = gate;
        this.ticketStay = ticketStay;
    }

    @Override
    public Visitor of(RoutingContext request) {
        return visitor(Pass.of(request));
    }

    private Visitor visitor(Pass pass) {
        return new Visitor(pass.key(), pass.byTicket() ? Optional.of(ticketStay) : Optional.empty());
    }

    @Override
    public CompletionStage<Boolean> welcome(Visitor visitor) {
        return gate.stands(new Pass(visitor.key(), visitor.stay().isPresent()));
    }

    @Override
    public CompletionStage<Optional<Visitor>> bringing(String token) {
        return gate.bringing(token).thenApply(pass -> pass.map(this::visitor));
    }
}
