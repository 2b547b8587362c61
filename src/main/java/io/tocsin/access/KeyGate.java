package io.tocsin.access;

import io.tocsin.wire.Problem;
import io.tocsin.wire.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Lets a request pass if it brings a valid key: {@code Authorization: Bearer tk_…}, or, for browsers, which cannot set
 * that header on a WebSocket, an offered sub-protocol {@code tocsin.key.tk_…}.
 */
public final class KeyGate implements Handler<RoutingContext> {
    private static final String BEARER = "bearer ";
    private static final String SUB_PROTOCOL = "tocsin.key.";

    private final Function<String, CompletionStage<Optional<String>>> hashes;

    /** @param hashes finds the stored hash of the key with an id */
    public KeyGate(Function<String, CompletionStage<Optional<String>>> hashes) {
        this.hashes = hashes;
    }

    @Override
    public void handle(RoutingContext request) {
        Optional<ApiKey> key = brought(request.request()).flatMap(ApiKey::parse);
        if (key.isEmpty()) {
            refuse(request, brought(request.request()).isEmpty() ? "no key" : "a key of another form");
            return;
        }
        request.request().pause();
        Future.fromCompletionStage(hashes.apply(key.get().id()), request.vertx().getOrCreateContext())
                .onSuccess(hash -> {
                    request.request().resume();
                    if (hash.filter(key.get()::hashesTo).isPresent()) {
                        request.next();
                    } else {
                        refuse(request, "a key that is not valid");
                    }
                })
                .onFailure(failure -> {
                    request.request().resume();
                    request.fail(new ProblemException(Problem.unavailable("Keys cannot be checked now.")));
                });
    }

    private static void refuse(RoutingContext request, String found) {
        request.response().putHeader("WWW-Authenticate", "Bearer");
        request.fail(new ProblemException(
                Problem.unauthorized("authorization: " + found + " (expected: Authorization: Bearer tk_…)")));
    }

    private static Optional<String> brought(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null) {
            return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                    ? Optional.of(header.substring(BEARER.length()).trim())
                    : Optional.of(header);
        }
        String offered = request.getHeader("Sec-WebSocket-Protocol");
        if (offered == null) {
            return Optional.empty();
        }
        for (String protocol : offered.split(",", -1)) {
            if (protocol.trim().startsWith(SUB_PROTOCOL)) {
                return Optional.of(protocol.trim().substring(SUB_PROTOCOL.length()));
            }
        }
        return Optional.empty();
    }
}
