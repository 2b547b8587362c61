package io.tocsin.api;

import io.tocsin.match.RuleBudget;
import io.tocsin.rule.Rule;
import io.tocsin.rule.RuleLimits;
import io.tocsin.subscription.Subscription;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.subscription.Subscriptions;
import io.tocsin.wire.DurationText;
import io.tocsin.wire.Problem;
import io.tocsin.wire.ProblemException;
import io.tocsin.wire.SubscriptionJson;
import io.tocsin.wire.SubscriptionJson.Draft;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /v1/subscriptions}. */
public final class SubscriptionRoutes {
    private final Subscriptions subscriptions;
    private final RuleLimits limits;
    private final RuleBudget budget;
    private final Duration maxRetention;
    private final Supplier<SubscriptionId> ids;
    private final InstantSource clock;

    /**
     * @param limits what rules are held to from now on
     * @param budget says whether a rule can come into force
     * @param maxRetention how long a feed may keep its alerts
     */
    public SubscriptionRoutes(
            Subscriptions subscriptions,
            RuleLimits limits,
            RuleBudget budget,
            Duration maxRetention,
            Supplier<SubscriptionId> ids,
            InstantSource clock) {
        this.subscriptions = subscriptions;
        this.limits = limits;
        this.budget = budget;
        this.maxRetention = maxRetention;
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
                Optional.empty(),
                draft.retention().map(this::checked).orElse(usualRetention()),
                now,
                now,
                1);
        Reserved reserved = new Reserved();
        reserved.change(Optional.empty(), subscription);
        Answer.here(request, subscriptions.create(subscription).whenComplete((done, failure) -> reserved.release()))
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
        Reserved reserved = new Reserved();
        Answer.here(
                        request,
                        subscriptions
                                .update(id, old -> {
                                    Subscription changed = changed(old, draft, rule);
                                    reserved.change(Optional.of(old), changed);
                                    return changed;
                                })
                                .whenComplete((done, failure) -> reserved.release()))
                .onSuccess(changed -> answer(request, id, changed))
                .onFailure(request::fail);
    }

    /** To say that it is to be enabled ends a pause. */
    private Subscription changed(Subscription old, Draft draft, Optional<Rule> rule) {
        Subscription changed = old.changed(
                        draft.name().orElse(old.name()),
                        rule.orElse(old.rule()),
                        draft.purpose().orElse(old.purpose()),
                        draft.enabled().orElse(old.enabled()),
                        clock.instant())
                .keeping(draft.retention().map(this::checked).orElse(old.retention()));
        return draft.enabled().orElse(false) ? changed.resumed() : changed;
    }

    private Duration usualRetention() {
        return maxRetention.compareTo(Subscription.USUAL_RETENTION) < 0 ? maxRetention : Subscription.USUAL_RETENTION;
    }

    private Duration checked(Duration retention) {
        if (retention.compareTo(Duration.ofSeconds(1)) < 0 || retention.compareTo(maxRetention) > 0) {
            throw new ProblemException(Problem.invalid("retention: " + DurationText.encode(retention)
                    + " (expected: PT1S to " + DurationText.encode(maxRetention) + ")"));
        }
        return retention;
    }

    /** What one request holds of the budget while what it asks for is made durable. */
    private final class Reserved {
        private Optional<RuleBudget.Reservation> held = Optional.empty();

        /** Called again where the change is tried again. */
        synchronized void change(Optional<Subscription> old, Subscription changed) {
            release();
            boolean asBefore = old.filter(Subscription::inForce)
                    .map(before -> before.rule().equals(changed.rule()))
                    .orElse(false);
            if (changed.inForce() && !asBefore) {
                held = Optional.of(budget.reserve(changed.rule()));
            }
        }

        synchronized void release() {
            held.ifPresent(RuleBudget.Reservation::close);
            held = Optional.empty();
        }
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
