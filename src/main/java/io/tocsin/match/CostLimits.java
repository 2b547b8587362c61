package io.tocsin.match;

/**
 * What the rules in force may cost together.
 *
 * @param maxRules how many there may be
 * @param maxLooksPerPost the sum of their looks a post, where one that no feature leads to counts as one
 * @param maxEveryPost how many of them may be such that no feature leads to them
 */
public record CostLimits(int maxRules, int maxLooksPerPost, int maxEveryPost) {
    /** A million rules such as most subscribers write are looked at about 2,400 times a post. */
    public static final CostLimits DEFAULT = new CostLimits(1_000_000, 20_000, 100);

    public CostLimits {
        if (maxRules < 0 || maxLooksPerPost < 0 || maxEveryPost < 0) {
            throw new IllegalArgumentException("cost limits: " + maxRules + ", " + maxLooksPerPost + ", " + maxEveryPost
                    + " (expected: each 0 or more)");
        }
    }
}
