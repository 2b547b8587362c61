package io.tocsin.rule;

/**
 * One piece of a rule's text.
 *
 * @param name an operator's, as written and without its colon; else empty
 * @param value a word as written, a phrase without quotes and escapes, an operator's value; else empty
 */
record Lexeme(Kind kind, int start, int end, String name, String value) {
    enum Kind {
        OPEN,
        CLOSE,
        OR,
        MINUS,
        WORD,
        PHRASE,
        OPERATOR,
        END;

        boolean startsTerm() {
            return this == OPEN || this == MINUS || this == WORD || this == PHRASE || this == OPERATOR;
        }
    }
}
