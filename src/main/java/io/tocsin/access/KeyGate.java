package io.tocsin.access;

import io.tocsin.wire.Problem;
import io.tocsin.wire.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a request pass if it brings a valid key: {@code Authorization: Bearer tk_…}, or, for browsers, which cannot set
 * that header on a WebSocket, an offered sub-protocol {@code tocsin.key.tk_…}.
 *
 * <p>Who has a key is the store's to say. While it says nothing nobody passes, whatever it said before: a key may have
 * been revoked since. The request waits, unread, and is told to come again when its patience ends.
 */
public final class KeyGate implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(KeyGate.class);

    private static final String BEARER = "bearer ";
    private static final String SUB_PROTOCOL = "tocsin.key.";
    private static final long AGAIN_MILLIS = 250;

    private final KeyHashes hashes;
    private final InstantSource clock;
    private final Duration patience;

    /**
     * @param hashes finds the stored hash of the key with an id
     * @param patience how long a request waits for a store that fails
     */
    public KeyGate(Function<String, CompletionStage<Optional<String>>> hashes, InstantSource clock, Duration patience) {
        this.hashes = new KeyHashes(hashes, clock);
        this.clock = clock;
        this.patience = patience;
    }

    @Override
    public void handle(RoutingContext request) {
        Optional<ApiKey> key = brought(request.request()).flatMap(ApiKey::parse);
        if (key.isEmpty()) {
            refuse(request, brought(request.request()).isEmpty() ? "no key" : "a key of another form");
            return;
        }
        request.request().pause();
        check(key.get(), request, clock.instant().plus(patience));
    }

    private void check(ApiKey key, RoutingContext request, Instant last) {
        Future.fromCompletionStage(hashes.of(key.id()), request.vertx().getOrCreateContext())
                .onSuccess(hash -> {
                    request.request().resume();
                    if (hash.filter(key::hashesTo).isPresent()) {
                        request.next();
                    } else {
                        refuse(request, "a key that is not valid");
                    }
                })
                .onFailure(failure -> {
                    if (request.response().closed()) {
                        return;
                    }
                    if (clock.instant().isBefore(last)) {
                        request.vertx().setTimer(AGAIN_MILLIS, fired -> check(key, request, last));
                        return;
                    }
                    LOG.warn("a key could not be checked: {}", failure.toString());
                    request.request().resume();
                    request.fail(new ProblemException(Problem.unavailable(
                            "The store does not answer, so the key could not be checked. Nothing was done; send it again"
                                    + " later.")));
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
