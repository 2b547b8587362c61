package io.tocsin.api;

import io.tocsin.match.RuleCost;
import io.tocsin.match.RuleIndex;
import io.tocsin.subscription.MatchCounts;
import io.tocsin.subscription.Subscription;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.subscription.Subscriptions;
import io.tocsin.wire.StatisticsJson;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Optional;

/** {@code /v1/subscriptions/{id}/statistics}. */
public final class StatisticsRoutes {
    private final Subscriptions subscriptions;
    private final RuleIndex rules;
    private final MatchCounts counts;
    private final InstantSource clock;

    public StatisticsRoutes(Subscriptions subscriptions, RuleIndex rules, MatchCounts counts, InstantSource clock) {
        this.subscriptions = subscriptions;
        this.rules = rules;
        this.counts = counts;
        this.clock = clock;
    }

    public void bind(Routes routes) {
        routes.on("getStatistics", this::get);
    }

    private void get(RoutingContext request) {
        SubscriptionId id = SubscriptionRoutes.id(request);
        Answer.here(request, subscriptions.find(id))
                .onSuccess(found -> found.ifPresentOrElse(
                        subscription -> Answer.json(request, 200, statistics(subscription)),
                        () -> request.fail(SubscriptionRoutes.missing(id))))
                .onFailure(request::fail);
    }

    private byte[] statistics(Subscription subscription) {
        Optional<RuleCost> measured = rules.cost(subscription.id().rule());
        RuleCost cost =
                measured.orElseGet(() -> rules.estimate(subscription.rule().condition()));
        return StatisticsJson.encode(counts.of(subscription, clock.instant()), cost, measured.isPresent());
    }
}
