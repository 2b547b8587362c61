package io.tocsin.match;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * Where rules are found. A rule is filed under features of which a post that satisfies it must have one: of what must
 * all hold, under the part that is met least often; of what need not, under each. Beside it stands a partner, the
 * rarest of the other features that such a post must have, and as much of the rest as can be seen at a glance; whether
 * the rule holds is then looked at in full, unless that was all of it.
 *
 * <p>A rule that no feature leads to is looked at for each post.
 */
final class Filing {
    /** The rule holds if the feature, its partners and the flags are there: nothing else need be looked at. */
    static final int PROVEN = 1 << 31;
    /** The rule has other postings. */
    static final int ONE_OF_MANY = 1 << 30;

    /** The number of a rule that is proven; where the code starts of one that is not. */
    static final int TARGET = ONE_OF_MANY - 1;
    /** Stands for the feature of a posting that every post meets, and for a partner that there is not. */
    static final int NONE = -1;

    private static final int MOST_PROVEN = 3;
    /** So many alternatives get postings of their own. */
    private static final int MOST_ALTERNATIVES = 8;

    private final int[] code;
    private final IntToDoubleFunction rate;
    private final Postings postings;
    private int root;
    /** What a post must have on the way to the node that is being filed. */
    private final Ints required = new Ints();
    /** The groups of alternatives of which it must have one, by their nodes. */
    private final Ints groups = new Ints();

    /** Takes postings. */
    interface Postings {
        /**
         * One posting.
         *
         * @param feature what leads to it, or {@link #NONE}
         * @param partner what else a post must have, or {@link #NONE}
         * @param second what more, or {@link #NONE}
         * @param flags the {@link Flags} that a post must have
         * @param target the rule's number with {@link #PROVEN}, or where its code starts
         */
        void add(int feature, int partner, int second, int flags, int target);
    }

    /** @param rate in how many posts a feature is, as a share of all */
    Filing(int[] code, IntToDoubleFunction rate, Postings postings) {
        this.code = code;
        this.rate = rate;
        this.postings = postings;
    }

    /** Files the rule whose code starts there. */
    void file(int rule) {
        root = rule;
        if (cost(rule) == Double.POSITIVE_INFINITY) {
            postings.add(NONE, NONE, NONE, flags(rule), rule);
        } else {
            file(rule, 0, true);
        }
    }

    /** How many times a rule is come across in a post, on average; infinite if no feature leads to it. */
    double cost(int node) {
        return switch (Code.operation(code, node)) {
            case Code.ALL, Code.NEAR, Code.CONTAINS -> {
                int rarest = rarest(code, Code.firstFeature(node), Code.afterFeatures(code, node), NONE, NONE);
                yield rarest == NONE ? Double.POSITIVE_INFINITY : rate.applyAsDouble(rarest);
            }
            case Code.CIRCLE, Code.BOX, Code.OR -> sum(node);
            case Code.AND -> cost(cheapest(node));
            default -> Double.POSITIVE_INFINITY;
        };
    }

    private double sum(int node) {
        double sum = 0;
        for (int at = Code.firstFeature(node); at < Code.afterFeatures(code, node); at++) {
            sum += rate.applyAsDouble(code[at]);
        }
        if (Code.operation(code, node) == Code.OR) {
            for (int child = node + Code.HEADER; child < Code.next(code, node); child = Code.next(code, child)) {
                sum += cost(child);
            }
        }
        return sum;
    }

    private int cheapest(int node) {
        int cheapest = node + Code.HEADER;
        double least = Double.POSITIVE_INFINITY;
        for (int child = cheapest; child < Code.next(code, node); child = Code.next(code, child)) {
            double cost = cost(child);
            if (cost < least) {
                least = cost;
                cheapest = child;
            }
        }
        return cheapest;
    }

    /** The rarest of the features in the array, but for two. */
    private int rarest(int[] features, int from, int to, int but, int other) {
        int rarest = NONE;
        double least = Double.POSITIVE_INFINITY;
        for (int at = from; at < to; at++) {
            int feature = features[at] & ~Code.GLUED;
            if (feature != but && feature != other && rate.applyAsDouble(feature) < least) {
                least = rate.applyAsDouble(feature);
                rarest = feature;
            }
        }
        return rarest;
    }

