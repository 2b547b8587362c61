package io.tocsin.match;

import java.util.function.IntToDoubleFunction;

/**
 * Where rules are found. A rule is filed under features of which a post that satisfies it must have one: of what must
 * all hold, under the part that is met least often; of what need not, under each. Each posting says besides what else
 * such a post must have, as far as that can be seen at a glance; whether the rule holds is then looked at in full.
 *
 * <p>A rule that no feature leads to is looked at for each post.
 */
final class Filing {
    /** The rule holds if the feature is there: nothing else need be looked at. */
    static final int PROVEN = 1 << 31;
    /** The rule has other postings. */
    static final int ONE_OF_MANY = 1 << 30;

    static final int RULE = ONE_OF_MANY - 1;
    /** Stands for a feature in a posting that every post meets. */
    static final int EVERY = -1;

    private final int[] code;
    private final IntToDoubleFunction rate;
    private final Postings postings;

    /** Takes postings. */
    interface Postings {
        /**
         * One posting.
         *
         * @param feature what leads to it, or {@link #EVERY}
         * @param signature what else a post must have
         * @param flags the {@link Flags} that a post must have
         * @param rule the rule's number, with {@link #PROVEN}
         */
        void add(int feature, long signature, int flags, int rule);
    }

    /** @param rate in how many posts a feature is, as a share of all */
    Filing(int[] code, IntToDoubleFunction rate, Postings postings) {
        this.code = code;
        this.rate = rate;
        this.postings = postings;
    }

    void file(int node, int rule) {
        if (cost(node) == Double.POSITIVE_INFINITY) {
            postings.add(EVERY, signature(node), flags(node), rule);
        } else {
            file(node, 0, 0, rule | PROVEN);
        }
    }

    /** How many times a rule is come across in a post, on average; infinite if no feature leads to it. */
    double cost(int node) {
        return switch (Code.operation(code, node)) {
            case Code.ALL, Code.PHRASE, Code.NEAR, Code.CONTAINS -> rarest(node);
            case Code.CIRCLE, Code.BOX, Code.OR -> sum(node);
            case Code.AND -> least(node);
            default -> Double.POSITIVE_INFINITY;
        };
    }

    private double rarest(int node) {
        int feature = rarestFeature(node);
        return feature == EVERY ? Double.POSITIVE_INFINITY : rate.applyAsDouble(feature);
    }

    private int rarestFeature(int node) {
        int rarest = EVERY;
        double least = Double.POSITIVE_INFINITY;
        for (int at = Code.firstFeature(node); at < Code.afterFeatures(code, node); at++) {
            int feature = code[at] & ~Code.GLUED;
            if (rate.applyAsDouble(feature) < least) {
                least = rate.applyAsDouble(feature);
                rarest = feature;
            }
        }
        return rarest;
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

    private double least(int node) {
        double least = Double.POSITIVE_INFINITY;
        for (int child = node + Code.HEADER; child < Code.next(code, node); child = Code.next(code, child)) {
            least = Math.min(least, cost(child));
        }
        return least;
    }

    private void file(int node, long signature, int flags, int rule) {
        switch (Code.operation(code, node)) {
            case Code.ALL -> {
                int features = Code.afterFeatures(code, node) - Code.firstFeature(node);
                add(node, signature, flags, features == 1 ? rule : rule & ~PROVEN);
            }
            case Code.PHRASE, Code.NEAR, Code.CONTAINS -> add(node, signature, flags, rule & ~PROVEN);
            case Code.CIRCLE, Code.BOX -> {
                for (int at = Code.firstFeature(node); at < Code.afterFeatures(code, node); at++) {
                    postings.add(code[at], signature, flags, rule & ~PROVEN);
                }
            }
            case Code.AND -> and(node, signature, flags, rule & ~PROVEN);
            case Code.OR -> {
                for (int child = node + Code.HEADER; child < Code.next(code, node); child = Code.next(code, child)) {
                    file(child, signature, flags, rule);
                }
            }
            default -> throw new AssertionError(Code.operation(code, node));
        }
    }

    private void add(int node, long signature, int flags, int rule) {
        postings.add(rarestFeature(node), signature | signature(node), flags, rule);
    }

    private void and(int node, long signature, int flags, int rule) {
        int best = node + Code.HEADER;
        for (int child = best; child < Code.next(code, node); child = Code.next(code, child)) {
            if (cost(child) < cost(best)) {
                best = child;
            }
        }
        file(best, signature | signature(node), flags | flags(node), rule);
    }

    /** What every post that satisfies it has. */
    private long signature(int node) {
        return switch (Code.operation(code, node)) {
            case Code.ALL, Code.PHRASE, Code.NEAR, Code.CONTAINS -> {
                long all = 0;
                for (int at = Code.firstFeature(node); at < Code.afterFeatures(code, node); at++) {
                    all |= Signature.of(code[at] & ~Code.GLUED);
                }
                yield all;
            }
            case Code.AND -> {
                long all = 0;
                for (int child = node + Code.HEADER; child < Code.next(code, node); child = Code.next(code, child)) {
                    all |= signature(child);
                }
                yield all;
            }
            case Code.OR -> {
                long common = -1;
                for (int child = node + Code.HEADER; child < Code.next(code, node); child = Code.next(code, child)) {
                    common &= signature(child);
                }
                yield common;
            }
            default -> 0;
        };
    }

    /** The flags that every post that satisfies it has. */
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
            case Code.OR -> {
                int common = -1;
                for (int child = node + Code.HEADER; child < Code.next(code, node); child = Code.next(code, child)) {
                    common &= flags(child);
                }
                yield common;
            }
            default -> 0;
        };
    }
}
