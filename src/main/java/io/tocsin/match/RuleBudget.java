package io.tocsin.match;

import io.tocsin.match.RuleRefusedException.Limit;
import io.tocsin.rule.Rule;
import io.tocsin.rule.RuleId;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The rules in force and what they cost together, kept below its limits. Callable from any thread.
 *
 * <p>What they cost is a running sum: each change adds what the index says of the rule then. As statistics change, the
 * sum drifts from the truth, and {@link #survey} sets it right.
 */
public final class RuleBudget {
    private final RuleIndex index;
    private final CostLimits limits;

    // Guarded by this.
    private double looks;
    private int everyPost;
    private int reservedRules;
    private double reservedLooks;
    private int reservedEveryPost;

    public RuleBudget(RuleIndex index, CostLimits limits) {
        this.index = index;
        this.limits = limits;
    }

    /**
     * What the rules in force come to.
     *
     * @param looks a post, where a rule that no feature leads to counts as one
     * @param everyPost how many such rules there are
     */
    public record Usage(int rules, double looks, int everyPost) {}

    /** A rule and what it costs. */
    public record Costly(RuleId rule, RuleCost cost) {}

    /** What the rules come to, and those that cost most, the costliest first. */
    public record Survey(Usage usage, List<Costly> costliest) {
        public Survey {
            costliest = List.copyOf(costliest);
        }
    }

    /** What is held for a rule that is about to be put; to be closed when it is, or will not be. */
    public final class Reservation implements AutoCloseable {
        private int rules;
        private double moreLooks;
        private int moreEveryPost;

        private Reservation(int rules, double moreLooks, int moreEveryPost) {
            this.rules = rules;
            this.moreLooks = moreLooks;
            this.moreEveryPost = moreEveryPost;
        }

        @Override
        public void close() {
            synchronized (RuleBudget.this) {
                reservedRules -= rules;
                reservedLooks -= moreLooks;
                reservedEveryPost -= moreEveryPost;
                rules = 0;
                moreLooks = 0;
                moreEveryPost = 0;
            }
        }
    }

    /**
     * Holds what the rule will cost, by an estimate, in the place of the one with its id. Throws
     * {@link RuleRefusedException} if that is beyond a limit; a rule that costs no more than the one before is always
     * within.
     */
    public Reservation reserve(Rule rule) {
        Optional<RuleCost> before = index.cost(rule.id());
        RuleCost cost = index.estimate(rule.condition());
        int size = index.size();
        int rules = before.isPresent() ? 0 : 1;
        double moreLooks = cost.load() - before.map(RuleCost::load).orElse(0.0);
        int moreEveryPost = everyPost(cost) - before.map(RuleBudget::everyPost).orElse(0);
        synchronized (this) {
            int usedRules = size + reservedRules;
            if (rules > 0 && usedRules >= limits.maxRules()) {
                throw refused(Limit.RULES, cost, usedRules, limits.maxRules());
            }
            int usedEveryPost = everyPost + reservedEveryPost;
            if (moreEveryPost > 0 && usedEveryPost >= limits.maxEveryPost()) {
                throw refused(Limit.EVERY_POST, cost, usedEveryPost, limits.maxEveryPost());
            }
            double usedLooks = looks + reservedLooks;
            if (moreLooks > 0 && usedLooks + moreLooks > limits.maxLooksPerPost()) {
                throw refused(Limit.LOOKS_PER_POST, cost, usedLooks, limits.maxLooksPerPost());
            }
            reservedRules += rules;
            reservedLooks += moreLooks;
            reservedEveryPost += moreEveryPost;
        }
        return new Reservation(rules, moreLooks, moreEveryPost);
    }

    /** As {@link RuleIndex#put}. */
    public void put(Rule rule) {
        Optional<RuleCost> before = index.cost(rule.id());
        index.put(rule);
        replaced(before, index.cost(rule.id()));
    }

    /** As {@link RuleIndex#remove}. */
    public void remove(RuleId id) {
        Optional<RuleCost> before = index.cost(id);
        if (before.isPresent()) {
            index.remove(id);
            replaced(before, Optional.empty());
        }
    }

    /** By the running sum. */
    public synchronized Usage usage() {
        return new Usage(index.size(), looks, everyPost);
    }

    /**
     * Asks the index about every one of the rules that is in force, and sets the sum right. Takes about a microsecond a
     * rule. Changes meanwhile may be counted twice or not at all, until the next survey.
     *
     * @param most how many of the costliest are told
     */
    public Survey survey(Collection<RuleId> rules, int most) {
        Comparator<Costly> byCost = Comparator.comparingDouble(
                        (Costly costly) -> costly.cost().load())
                .thenComparingDouble(costly -> costly.cost().checks())
                .thenComparing(costly -> costly.rule().value(), Comparator.reverseOrder());
        PriorityQueue<Costly> top = new PriorityQueue<>(byCost);
        double allLooks = 0;
        int allEveryPost = 0;
        for (RuleId rule : rules) {
            Optional<RuleCost> cost = index.cost(rule);
            if (cost.isPresent()) {
                allLooks += cost.get().load();
                allEveryPost += everyPost(cost.get());
                top.add(new Costly(rule, cost.get()));
                if (top.size() > most) {
                    var unused = top.remove();
                }
            }
        }
        List<Costly> costliest = new ArrayList<>(top);
        costliest.sort(byCost.reversed());
        synchronized (this) {
            looks = allLooks;
            everyPost = allEveryPost;
        }
        return new Survey(new Usage(index.size(), allLooks, allEveryPost), costliest);
    }

    private synchronized void replaced(Optional<RuleCost> before, Optional<RuleCost> after) {
        looks += after.map(RuleCost::load).orElse(0.0)
                - before.map(RuleCost::load).orElse(0.0);
        looks = Math.max(0, looks);
        everyPost += after.map(RuleBudget::everyPost).orElse(0)
                - before.map(RuleBudget::everyPost).orElse(0);
        everyPost = Math.max(0, everyPost);
    }

    private static RuleRefusedException refused(Limit limit, RuleCost cost, double used, int most) {
        String form = switch (limit) {
            case RULES -> "rules in force: %2$,.0f with this one (expected: at most %3$,d). Disable or remove one.";
            case EVERY_POST ->
                "rules asked of every post: %2$,.0f with this one, in which nothing can be looked up "
                        + "(expected: at most %3$,d). Ask for a word, a tag, a handle or a link beside it.";
            case LOOKS_PER_POST ->
                "looks a post: %2$,.1f with this rule, which costs %1$s (expected: at most %3$,d). Ask for "
                        + "something rarer: a rule costs what its rarest word, tag, handle or link does, and of "
                        + "alternatives each costs.";
        };
        double withThis = used + (limit == Limit.LOOKS_PER_POST ? cost.load() : 1);
        String message = String.format(Locale.ROOT, form, looks(cost), withThis, most);
        return new RuleRefusedException(limit, cost, used, most, message);
    }

    private static String looks(RuleCost cost) {
        return new BigDecimal(cost.load()).round(new MathContext(2)).toPlainString();
    }

    private static int everyPost(RuleCost cost) {
        return cost.kind() == RuleCost.Kind.EVERY_POST ? 1 : 0;
    }
}