    /** @param exact what a post must have, in features and flags, is all that is asked of it */
    private void file(int node, int flags, boolean exact) {
        int requiredBefore = required.size();
        int groupsBefore = groups.size();
        switch (Code.operation(code, node)) {
            case Code.ALL, Code.NEAR, Code.CONTAINS -> {
                require(node);
                int leading = rarest(code, Code.firstFeature(node), Code.afterFeatures(code, node), NONE, NONE);
                post(leading, flags, exact && Code.operation(code, node) == Code.ALL);
            }
            case Code.CIRCLE, Code.BOX -> {
                for (int at = Code.firstFeature(node); at < Code.afterFeatures(code, node); at++) {
                    post(code[at], flags, false);
                }
            }
            case Code.AND -> {
                int cheapest = cheapest(node);
                boolean exactly = exact;
                for (int child = node + Code.HEADER; child < Code.next(code, node); child = Code.next(code, child)) {
                    if (child != cheapest && Code.operation(code, child) == Code.OR) {
                        groups.add(child);
                    } else if (child != cheapest) {
                        require(child);
                        exactly &= exact(child);
                    }
                }
                file(cheapest, flags | flags(node), exactly);
            }
            case Code.OR -> {
                for (int child = node + Code.HEADER; child < Code.next(code, node); child = Code.next(code, child)) {
                    file(child, flags, exact);
                }
            }
            default -> throw new AssertionError(Code.operation(code, node));
        }
        required.truncate(requiredBefore);
        groups.truncate(groupsBefore);
    }

    private void post(int leading, int flags, boolean exact) {
        int partner = rarest(required.array(), 0, required.size(), leading, NONE);
        int second = partner == NONE ? NONE : rarest(required.array(), 0, required.size(), leading, partner);
        int group = second == NONE ? rarestGroup() : NONE;
        if (group == NONE) {
            postings.add(leading, partner, second, flags, target(exact && groups.size() == 0));
            return;
        }
        for (int child = group + Code.HEADER; child < Code.next(code, group); child = Code.next(code, child)) {
            int before = required.size();
            require(child);
            int alternative = rarest(required.array(), before, required.size(), NONE, NONE);
            boolean single = required.size() == before + 1;
            boolean first = partner == NONE || rate.applyAsDouble(alternative) < rate.applyAsDouble(partner);
            postings.add(
                    leading,
                    first ? alternative : partner,
                    first ? partner : alternative,
                    flags,
                    target(exact && single && groups.size() == 1 && Code.operation(code, child) == Code.ALL));
            required.truncate(before);
        }
    }

    /** @param exact features and flags are all that is asked of a post */
    private int target(boolean exact) {
        return exact && distinct() <= MOST_PROVEN ? Code.rule(code, root) | PROVEN : root;
    }

    private int distinct() {
        return (int) Arrays.stream(required.array(), 0, required.size())
                .map(feature -> feature & ~Code.GLUED)
                .distinct()
                .count();
    }

    /** The group that is least often met, of those with few alternatives, each of which a feature leads to. */
    private int rarestGroup() {
        int rarest = NONE;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < groups.size(); i++) {
            double cost = cost(groups.get(i));
            if (cost < least && lends(groups.get(i))) {
                least = cost;
                rarest = groups.get(i);
            }
        }
        return rarest;
    }

    private boolean lends(int group) {
        int alternatives = 0;
        for (int child = group + Code.HEADER; child < Code.next(code, group); child = Code.next(code, child)) {
            alternatives++;
            if (leader(child) == NONE) {
                return false;
            }
        }
        return alternatives <= MOST_ALTERNATIVES;
    }

    /** A feature of every post that satisfies the node, or {@link #NONE}. */
    private int leader(int node) {
        int before = required.size();
        require(node);
        int leader = rarest(required.array(), before, required.size(), NONE, NONE);
        required.truncate(before);
        return leader;
    }

    /** Every post that satisfies the node has these features. */
    private void require(int node) {
        switch (Code.operation(code, node)) {
            case Code.ALL, Code.NEAR, Code.CONTAINS ->
                required.addAll(code, Code.firstFeature(node), Code.afterFeatures(code, node));
            case Code.AND -> {
                for (int child = node + Code.HEADER; child < Code.next(code, node); child = Code.next(code, child)) {
                    require(child);
                }
            }
            default -> {
                // Of the others nothing can be said at a glance.
            }
        }
    }

    /** What the node asks for is features and flags, all of them. */
    private boolean exact(int node) {
        return switch (Code.operation(code, node)) {
            case Code.ALL, Code.FLAG -> true;
            case Code.AND -> {
                boolean all = true;
                for (int child = node + Code.HEADER; child < Code.next(code, node); child = Code.next(code, child)) {
                    all &= exact(child);
                }
                yield all;
            }
            default -> false;
        };
    }

    /** Every post that satisfies the node has these flags. */
    private int flags(int node) {
        return switch (Code.operation(code, node)) {
            case Code.FLAG -> code[node + Code.HEADER];
            case Code.AND -> {
                int all = 0;
                for (int child = node + Code.HEADER; child < Code.next(code, node); child = Code.next(code, child)) {
                    all |= flags(child);
                }
                yield all;
            }
            default -> 0;
        };
    }
}
