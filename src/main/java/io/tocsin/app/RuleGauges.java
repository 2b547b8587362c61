package io.tocsin.app;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.tocsin.match.RuleBudget;
import io.tocsin.match.RuleIndex;
import io.tocsin.rule.RuleId;
import io.tocsin.subscription.MatchCounts;
import java.util.List;
import java.util.function.Supplier;

/**
 * What rules cost and match, as gauges: sums of all, and by name only those that stand out. A rule that no longer
 * stands out loses its series, so that their number is bounded whatever rules come and go.
 */
final class RuleGauges {
    private final MeterRegistry registry;
    private final MultiGauge looks;
    private final MultiGauge checks;
    private final MultiGauge matches;
    private volatile Sums sums = new Sums(new RuleBudget.Usage(0, 0, 0), 0);

    private record Sums(RuleBudget.Usage usage, long paused) {}

    RuleGauges(MeterRegistry registry) {
        this.registry = registry;
        looks = top("tocsin.subscription.looks", "Looks a post, of the subscriptions whose rules cost most");
        checks = top("tocsin.subscription.checks", "Full checks a post, of the subscriptions whose rules cost most");
        matches = top(
                "tocsin.subscription.matches.hour",
                "Matches within the last hour, of the subscriptions whose rules match most");
        gauge(
                "tocsin.rules.looks",
                "Looks a post, of all rules in force",
                () -> sums.usage().looks());
        gauge(
                "tocsin.rules.every.post",
                "Rules in force that are asked of every post",
                () -> sums.usage().everyPost());
        gauge("tocsin.subscriptions.paused", "Subscriptions that are paused", () -> sums.paused());
    }

    void watch(RuleIndex index) {
        gauge("tocsin.rules", "Rules in force", index::size);
        Gauge.builder("tocsin.rules.size", index::bytes)
                .description("Memory that the index of rules uses")
                .baseUnit("bytes")
                .register(registry);
    }

    void surveyed(RuleBudget.Survey survey, List<MatchCounts.Frequent> frequent, long paused) {
        sums = new Sums(survey.usage(), paused);
        looks.register(
                survey.costliest().stream()
                        .map(costly -> Row.of(tags(costly.rule()), costly.cost().load()))
                        .toList(),
                true);
        checks.register(
                survey.costliest().stream()
                        .map(costly -> Row.of(tags(costly.rule()), costly.cost().checks()))
                        .toList(),
                true);
        matches.register(
                frequent.stream()
                        .map(one -> Row.of(
                                tags(one.subscription().rule()), one.count().lastHour()))
                        .toList(),
                true);
    }

    private static Tags tags(RuleId rule) {
        return Tags.of("subscription", rule.value());
    }

    private MultiGauge top(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }
}
