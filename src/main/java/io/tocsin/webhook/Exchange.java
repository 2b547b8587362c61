package io.tocsin.webhook;

import io.tocsin.delivery.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.net.SocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, within one time limit. The status is the answer, and a header may add to it; of the body
 * the beginning is kept for who looks for a fault.
 *
 * <pre>
 *  looking ──▶ connecting ──▶ waiting ──▶ reading the body ──▶ ended
 *     │             │             │               │ too long: the connection is closed
 *     └─────────────┴─────────────┴───────────────┴──▶ ended: timeout, or the connection failed; after the status,
 *                                                      the status counts
 * </pre>
 */
final class Exchange {
    private static final int MAX_BODY_BYTES = 4096;
    private static final int MAX_WHY = 200;

    // Given once.
    private final Vertx vertx;
    private final Duration timeout;
    private final InstantSource clock;
    private final Promise<Reply> promise = Promise.promise();
    // Touched only on the context.
    private @Nullable HttpClientRequest request;
    private @Nullable Outcome answer;
    private OptionalInt status = OptionalInt.empty();
    private final Buffer excerpt = Buffer.buffer();
    private long timer;
    private boolean ended;

    Exchange(Vertx vertx, Duration timeout, InstantSource clock) {
        this.vertx = vertx;
        this.timeout = timeout;
        this.clock = clock;
    }

    /** @param connecting begins when the address is known, unless the time is over by then */
    Future<Reply> run(
            Future<SocketAddress> looking, Function<SocketAddress, Future<HttpClientRequest>> connecting, Buffer body) {
        timer = vertx.setTimer(timeout.toMillis(), fired -> broken("no answer within " + seconds(timeout)));
        looking.onFailure(this::failed).onSuccess(address -> {
            if (!ended) {
                connecting
                        .apply(address)
                        .onSuccess(opened -> send(opened, body))
                        .onFailure(this::failed);
            }
        });
        return promise.future();
    }

    private void send(HttpClientRequest opened, Buffer body) {
        request = opened;
        if (ended) {
            reset();
            return;
        }
        opened.exceptionHandler(this::failed);
        opened.send(body).onSuccess(this::answered).onFailure(this::failed);
    }

    private void answered(HttpClientResponse response) {
        if (ended) {
            return;
        }
        status = OptionalInt.of(response.statusCode());
        answer = outcome(response);
        response.exceptionHandler(this::failed);
        response.endHandler(end -> end(answer));
        response.handler(chunk -> {
            int room = MAX_BODY_BYTES - excerpt.length();
            excerpt.appendBuffer(chunk, 0, Math.min(room, chunk.length()));
            if (chunk.length() > room) {
                broken("an endless answer");
            }
        });
    }

    private Outcome outcome(HttpClientResponse response) {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return new Outcome.Accepted();
        }
        if (status == 410) {
            return new Outcome.Refused("status 410: the endpoint is gone");
        }
        String wish = String.valueOf(response.getHeader("webhook-delivery")).trim();
        if (wish.equals("disable")) {
            return new Outcome.Refused("status " + status + ": the endpoint asks to be disabled");
        } else if (wish.equals("abort-message")) {
            return new Outcome.Aborted("status " + status + ": the endpoint asks for no other attempt");
        }
        Optional<Duration> retryAfter = Optional.empty();
        if (status == 429 || status == 503) {
            retryAfter = Optional.ofNullable(response.getHeader("retry-after"))
                    .flatMap(header -> RetryAfter.parse(header, clock.instant()));
        }
        boolean redirect = status >= 300 && status < 400;
        return new Outcome.Deferred("status " + status + (redirect ? ": redirects are not followed" : ""), retryAfter);
    }

    private void failed(Throwable failure) {
        broken(why(failure));
    }

    /** Gives the connection up. */
    private void broken(String why) {
        if (!ended) {
            end(answer == null ? new Outcome.Deferred(why, Optional.empty()) : answer);
            reset();
        }
    }

    private void end(@Nullable Outcome outcome) {
        if (!ended && outcome != null) {
            ended = true;
            boolean unused = vertx.cancelTimer(timer);
            promise.complete(new Reply(outcome, status, excerpt.toString(StandardCharsets.UTF_8)));
        }
    }

    private void reset() {
        if (request != null) {
            request.reset().onComplete(reset -> {});
        }
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() / 1000.0 + " s";
    }

    private static String why(Throwable failure) {
        String why = failure.getClass().getSimpleName() + ": " + failure.getMessage();
        if (failure instanceof UnknownHostException) {
            why = "unknown host";
        } else if (failure instanceof HttpClosedException
                || failure instanceof SocketException
                || failure instanceof Destination.RefusedException) {
            why = String.valueOf(failure.getMessage());
        }
        return why.length() > MAX_WHY ? why.substring(0, MAX_WHY) + "…" : why;
    }
}
