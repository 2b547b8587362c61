package io.tocsin.api;

import io.tocsin.delivery.Endpoint;
import io.tocsin.delivery.EndpointId;
import io.tocsin.delivery.Endpoints;
import io.tocsin.delivery.Reach;
import io.tocsin.delivery.SealedSecret;
import io.tocsin.delivery.SecretBox;
import io.tocsin.delivery.SigningSecret;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.subscription.Subscriptions;
import io.tocsin.wire.DurationText;
import io.tocsin.wire.EndpointJson;
import io.tocsin.wire.EndpointJson.Draft;
import io.tocsin.wire.Problem;
import io.tocsin.wire.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** {@code /v1/endpoints}. */
public final class EndpointRoutes {
    private static final Duration USUAL_OVERLAP = Duration.ofHours(24);
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(30);

    private final Endpoints endpoints;
    private final Subscriptions subscriptions;
    private final Supplier<EndpointId> ids;
    private final Supplier<SigningSecret> secrets;
    private final SecretBox box;
    private final Reach reach;
    private final InstantSource clock;

    /**
     * @param secrets makes what a new endpoint's deliveries are signed with
     * @param reach where endpoints may be, as far as a URL says it
     */
    public EndpointRoutes(
            Endpoints endpoints,
            Subscriptions subscriptions,
            Supplier<EndpointId> ids,
            Supplier<SigningSecret> secrets,
            SecretBox box,
            Reach reach,
            InstantSource clock) {
        this.endpoints = endpoints;
        this.subscriptions = subscriptions;
        this.ids = ids;
        this.secrets = secrets;
        this.box = box;
        this.reach = reach;
        this.clock = clock;
    }

    public void bind(Routes routes) {
        routes.on("listEndpoints", this::list)
                .on("createEndpoint", this::create)
                .on("getEndpoint", this::get)
                .on("updateEndpoint", this::update)
                .on("rotateSecret", this::rotate)
                .on("deleteEndpoint", this::delete);
    }

    private void list(RoutingContext request) {
        Answer.here(request, endpoints.all())
                .map(all -> Page.of(all, endpoint -> endpoint.id().value(), request))
                .onSuccess(page -> Answer.json(request, 200, EndpointJson.encodeList(page.items(), page.next())))
                .onFailure(request::fail);
    }

    private void create(RoutingContext request) {
        Draft draft = EndpointJson.decodeDraft(request.body().buffer().getBytes());
        SigningSecret secret = secrets.get();
        Instant now = clock.instant();
        Endpoint endpoint = reached(new Endpoint(
                ids.get(),
                draft.url().orElseThrow(() -> new ProblemException(Problem.invalid("url: missing (expected: a URL)"))),
                draft.subscriptions().orElse(Set.of()),
                draft.description().orElse(""),
                draft.enabled().orElse(true),
                secret.seal(box),
                now,
                now,
                1));
        known(request, endpoint.subscriptions())
                .compose(known -> Answer.here(request, endpoints.create(endpoint)))
                .onSuccess(created -> {
                    request.response()
                            .putHeader(HttpHeaders.LOCATION, "/v1/endpoints/" + created.id())
                            .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
                    Answer.json(request, 201, EndpointJson.encodeWithSecret(created, secret.text()));
                })
                .onFailure(request::fail);
    }

    private void get(RoutingContext request) {
        EndpointId id = id(request);
        Answer.here(request, endpoints.find(id))
                .onSuccess(found -> answer(request, id, found))
                .onFailure(request::fail);
    }

    private void update(RoutingContext request) {
        EndpointId id = id(request);
        Draft draft = EndpointJson.decodeDraft(request.body().buffer().getBytes());
        known(request, draft.subscriptions().orElse(Set.of()))
                .compose(known -> Answer.here(request, endpoints.update(id, old -> changed(old, draft))))
                .onSuccess(changed -> answer(request, id, changed))
                .onFailure(request::fail);
    }

    private void rotate(RoutingContext request) {
        EndpointId id = id(request);
        Duration overlap = Optional.ofNullable(request.body().buffer())
                .filter(body -> body.length() > 0)
                .flatMap(body -> EndpointJson.decodeOverlap(body.getBytes()))
                .orElse(USUAL_OVERLAP);
        if (overlap.isNegative() || overlap.compareTo(LONGEST_OVERLAP) > 0) {
            throw new ProblemException(Problem.invalid("overlap: " + DurationText.encode(overlap)
                    + " (expected: PT0S to " + DurationText.encode(LONGEST_OVERLAP) + ")"));
        }
        SigningSecret secret = secrets.get();
        SealedSecret sealed = secret.seal(box);
        Instant now = clock.instant();
        Answer.here(request, endpoints.update(id, old -> old.rotated(sealed, now.plus(overlap), now)))
                .map(found -> found.orElseThrow(() -> missing(id)))
                .onSuccess(rotated -> {
                    request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
                    Answer.json(request, 200, EndpointJson.encodeWithSecret(rotated, secret.text()));
                })
                .onFailure(request::fail);
    }

    private Endpoint changed(Endpoint old, Draft draft) {
        Endpoint changed = old.changed(
                draft.url().orElse(old.url()),
                draft.subscriptions().orElse(old.subscriptions()),
                draft.description().orElse(old.description()),
                draft.enabled().orElse(old.enabled()),
                clock.instant());
        return draft.url().isPresent() ? reached(changed) : changed;
    }

    private Endpoint reached(Endpoint endpoint) {
        Optional<String> refusal = reach.refusal(endpoint.url());
        if (refusal.isPresent()) {
            throw new ProblemException(Problem.invalid(refusal.get()));
        }
        return endpoint;
    }

    private void delete(RoutingContext request) {
        EndpointId id = id(request);
        Answer.here(request, endpoints.remove(id))
                .onSuccess(removed -> {
                    if (removed) {
                        Answer.noContent(request);
                    } else {
                        request.fail(missing(id));
                    }
                })
                .onFailure(request::fail);
    }

    /** Fails if one of the subscriptions does not exist. */
    private Future<Boolean> known(RoutingContext request, Set<SubscriptionId> ids) {
        Future<Boolean> all = Future.succeededFuture(true);
        for (SubscriptionId id : ids) {
            all = all.compose(known -> Answer.here(request, subscriptions.find(id)))
                    .map(found -> {
                        if (found.isEmpty()) {
                            throw new ProblemException(
                                    Problem.invalid("subscriptions: " + id + " (expected: subscriptions that exist)"));
                        }
                        return true;
                    });
        }
        return all;
    }

    private static void answer(RoutingContext request, EndpointId id, Optional<Endpoint> found) {
        found.ifPresentOrElse(
                endpoint -> Answer.json(request, 200, EndpointJson.encode(endpoint)), () -> request.fail(missing(id)));
    }

    static EndpointId id(RoutingContext request) {
        return new EndpointId(request.pathParam("id"));
    }

    static ProblemException missing(EndpointId id) {
        return new ProblemException(Problem.notFound("endpoint: " + id));
    }
}
