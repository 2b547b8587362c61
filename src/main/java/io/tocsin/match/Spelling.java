package io.tocsin.match;

import io.tocsin.rule.Folding;
import io.tocsin.rule.Token;
import io.tocsin.rule.Tokenizer;
import java.util.List;

/** Which spellings a rule takes for the same. */
enum Spelling {
    WITH_ACCENTS {
        @Override
        String form(String text) {
            return Folding.fold(text);
        }

        @Override
        List<Token> tokens(String text) {
            return Tokenizer.tokens(text);
        }
    },

    WITHOUT_ACCENTS {
        @Override
        String form(String text) {
            return Folding.unaccented(Folding.fold(text));
        }

        @Override
        List<Token> tokens(String text) {
            return Tokenizer.tokens(text).stream()
                    .map(token ->
                            new Token(Folding.unaccented(token.form()), token.start(), token.end(), token.glued()))
                    .toList();
        }
    };

    /** Equal for texts that this spelling takes for the same. */
    abstract String form(String text);

    /** The words and emoji of a text, with their forms in this spelling. */
    abstract List<Token> tokens(String text);
}
