package io.tocsin.match;

/**
 * What a rule costs, per post on average.
 *
 * @param looks how many times it is come across: once for each of the features under which it is filed that a post has.
 *     A look takes about a nanosecond.
 * @param checks how many of the looks go on to ask the rule in full, as the post has all that can be seen at a glance
 */
public record RuleCost(double looks, double checks) {
    /** How selective what leads to the rule is. */
    public enum Kind {
        /** Looked at for less than one post in a thousand. */
        SELECTIVE,
        /** Looked at for less than one post in ten. */
        COMMON,
        /** Looked at for one post in ten or more. */
        BROAD,
        /** No feature leads to it: it is asked of every post. */
        EVERY_POST
    }

    private static final double SELECTIVE = 0.001;
    private static final double COMMON = 0.1;

    public Kind kind() {
        if (looks < SELECTIVE) {
            return Kind.SELECTIVE;
        } else if (looks < COMMON) {
            return Kind.COMMON;
        }
        return looks == Double.POSITIVE_INFINITY ? Kind.EVERY_POST : Kind.BROAD;
    }

    /** The looks, where a rule that is asked of every post counts as one. */
    public double load() {
        return looks == Double.POSITIVE_INFINITY ? 1 : looks;
    }
}
