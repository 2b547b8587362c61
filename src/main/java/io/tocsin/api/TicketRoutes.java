package io.tocsin.api;

import io.tocsin.access.Pass;
import io.tocsin.access.Tickets;
import io.tocsin.wire.TicketJson;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** {@code /v1/tickets}. */
public final class TicketRoutes {
    private final Tickets tickets;
    private final Duration session;

    /** @param session how long a session lasts that is opened with a ticket, without being refreshed */
    public TicketRoutes(Tickets tickets, Duration session) {
        this.tickets = tickets;
        this.session = session;
    }

    public void bind(Routes routes) {
        routes.on("createTicket", this::create);
    }

    private void create(RoutingContext request) {
        Tickets.Ticket ticket = tickets.issue(Pass.of(request).key());
        request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        Answer.json(request, 201, TicketJson.encode(ticket.text(), ticket.expiresAt(), session));
    }
}
