package io.tocsin.push;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What the gate before the routes knows of those whom it let pass, and of those who want to stay. Never waits. */
public interface Visitors {
    /** Who sent the request, which the gate has let pass. */
    Visitor of(RoutingContext request);

    /** Whether the visitor's key is still good. */
    CompletionStage<Boolean> welcome(Visitor visitor);

    /** Who brings this key or ticket; empty if it is not good. */
    CompletionStage<Optional<Visitor>> bringing(String token);
}
