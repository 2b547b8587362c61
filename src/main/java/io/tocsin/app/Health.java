package io.tocsin.app;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Liveness and readiness. */
final class Health {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final Duration SHARED = Duration.ofSeconds(1);

    private final Supplier<CompletionStage<Void>> store;
    private final BooleanSupplier cluster;
    private final InstantSource clock;
    private CompletionStage<Void> checked = CompletableFuture.completedStage(null);
    private Instant checkedAt = Instant.EPOCH;

    /** @param cluster whether this process is a running member */
    Health(Supplier<CompletionStage<Void>> store, BooleanSupplier cluster, InstantSource clock) {
        this.store = store;
        this.cluster = cluster;
        this.clock = clock;
    }

    /** Anybody may ask, and a check is a write: so there is one a second at most, and all who ask share it. */
    private synchronized CompletionStage<Void> storeCheck() {
        Instant now = clock.instant();
        if (!now.isBefore(checkedAt.plus(SHARED))) {
            checkedAt = now;
            checked = store.get();
        }
        return checked;
    }

    void live(RoutingContext request) {
        answer(request, 200, new JsonObject().put("status", "up"));
    }

    void ready(RoutingContext request) {
        Future.fromCompletionStage(storeCheck(), request.vertx().getOrCreateContext())
                .timeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .map(stored -> true)
                .otherwise(failure -> {
                    LOG.warn("health: the store does not answer: {}", failure.toString());
                    return false;
                })
                .onSuccess(stored -> {
                    boolean joined = cluster.getAsBoolean();
                    JsonObject state = new JsonObject()
                            .put("status", word(stored && joined))
                            .put("store", word(stored))
                            .put("cluster", word(joined));
                    answer(request, stored && joined ? 200 : 503, state);
                })
                .onFailure(request::fail);
    }

    private static String word(boolean up) {
        return up ? "up" : "down";
    }

    private static void answer(RoutingContext request, int status, JsonObject state) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(Buffer.buffer(state.encode()))
                .onFailure(gone -> LOG.debug("health: nobody waits for the answer: {}", gone.toString()));
    }
}
