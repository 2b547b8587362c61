package io.tocsin.api;

import io.tocsin.match.Explanation;
import io.tocsin.match.RuleCost;
import io.tocsin.match.RuleIndex;
import io.tocsin.rule.Rule;
import io.tocsin.rule.RuleId;
import io.tocsin.rule.RuleLimits;
import io.tocsin.trial.RecentPosts;
import io.tocsin.trial.Trial;
import io.tocsin.wire.Problem;
import io.tocsin.wire.ProblemException;
import io.tocsin.wire.RuleJson;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** {@code /v1/rules:explain} and {@code /v1/rules:test}: about rules to which nobody need subscribe. */
public final class RuleRoutes {
    private static final RuleId NAMELESS = new RuleId("nameless");
    private static final int DEFAULT_SAMPLES = 5;
    private static final Duration LONGEST_TRIAL = Duration.ofSeconds(5);

    private final RuleIndex rules;
    private final RecentPosts recent;
    private final RuleLimits limits;
    private final Executor workers;
    private final InstantSource clock;
    /** Trying a rule reads all that is kept: one at a time is what matching can spare. */
    private final Semaphore trying = new Semaphore(1);

    /**
     * @param rules those in force, by which the cost of another is estimated where few posts came
     * @param workers runs what takes longer than an event loop can wait; may refuse
     */
    public RuleRoutes(RuleIndex rules, RecentPosts recent, RuleLimits limits, Executor workers, InstantSource clock) {
        this.rules = rules;
        this.recent = recent;
        this.limits = limits;
        this.workers = workers;
        this.clock = clock;
    }

    public void bind(Routes routes) {
        routes.on("explainRule", this::explain).on("testRule", this::test);
    }

    private void explain(RoutingContext request) {
        RuleJson.Explain asked = RuleJson.decodeExplain(request.body().buffer().getBytes(), clock.instant());
        Rule rule = Rule.parse(NAMELESS, asked.rule(), limits);
        answer(request, () -> RuleJson.encode(rule, Explanation.of(rule.condition(), asked.post())));
    }

    private void test(RoutingContext request) {
        RuleJson.Test asked = RuleJson.decodeTest(request.body().buffer().getBytes());
        Rule rule = Rule.parse(NAMELESS, asked.rule(), limits);
        int samples = (int) asked.samples().orElse(DEFAULT_SAMPLES);
        if (!trying.tryAcquire()) {
            throw busy();
        }
        try {
            answer(request, () -> {
                try {
                    return tried(rule, samples);
                } finally {
                    trying.release();
                }
            });
        } catch (ProblemException refused) {
            trying.release();
            throw refused;
        }
    }

    private byte[] tried(Rule rule, int samples) {
        Instant end = clock.instant().plus(LONGEST_TRIAL);
        Optional<Trial> trial = recent.on()
                ? Optional.of(recent.of(rule, samples, () -> clock.instant().isBefore(end)))
                : Optional.empty();
        RuleCost cost = trial.flatMap(Trial::cost).orElseGet(() -> rules.estimate(rule.condition()));
        return RuleJson.encode(rule, cost, trial);
    }

    private void answer(RoutingContext request, Supplier<byte[]> work) {
        CompletableFuture<byte[]> answer;
        try {
            answer = CompletableFuture.supplyAsync(work, workers);
        } catch (RejectedExecutionException e) {
            throw busy();
        }
        Answer.here(request, answer)
                .onSuccess(json -> Answer.json(request, 200, json))
                .onFailure(request::fail);
    }

    private static ProblemException busy() {
        return new ProblemException(Problem.unavailable("Other rules are being tried; this one can be soon."));
    }
}
