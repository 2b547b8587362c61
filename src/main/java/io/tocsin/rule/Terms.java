package io.tocsin.rule;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a single piece of a rule asks: a word, a phrase, a tag, a handle, an operator with its value. */
final class Terms {
    private static final Pattern HANDLE = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N}_.@-]*");
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*");

    /** By their names in lower case. */
    private static final Map<String, Operator> OPERATORS = new TreeMap<>(Map.of(
            "from", new Operator("a handle or an author's id", Terms::author, Condition.From::new),
            "lang", new Operator("a language code such as en or pt-BR", Terms::language, Condition.Lang::new)));

    private static final String KNOWN =
            OPERATORS.keySet().stream().map(name -> name + ":").collect(Collectors.joining(", "));

    /**
     * An operator that takes a value.
     *
     * @param expected what its value is, for the author of a rule
     * @param clean what the value stands for; empty if it is none
     */
    private record Operator(String expected, Function<String, String> clean, Function<String, Condition> condition) {}

    private final Lexer lexer;

    Terms(Lexer lexer) {
        this.lexer = lexer;
    }

    Condition term(Lexeme lexeme) {
        return switch (lexeme.kind()) {
            case WORD -> word(lexeme);
            case PHRASE -> phrase(lexeme);
            case OPERATOR -> operation(lexeme);
            default -> throw new AssertionError(lexeme);
        };
    }

    private Condition phrase(Lexeme lexeme) {
        if (Tokenizer.tokens(lexeme.value()).isEmpty()) {
            throw refusal(lexeme, "a letter, a digit or an emoji between the quotes");
        }
        return new Condition.Phrase(lexeme.value());
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
        if (sign == '$' && word.length() > 1 && Character.isLetter(word.codePointAt(1))) {
            throw refusal(lexeme, "the word without its $; cashtags are not an operator here");
        }
        if (Tokenizer.tokens(word).isEmpty()) {
            throw refusal(lexeme, "a word with a letter, a digit or an emoji in it");
        }
        return new Condition.Keyword(word);
    }

    private String tag(Lexeme lexeme) {
        String tag = lexeme.value().substring(1);
        int at = 0;
        while (at < tag.length() && inTag(tag.codePointAt(at))) {
            at += Character.charCount(tag.codePointAt(at));
        }
        if (tag.isEmpty() || at < tag.length()) {
            throw lexer.refusal(lexeme.start() + 1 + at, lexeme.end(), "a letter, a digit or '_' in a tag");
        }
        return tag;
    }

    private Condition operation(Lexeme lexeme) {
        Operator operator = OPERATORS.get(lexeme.name().toLowerCase(Locale.ROOT));
        if (operator == null) {
            throw refusal(lexeme, "one of the operators " + KNOWN + "; a word with a colon goes in quotes");
        }
        String value = operator.clean.apply(lexeme.value());
        if (value.isEmpty()) {
            int at = lexeme.start() + lexeme.name().length() + 1;
            throw lexer.refusal(at, Math.max(at, lexeme.end()), operator.expected);
        }
        return operator.condition.apply(value);
    }

    private RuleSyntaxException refusal(Lexeme lexeme, String expected) {
        return lexer.refusal(lexeme.start(), lexeme.end(), expected);
    }

    private static String author(String value) {
        return (value.startsWith("@") ? value.substring(1) : value).strip();
    }

    private static String language(String value) {
        return LANGUAGE.matcher(value).matches() ? value : "";
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
