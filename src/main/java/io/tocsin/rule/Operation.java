package io.tocsin.rule;

import java.util.Locale;

/** An operator and its value where they stand in a rule's text. */
record Operation(Lexer lexer, Lexeme lexeme) {
    /** In lower case: operators are read in any. */
    String name() {
        return lexeme.name().toLowerCase(Locale.ROOT);
    }

    String value() {
        return lexeme.value();
    }

    boolean brackets() {
        return lexeme.kind() == Lexeme.Kind.BRACKETS;
    }

    /** The refusal of the value. */
    RuleSyntaxException refusal(String expected) {
        int at = lexeme.valueStart();
        return lexer.refusal(at, Math.max(at, lexeme.end()), expected);
    }

    /** The refusal of the operator itself. */
    RuleSyntaxException refusalOfAll(String expected) {
        return lexer.refusal(lexeme.start(), lexeme.end(), expected);
    }
}
