package io.tocsin.rule;

/**
 * How large a rule may be.
 *
 * @param characters of its text, in code points
 * @param terms words, phrases, tags, handles and operators, however often the same one stands in it
 * @param depth parentheses inside each other
 */
public record RuleLimits(int characters, int terms, int depth) {
    private static final int MOST_CHARACTERS = 1_000_000;
    private static final int MOST_TERMS = 100_000;
    /** Everything that goes through a condition goes down it by calls: this deep is far from the end of any stack. */
    private static final int MOST_DEPTH = 200;

    /** What a subscriber is held to, if nobody says otherwise. */
    public static final RuleLimits DEFAULT = new RuleLimits(2_048, 256, 32);

    /** For rules that were accepted once, maybe under other limits than today's, and are read back. */
    public static final RuleLimits WIDEST = new RuleLimits(MOST_CHARACTERS, MOST_TERMS, MOST_DEPTH);

    public RuleLimits {
        check("characters", characters, MOST_CHARACTERS);
        check("terms", terms, MOST_TERMS);
        check("depth", depth, MOST_DEPTH);
    }

    private static void check(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 1 to " + most + ")");
        }
    }
}
