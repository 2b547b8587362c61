package io.tocsin.api;

import io.tocsin.alert.Cursor;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryHistory;
import io.tocsin.delivery.DeliveryHistory.Parked;
import io.tocsin.delivery.DeliveryLog;
import io.tocsin.delivery.Endpoint;
import io.tocsin.delivery.EndpointId;
import io.tocsin.delivery.Endpoints;
import io.tocsin.feed.Feeds;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.wire.CursorText;
import io.tocsin.wire.DeliveryJson;
import io.tocsin.wire.Problem;
import io.tocsin.wire.ProblemException;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** What of {@code /v1/endpoints/{id}} is for who looks for a fault: deliveries, attempts, health, another try. */
public final class DeliveryRoutes {
    private static final int DEFAULT_LIMIT = 100;
    private static final int SAMPLES = 1_000;
    private static final String DEAD = "dead";

    private final Endpoints endpoints;
    private final DeliveryLog log;
    private final DeliveryHistory history;
    private final Feeds feeds;
    private final CursorText cursors;
    private final InstantSource clock;

    public DeliveryRoutes(
            Endpoints endpoints,
            DeliveryLog log,
            DeliveryHistory history,
            Feeds feeds,
            CursorText cursors,
            InstantSource clock) {
        this.endpoints = endpoints;
        this.log = log;
        this.history = history;
        this.feeds = feeds;
        this.cursors = cursors;
        this.clock = clock;
    }

    public void bind(Routes routes) {
        routes.on("listDeliveries", this::deliveries)
                .on("listAttempts", this::attempts)
                .on("getEndpointHealth", this::health)
                .on("retryDeliveries", this::retry)
                .on("replayDeliveries", this::replay);
    }

    private void deliveries(RoutingContext request) {
        EndpointId id = EndpointRoutes.id(request);
        boolean dead = parameter(request, "state").filter(DEAD::equals).isPresent();
        int limit = limit(request);
        Optional<Parked> after = parameter(request, "after").map(text -> place(id, text));
        if (after.filter(last -> last.dueAt().isEmpty() != dead).isPresent()) {
            throw new ProblemException(
                    Problem.invalid("after: of the other state (expected: next of the page before)"));
        }
        known(request, id)
                .compose(known -> Answer.here(request, history.parked(id, dead, after, limit)))
                .onSuccess(page ->
                        Answer.json(request, 200, DeliveryJson.encodeParked(page, next(page, limit, this::text))))
                .onFailure(request::fail);
    }

    private void attempts(RoutingContext request) {
        EndpointId id = EndpointRoutes.id(request);
        int limit = limit(request);
        Optional<String> subscription = parameter(request, "subscription");
        Optional<String> sequence = parameter(request, "sequence");
        if (subscription.isPresent() != sequence.isPresent()) {
            throw new ProblemException(
                    Problem.invalid("subscription, sequence: one of them (expected: both, or none)"));
        }
        OptionalLong before = parameter(request, "after")
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
        known(request, id)
                .compose(known -> Answer.here(
                        request,
                        subscription.isPresent()
                                ? history.attempts(
                                        id,
                                        new Cursor(
                                                new SubscriptionId(subscription.get()),
                                                Long.parseLong(sequence.orElseThrow())),
                                        limit)
                                : history.attempts(id, before, limit)))
                .onSuccess(page -> Answer.json(
                        request,
                        200,
                        DeliveryJson.encodeMade(
                                page,
                                subscription.isPresent()
                                        ? Optional.empty()
                                        : next(page, limit, made -> Long.toString(made.number())))))
                .onFailure(request::fail);
    }

    private void health(RoutingContext request) {
        EndpointId id = EndpointRoutes.id(request);
        known(request, id)
                .compose(known -> Answer.here(request, history.counts(id)))
                .compose(counts -> Answer.here(request, history.samples(id, SAMPLES))
                        .map(latest -> DeliveryJson.encodeHealth(counts, latest)))
                .onSuccess(json -> Answer.json(request, 200, json))
                .onFailure(request::fail);
    }

    private void retry(RoutingContext request) {
        DeliveryJson.Retry retry =
                DeliveryJson.decodeRetry(request.body().buffer().getBytes());
        EndpointId id = EndpointRoutes.id(request);
        again(request, id, () -> log.revive(id, retry.subscription(), retry.from(), retry.to(), clock.instant()));
    }

    private void replay(RoutingContext request) {
        DeliveryJson.Replay replay =
                DeliveryJson.decodeReplay(request.body().buffer().getBytes());
        EndpointId id = EndpointRoutes.id(request);
        SubscriptionId subscription = replay.subscription();
        Instant until = replay.until().orElseGet(clock::instant);
        again(
                request,
                id,
                () -> feeds.headAt(subscription, replay.after())
                        .thenCompose(before -> feeds.headAt(subscription, until)
                                .thenCompose(last -> last.sequence() > before.sequence()
                                        ? log.repeat(
                                                id,
                                                subscription,
                                                before.sequence() + 1,
                                                last.sequence(),
                                                clock.instant())
                                        : CompletableFuture.completedStage(0L))));
    }

    /** Whoever delivers to the endpoint, on whatever member, hears of a change, and looks for what is due. */
    private void again(RoutingContext request, EndpointId id, Supplier<CompletionStage<Long>> letting) {
        known(request, id)
                .compose(known -> Answer.here(request, letting.get()))
                .compose(count -> count == 0
                        ? Future.succeededFuture(count)
                        : Answer.here(request, endpoints.update(id, this::touched))
                                .map(touched -> count))
                .onSuccess(count -> Answer.json(request, 202, DeliveryJson.encodeCount(count)))
                .onFailure(request::fail);
    }

    private Endpoint touched(Endpoint now) {
        return now.changed(now.url(), now.subscriptions(), now.description(), now.enabled(), clock.instant());
    }

    private Future<Endpoint> known(RoutingContext request, EndpointId id) {
        return Answer.here(request, endpoints.find(id))
                .map(found -> found.orElseThrow(() -> EndpointRoutes.missing(id)));
    }

    private static int limit(RoutingContext request) {
        return parameter(request, "limit").map(Integer::valueOf).orElse(DEFAULT_LIMIT);
    }

    private static Optional<String> parameter(RoutingContext request, String name) {
        return request.queryParam(name).stream().findFirst();
    }

    private static <T> Optional<String> next(List<T> page, int limit, Function<T, String> naming) {
        return page.size() < limit ? Optional.empty() : Optional.of(naming.apply(page.get(page.size() - 1)));
    }

    /** Where a page ended: the alert, and when it is due. */
    private String text(Parked last) {
        return cursors.encode(last.delivery().alert())
                + last.dueAt()
                        .map(at -> "." + (TimeUnit.SECONDS.toMicros(at.getEpochSecond()) + at.getNano() / 1_000))
                        .orElse("");
    }

    private Parked place(EndpointId id, String text) {
        int dot = text.indexOf('.');
        Cursor alert = cursors.decode(dot < 0 ? text : text.substring(0, dot));
        return new Parked(
                new Delivery(id, alert, 0),
                dot < 0 ? Optional.empty() : Optional.of(time(text.substring(dot + 1))),
                "");
    }

    private static Instant time(String micros) {
        try {
            long parsed = Long.parseLong(micros);
            return Instant.ofEpochSecond(Math.floorDiv(parsed, 1_000_000), Math.floorMod(parsed, 1_000_000) * 1_000L);
        } catch (NumberFormatException e) {
            throw new ProblemException(Problem.invalid("after: " + micros + " (expected: next of the page before)"));
        }
    }
}
