package io.tocsin.rule;

/** A rule: its text, and the condition that the text means. */
public record Rule(RuleId id, String text, Condition condition) {
    /** Reads a rule; throws {@link RuleSyntaxException} if the text is none. */
    public static Rule parse(RuleId id, String text) {
        return new Rule(id, text, RuleParser.parse(text));
    }

    /** The condition as text: one spacing, no needless parentheses. It means what the rule means. */
    public String canonical() {
        return Printer.print(condition);
    }
}
