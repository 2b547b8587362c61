package io.tocsin.match;

/** A rule that would take the rules in force beyond their limits. The message is shown to the rule's author. */
public final class RuleRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Which limit it is. */
    public enum Limit {
        RULES,
        LOOKS_PER_POST,
        EVERY_POST
    }

    private final Limit limit;
    private final transient RuleCost cost;
    private final double used;
    private final int most;

    RuleRefusedException(Limit limit, RuleCost cost, double used, int most, String message) {
        super(message);
        this.limit = limit;
        this.cost = cost;
        this.used = used;
        this.most = most;
    }

    public Limit limit() {
        return limit;
    }

    /** What the rule would cost. */
    public RuleCost cost() {
        return cost;
    }

    /** What the rules in force come to by that limit. */
    public double used() {
        return used;
    }

    /** What they may come to. */
    public int most() {
        return most;
    }
}
