package io.tocsin.rule;

/** A text that is not a rule. The message is shown to the rule's author as it stands. */
public final class RuleSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int position;
    private final String found;
    private final String expected;

    RuleSyntaxException(int position, String found, String expected) {
        super("column " + (position + 1) + ": found " + found + " (expected: " + expected + ")");
        this.position = position;
        this.found = found;
        this.expected = expected;
    }

    /** Where in the text, in UTF-16 code units, from 0. */
    public int position() {
        return position;
    }

    /** What stands there. */
    public String found() {
        return found;
    }

    /** What could have stood there instead. */
    public String expected() {
        return expected;
    }
}
