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
    private final Supplier<CompletionStage<Boolean>> cluster;
    private final BooleanSupplier rules;
    private final InstantSource clock;
    // Guarded by this.
    private Checked checked =
            new Checked(CompletableFuture.completedStage(true), CompletableFuture.completedStage(true));
    private Instant checkedAt = Instant.EPOCH;

    private record Checked(CompletionStage<Boolean> store, CompletionStage<Boolean> cluster) {}

    /**
     * @param cluster whether this process takes part, and has its share of what is shared
     * @param rules whether every rule in the store is in force here
     */
    Health(
            Supplier<CompletionStage<Void>> store,
            Supplier<CompletionStage<Boolean>> cluster,
            BooleanSupplier rules,
            InstantSource clock) {
        this.store = store;
        this.cluster = cluster;
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * Anybody may ask, a check is a write, and asks the other members: so there is one a second at most, and all who
     * ask share it.
     */
    private synchronized Checked checked() {
        Instant now = clock.instant();
        if (!now.isBefore(checkedAt.plus(SHARED))) {
            checkedAt = now;
            checked = new Checked(store.get().thenApply(stored -> true), cluster.get());
        }
        return checked;
    }

    void live(RoutingContext request) {
        answer(request, 200, new JsonObject().put("status", "up"));
    }

    void ready(RoutingContext request) {
        Checked now = checked();
        Future<Boolean> stored = within(request, now.store(), "the store");
        Future<Boolean> joined = within(request, now.cluster(), "the cluster");
        Future.all(stored, joined)
                .onSuccess(answered -> ready(request, stored.result(), joined.result(), rules.getAsBoolean()))
                .onFailure(request::fail);
    }

    private static Future<Boolean> within(RoutingContext request, CompletionStage<Boolean> check, String who) {
        return Future.fromCompletionStage(check, request.vertx().getOrCreateContext())
                .timeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .otherwise(failure -> {
                    LOG.warn("health: {} does not answer: {}", who, failure.toString());
                    return false;
                });
    }

    private static void ready(RoutingContext request, boolean stored, boolean joined, boolean ruled) {
        boolean all = stored && joined && ruled;
        JsonObject state = new JsonObject()
                .put("status", word(all))
                .put("store", word(stored))
                .put("cluster", word(joined))
                .put("rules", word(ruled));
        answer(request, all ? 200 : 503, state);
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
