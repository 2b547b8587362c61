package io.tocsin.rule;

import java.util.Optional;
import java.util.regex.Pattern;

/** What a single piece of a rule asks: a word, a phrase, a tag, a handle, an operator with its value. */
final class Terms {
    private static final Pattern HANDLE = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N}_.@-]*+");
    private static final Pattern SYMBOL = Pattern.compile("[A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?");

    private final Lexer lexer;

    Terms(Lexer lexer) {
        this.lexer = lexer;
    }

    /** What the text asks if it is one term and nothing else. */
    static Optional<Condition> only(String text) {
        Lexer lexer = new Lexer(text);
        try {
            Lexeme lexeme = lexer.next();
            return lexeme.kind().term() && lexer.next().kind() == Lexeme.Kind.END
                    ? Optional.of(new Terms(lexer).term(lexeme))
                    : Optional.empty();
        } catch (RuleSyntaxException refusal) {
            return Optional.empty();
        }
    }

    Condition term(Lexeme lexeme) {
        return switch (lexeme.kind()) {
            case WORD -> word(lexeme);
            case PHRASE -> new Condition.Phrase(words(lexeme));
            case NEAR -> new Condition.Near(words(lexeme), Integer.parseInt(lexeme.name()));
            case OPERATOR, BRACKETS -> Operators.condition(new Operation(lexer, lexeme));
            default -> throw new AssertionError(lexeme);
        };
    }

    private String words(Lexeme lexeme) {
        if (Tokenizer.tokens(lexeme.value()).isEmpty()) {
            throw refusal(lexeme, "a letter, a digit or an emoji between the quotes");
        }
        return lexeme.value();
    }

    private Condition word(Lexeme lexeme) {
        String word = lexeme.value();
        char sign = word.charAt(0);
        if (Emoji.end(word, 0) > 0) {
            return new Condition.Keyword(word);
        }
        if (sign == '#' || sign == '＃') {
            return new Condition.Hashtag(tag(lexeme));
        }
        if (sign == '@' || sign == '＠') {
            if (!HANDLE.matcher(word.substring(1)).matches()) {
                throw refusal(lexeme, "a handle directly after the @, of letters, digits, '_', '.', '-', '@'");
            }
            return new Condition.Mention(word.substring(1));
        }
        if ((sign == '$' || sign == '＄') && word.length() > 1 && Character.isLetter(word.codePointAt(1))) {
            return new Condition.Cashtag(symbol(lexeme));
        }
        if (Tokenizer.tokens(word).isEmpty()) {
            throw refusal(lexeme, "a word with a letter, a digit or an emoji in it");
        }
        return new Condition.Keyword(word);
    }

    private String symbol(Lexeme lexeme) {
        String symbol = lexeme.value().substring(1);
        if (!SYMBOL.matcher(symbol).matches()) {
            throw refusal(
                    lexeme,
                    "after the $ a stock symbol of 1 to 6 letters, and 1 or 2 behind a '.' or '_'; or the word without its $");
        }
        return symbol;
    }

    private String tag(Lexeme lexeme) {
        String tag = lexeme.value().substring(1);
        int at = 0;
        while (at < tag.length() && inTag(tag.codePointAt(at))) {
            at += Character.charCount(tag.codePointAt(at));
        }
        if (at < tag.length() || Folding.unaccented(Folding.fold(tag)).isEmpty()) {
            int start = lexeme.start() + 1 + (at < tag.length() ? at : 0);
            throw lexer.refusal(start, lexeme.end(), "a letter, a digit or '_' in a tag");
        }
        return tag;
    }

    private RuleSyntaxException refusal(Lexeme lexeme, String expected) {
        return lexer.refusal(lexeme.start(), lexeme.end(), expected);
    }

    private static boolean inTag(int c) {
        int type = Character.getType(c);
        return Character.isLetterOrDigit(c)
                || c == '_'
                || c == '·'
                || c == '・'
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.FORMAT
                || type == Character.OTHER_SYMBOL;
    }
}
