package io.tocsin.access;

import io.tocsin.wire.Problem;
import io.tocsin.wire.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a request pass if it brings a valid key: {@code Authorization: Bearer tk_…}, or, for browsers, which cannot set
 * that header on a WebSocket, an offered sub-protocol {@code tocsin.key.tk_…}. A session may be opened with a
 * {@linkplain Tickets ticket}, too: as a sub-protocol {@code tocsin.ticket.tt_…}, or in the URL, where a key never may
 * be, as {@code ?ticket=tt_…}.
 *
 * <p>Who has a key is the store's to say. While it says nothing nobody passes, whatever it said before: a key may have
 * been revoked since. The request waits, unread, and is told to come again when its patience ends.
 */
public final class KeyGate implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(KeyGate.class);

    private static final String BEARER = "bearer ";
    private static final String KEY_PROTOCOL = "tocsin.key.";
    private static final String TICKET_PROTOCOL = "tocsin.ticket.";
    private static final String TICKET = "ticket";
    private static final Pattern SESSION = Pattern.compile("/v1/stream|/v1/subscriptions/[^/]+/alerts");
    private static final long AGAIN_MILLIS = 250;

    private final KeyHashes hashes;
    private final Tickets tickets;
    private final InstantSource clock;
    private final Duration patience;

    /**
     * @param hashes finds the stored hash of the key with an id
     * @param patience how long a request waits for a store that fails
     */
    public KeyGate(
            Function<String, CompletionStage<Optional<String>>> hashes,
            Tickets tickets,
            InstantSource clock,
            Duration patience) {
        this.hashes = new KeyHashes(hashes, clock);
        this.tickets = tickets;
        this.clock = clock;
        this.patience = patience;
    }

    @Override
    public void handle(RoutingContext request) {
        Optional<String> brought = brought(request);
        Optional<Claim> claim = brought.flatMap(text -> claim(text, opensSession(request)));
        if (claim.isEmpty()) {
            refuse(request, brought.map(KeyGate::unfit).orElse("no key"));
            return;
        }
        request.request().pause();
        check(claim.get(), request, clock.instant().plus(patience));
    }

    private static String unfit(String brought) {
        return Tickets.looksLikeOne(brought)
                ? "a ticket that is over, was used, or is not for this"
                : "a key of another form";
    }

    /** What was brought says that it is of this key, and how to tell from what the store has of the key. */
    private record Claim(Pass pass, Predicate<String> holds) {}

    private Optional<Claim> claim(String brought, boolean opensSession) {
        if (Tickets.looksLikeOne(brought)) {
            return opensSession
                    ? tickets.take(brought).map(key -> new Claim(new Pass(key, true), hash -> true))
                    : Optional.empty();
        }
        return ApiKey.parse(brought).map(key -> new Claim(new Pass(key.id(), false), key::hashesTo));
    }

    /** Of a key or a ticket that is brought when a request is long over; empty if it is not valid. */
    public CompletionStage<Optional<Pass>> bringing(String token) {
        return claim(token, true)
                .map(claim -> hashes.of(claim.pass().key())
                        .thenApply(hash -> hash.filter(claim.holds()).map(held -> claim.pass())))
                .orElse(CompletableFuture.completedStage(Optional.empty()));
    }

    /** Whether the key that let the request pass is still there. */
    public CompletionStage<Boolean> stands(Pass pass) {
        return hashes.of(pass.key()).thenApply(Optional::isPresent);
    }

    private void check(Claim claim, RoutingContext request, Instant last) {
        Future.fromCompletionStage(
                        hashes.of(claim.pass().key()), request.vertx().getOrCreateContext())
                .onSuccess(hash -> {
                    request.request().resume();
                    if (hash.filter(claim.holds()).isPresent()) {
                        claim.pass().on(request);
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
                        request.vertx().setTimer(AGAIN_MILLIS, fired -> check(claim, request, last));
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

    private static boolean opensSession(RoutingContext request) {
        return HttpMethod.GET.equals(request.request().method())
                && SESSION.matcher(request.normalizedPath()).matches();
    }

    private static Optional<String> brought(RoutingContext context) {
        HttpServerRequest request = context.request();
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null) {
            return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                    ? Optional.of(header.substring(BEARER.length()).trim())
                    : Optional.of(header);
        }
        // A list may come in several lines.
        for (String protocol : String.join(",", request.headers().getAll("Sec-WebSocket-Protocol"))
                .split(",", -1)) {
            for (String prefix : List.of(KEY_PROTOCOL, TICKET_PROTOCOL)) {
                if (protocol.trim().startsWith(prefix)) {
                    return Optional.of(protocol.trim().substring(prefix.length()));
                }
            }
        }
        // A key in a URL would be written to logs and histories, and so is not looked for there.
        return context.queryParam(TICKET).stream().findFirst().filter(Tickets::looksLikeOne);
    }
}
