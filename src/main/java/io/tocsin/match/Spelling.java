package io.tocsin.match;

import io.tocsin.rule.Folding;
import io.tocsin.rule.Token;
import io.tocsin.rule.Tokenizer;
import java.text.Normalizer;
import java.util.List;
import java.util.regex.Pattern;

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
            return unaccented(Folding.fold(text));
        }

        @Override
        List<Token> tokens(String text) {
            return Tokenizer.tokens(text).stream()
                    .map(token -> new Token(unaccented(token.form()), token.start(), token.end(), token.glued()))
                    .toList();
        }
    };

    private static final Pattern ACCENTS = Pattern.compile("\\p{Mn}+");

    /** Equal for texts that this spelling takes for the same. */
    abstract String form(String text);

    /** The words and emoji of a text, with their forms in this spelling. */
    abstract List<Token> tokens(String text);

    private static String unaccented(String folded) {
        return Normalizer.normalize(
                ACCENTS.matcher(Normalizer.normalize(folded, Normalizer.Form.NFD))
                        .replaceAll(""),
                Normalizer.Form.NFC);
    }
}
