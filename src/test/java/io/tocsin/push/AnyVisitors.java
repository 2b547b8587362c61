package io.tocsin.push;

import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Everybody comes with the key that a header says, or with {@code k}. */
final class AnyVisitors implements Visitors {
    /** How long who comes may stay. */
    volatile Optional<Duration> stay = Optional.empty();

    /** Whether those who are here may stay. */
    volatile boolean welcome = true;

    @Override
    public Visitor of(RoutingContext request) {
        String key = request.request().getHeader("X-Key");
        return new Visitor(key == null ? "k" : key, stay);
    }

    @Override
    public CompletionStage<Boolean> welcome(Visitor visitor) {
        return CompletableFuture.completedStage(welcome);
    }

    /** A token is the key itself. */
    @Override
    public CompletionStage<Optional<Visitor>> bringing(String token) {
        return CompletableFuture.completedStage(
                token.equals("nothing") ? Optional.empty() : Optional.of(new Visitor(token, stay)));
    }
}
