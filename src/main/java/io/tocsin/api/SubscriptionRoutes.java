package io.tocsin.api;

import io.tocsin.rule.Rule;
import io.tocsin.rule.RuleLimits;
import io.tocsin.subscription.Subscription;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.subscription.Subscriptions;
import io.tocsin.wire.Problem;
import io.tocsin.wire.ProblemException;
import io.tocsin.wire.SubscriptionJson;
import io.tocsin.wire.SubscriptionJson.Draft;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /v1/subscriptions}. */
public final class SubscriptionRoutes {
    private final Subscriptions subscriptions;
    private final RuleLimits limits;
    private final Supplier<SubscriptionId> ids;
    private final InstantSource clock;

    /** @param limits what rules are held to from now on */
    public SubscriptionRoutes(
            Subscriptions subscriptions, RuleLimits limits, Supplier<SubscriptionId> ids, InstantSource clock) {
        this.subscriptions = subscriptions;
        this.limits = limits;
        this.ids = ids;
        this.clock = clock;
    }

    public void bind(Routes routes) {
        routes.on("listSubscriptions", this::list)
                .on("createSubscription", this::create)
                .on("getSubscription", this::get)
                .on("updateSubscription", this::update)
                .on("deleteSubscription", this::delete);
    }

    private void list(RoutingContext request) {
        Answer.here(request, subscriptions.all())
                .map(all -> Page.of(all, subscription -> subscription.id().value(), request))
                .onSuccess(page -> Answer.json(request, 200, SubscriptionJson.encodeList(page.items(), page.next())))
                .onFailure(request::fail);
    }

    private void create(RoutingContext request) {
        Draft draft = SubscriptionJson.decodeDraft(request.body().buffer().getBytes());
        SubscriptionId id = ids.get();
        Instant now = clock.instant();
        Subscription subscription = new Subscription(
                id,
                present(draft.name(), "name"),
                Rule.parse(id.rule(), present(draft.rule(), "rule"), limits),
                present(draft.purpose(), "purpose"),
                draft.enabled().orElse(true),
                now,
                now,
                1);
        Answer.here(request, subscriptions.create(subscription))
                .onSuccess(created -> {
                    request.response().putHeader(HttpHeaders.LOCATION, "/v1/subscriptions/" + created.id());
                    Answer.json(request, 201, SubscriptionJson.encode(created));
                })
                .onFailure(request::fail);
    }

    private void get(RoutingContext request) {
        SubscriptionId id = id(request);
        Answer.here(request, subscriptions.find(id))
                .onSuccess(found -> answer(request, id, found))
                .onFailure(request::fail);
    }

    private void update(RoutingContext request) {
        SubscriptionId id = id(request);
        Draft draft = SubscriptionJson.decodeDraft(request.body().buffer().getBytes());
        Optional<Rule> rule = draft.rule().map(text -> Rule.parse(id.rule(), text, limits));
        Answer.here(
                        request,
                        subscriptions.update(
                                id,
                                old -> old.changed(
                                        draft.name().orElse(old.name()),
                                        rule.orElse(old.rule()),
                                        draft.purpose().orElse(old.purpose()),
                                        draft.enabled().orElse(old.enabled()),
                                        clock.instant())))
                .onSuccess(changed -> answer(request, id, changed))
                .onFailure(request::fail);
    }

    private void delete(RoutingContext request) {
        SubscriptionId id = id(request);
        Answer.here(request, subscriptions.remove(id))
                .onSuccess(removed -> {
                    if (removed) {
                        Answer.noContent(request);
                    } else {
                        request.fail(missing(id));
                    }
                })
                .onFailure(request::fail);
    }

    private static void answer(RoutingContext request, SubscriptionId id, Optional<Subscription> found) {
        found.ifPresentOrElse(
                subscription -> Answer.json(request, 200, SubscriptionJson.encode(subscription)),
                () -> request.fail(missing(id)));
    }

    static SubscriptionId id(RoutingContext request) {
        return new SubscriptionId(request.pathParam("id"));
    }

    static ProblemException missing(SubscriptionId id) {
        return new ProblemException(Problem.notFound("subscription: " + id));
    }

    private static String present(Optional<String> value, String name) {
        return value.filter(text -> !text.isBlank())
                .orElseThrow(() -> new ProblemException(
                        Problem.invalid(name + ": missing or blank (expected: a text that is not blank)")));
    }
}
