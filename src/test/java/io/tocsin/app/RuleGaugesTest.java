package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.match.RuleBudget;
import io.tocsin.match.RuleCost;
import io.tocsin.rule.RuleId;
import io.tocsin.subscription.MatchCounts.Frequent;
import io.tocsin.subscription.MatchCounts.MatchCount;
import io.tocsin.subscription.SubscriptionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class RuleGaugesTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RuleGauges gauges = new RuleGauges(registry);

    private void surveyed(String subscription, RuleCost cost, long lastHour) {
        gauges.surveyed(
                new RuleBudget.Survey(
                        new RuleBudget.Usage(1, cost.load(), 0),
                        List.of(new RuleBudget.Costly(new RuleId(subscription), cost))),
                List.of(new Frequent(
                        new SubscriptionId(subscription), new MatchCount(lastHour, lastHour, 0, Instant.EPOCH))),
                3);
    }

    private Map<String, Double> named(String metric) {
        return registry.find(metric).gauges().stream()
                .collect(Collectors.toMap(
                        gauge -> String.valueOf(gauge.getId().getTag("subscription")), gauge -> gauge.value()));
    }

    @Test
    void surveyed_theTop_isToldByName() {
        surveyed("sub_a", new RuleCost(0.5, 0.25), 7);
        assertThat(named("tocsin.subscription.looks")).isEqualTo(Map.of("sub_a", 0.5));
        assertThat(named("tocsin.subscription.checks")).isEqualTo(Map.of("sub_a", 0.25));
        assertThat(named("tocsin.subscription.matches.hour")).isEqualTo(Map.of("sub_a", 7.0));
        assertThat(registry.get("tocsin.rules.looks").gauge().value()).isEqualTo(0.5);
        assertThat(registry.get("tocsin.subscriptions.paused").gauge().value()).isEqualTo(3);
    }

    @Test
    void surveyed_changed_hasTheNewValue() {
        surveyed("sub_a", new RuleCost(0.5, 0.25), 7);
        surveyed("sub_a", new RuleCost(0.25, 0), 8);
        assertThat(named("tocsin.subscription.looks")).isEqualTo(Map.of("sub_a", 0.25));
        assertThat(named("tocsin.subscription.matches.hour")).isEqualTo(Map.of("sub_a", 8.0));
    }

    @Test
    void surveyed_noLongerInTheTop_losesItsSeries() {
        surveyed("sub_a", new RuleCost(0.5, 0.25), 7);
        surveyed("sub_b", new RuleCost(0.5, 0.25), 7);
        assertThat(named("tocsin.subscription.looks")).containsOnlyKeys("sub_b");
        assertThat(named("tocsin.subscription.checks")).containsOnlyKeys("sub_b");
        assertThat(named("tocsin.subscription.matches.hour")).containsOnlyKeys("sub_b");
    }
}
