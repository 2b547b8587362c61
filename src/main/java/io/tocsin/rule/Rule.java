package io.tocsin.rule;

/** A rule: its text, and the condition that the text means. */
public record Rule(RuleId id, String text, Condition condition) {
    /**
     * Reads a rule that was accepted before, whatever the limits were then. Throws {@link RuleSyntaxException} if the
     * text is none.
     */
    public static Rule parse(RuleId id, String text) {
        return parse(id, text, RuleLimits.WIDEST);
    }

    /** Reads a subscriber's rule; throws {@link RuleSyntaxException} if the text is none, or goes beyond the limits. */
    public static Rule parse(RuleId id, String text, RuleLimits limits) {
        return new Rule(id, text, RuleParser.parse(text, limits));
    }

    /**
     * The one text for this rule and for all that say the same in other words, as far as that is cheap to see; the
     * room's page has how. It is a rule, means what this one means, and is its own canonical text.
     */
    public String canonical() {
        return Canonical.of(condition).written();
    }
}
