package io.tocsin.app;

import io.tocsin.match.RuleBudget;
import io.tocsin.rule.RuleId;
import io.tocsin.subscription.MatchCounts;
import io.tocsin.subscription.Subscription;
import io.tocsin.subscription.Subscriptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Looks at every rule now and then: what it costs, how often it matches. Takes at most a hundredth of one core. */
final class Survey implements AutoCloseable {
    /** How many subscriptions are told by name in the metrics, of the costliest and of the most frequent. */
    static final int TOP = 20;

    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final long SHARE = 100;

    private final Subscriptions subscriptions;
    private final RuleBudget budget;
    private final MatchCounts counts;
    private final Pauses pauses;
    private final Telemetry telemetry;
    private final InstantSource clock;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "tocsin-survey"));

    Survey(
            Subscriptions subscriptions,
            RuleBudget budget,
            MatchCounts counts,
            Pauses pauses,
            Telemetry telemetry,
            InstantSource clock) {
        this.subscriptions = subscriptions;
        this.budget = budget;
        this.counts = counts;
        this.pauses = pauses;
        this.telemetry = telemetry;
        this.clock = clock;
    }

    /** Surveys from now on, until it is closed. */
    void start() {
        new Rounds(thread, "surveying rules", Survey::pause, this::survey).begin();
    }

    /** Completes when the metrics say what was found. */
    CompletionStage<Void> survey() {
        return subscriptions.all().thenAccept(all -> {
            List<RuleId> rules = all.stream()
                    .filter(Subscription::inForce)
                    .map(subscription -> subscription.id().rule())
                    .toList();
            long paused = all.stream()
                    .filter(subscription -> subscription.pause().isPresent())
                    .count();
            telemetry.surveyed(budget.survey(rules, TOP), counts.mostFrequent(TOP, clock.instant()), paused);
            pauses.tellAgain();
        });
    }

    private static Duration pause(Duration took) {
        Duration share = took.multipliedBy(SHARE);
        return share.compareTo(PAUSE) > 0 ? share : PAUSE;
    }

    @Override
    public void close() {
        var unused = thread.shutdownNow();
    }
}
