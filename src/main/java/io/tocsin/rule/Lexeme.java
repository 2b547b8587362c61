package io.tocsin.rule;

/**
 * One piece of a rule's text.
 *
 * @param name an operator's, as written and without its colon; of words that may move, how far; else empty
 * @param value a word as written, a phrase without quotes and escapes, an operator's value, what stands in its
 *     brackets; else empty
 */
record Lexeme(Kind kind, int start, int end, String name, String value) {
    enum Kind {
        OPEN,
        CLOSE,
        OR,
        MINUS,
        WORD,
        PHRASE,
        /** A phrase whose words may move. */
        NEAR,
        OPERATOR,
        /** An operator with its value in brackets. */
        BRACKETS,
        END;

        boolean startsPart() {
            return this == OPEN || this == MINUS || term();
        }

        boolean term() {
            return this == WORD || this == PHRASE || this == NEAR || this == OPERATOR || this == BRACKETS;
        }
    }

    /** Where an operator's value begins; with its quote or bracket, if it has one. */
    int valueStart() {
        return start + name.length() + 1;
    }
}
