package io.tocsin.rule;

/** Cuts a rule's text into its pieces, one call a piece, then {@code END} for ever. */
final class Lexer {
    private static final int MAX_FOUND = 32;
    private static final String CURLY_QUOTES = "“”„‟«»";
    private static final String DASHES = "–—−‐‑";

    private final String text;
    private int at;

    Lexer(String text) {
        this.text = text;
    }

    Lexeme next() {
        while (at < text.length() && space(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return new Lexeme(Lexeme.Kind.END, at, at, "", "");
        }
        int c = text.charAt(at);
        if (c == '(') {
            return sign(Lexeme.Kind.OPEN);
        }
        if (c == ')') {
            return sign(Lexeme.Kind.CLOSE);
        }
        if (c == '-') {
            return sign(Lexeme.Kind.MINUS);
        }
        return c == '"' ? phrase() : word();
    }

    /** The refusal of what stands from {@code start} to {@code end}. */
    RuleSyntaxException refusal(int start, int end, String expected) {
        return new RuleSyntaxException(start, found(start, end), expected);
    }

    private Lexeme sign(Lexeme.Kind kind) {
        at++;
        return new Lexeme(kind, at - 1, at, "", "");
    }

    private Lexeme phrase() {
        int start = at;
        String words = quoted();
        return new Lexeme(Lexeme.Kind.PHRASE, start, at, "", words);
    }

    /** Reads from quote to quote. A backslash takes the sign from a quote, or from a backslash. */
    private String quoted() {
        StringBuilder words = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length() && "\"\\".indexOf(text.charAt(at + 1)) >= 0) {
                at++;
            }
            words.append(text.charAt(at));
            at++;
        }
        if (at == text.length()) {
            throw refusal(at, at, "a closing quote, \"");
        }
        at++;
        if (at < text.length() && !space(text.charAt(at)) && !parenthesis(text.charAt(at))) {
            throw refusal(at, wordEnd(at), "a space, a parenthesis or the end of the rule after a closing quote");
        }
        return words.toString();
    }

    private Lexeme word() {
        int start = at;
        at = wordEnd(start);
        String word = text.substring(start, at);
        check(word, start);
        int colon = word.indexOf(':');
        if (colon < 0 || "#＃@＠".indexOf(word.charAt(0)) >= 0) {
            refuseQuote();
            return new Lexeme(word.equals("OR") ? Lexeme.Kind.OR : Lexeme.Kind.WORD, start, at, "", word);
        }
        boolean quoted = colon == word.length() - 1 && at < text.length() && text.charAt(at) == '"';
        if (!quoted) {
            refuseQuote();
        }
        String value = quoted ? quoted() : word.substring(colon + 1);
        return new Lexeme(Lexeme.Kind.OPERATOR, start, at, word.substring(0, colon), value);
    }

    private void refuseQuote() {
        if (at < text.length() && text.charAt(at) == '"') {
            throw refusal(at, at + 1, "a space before an opening quote");
        }
    }

    /** What a word processor makes of quotes and hyphens would change the meaning, and nobody would see it. */
    private void check(String word, int start) {
        if (DASHES.indexOf(word.charAt(0)) >= 0) {
            throw refusal(start, start + 1, "a hyphen, -, to exclude what follows");
        }
        for (int i = 0; i < word.length(); i++) {
            if (CURLY_QUOTES.indexOf(word.charAt(i)) >= 0) {
                throw refusal(start + i, start + i + 1, "a straight quote, \"");
            }
        }
    }

    private int wordEnd(int start) {
        int end = start;
        while (end < text.length() && !endsWord(text.charAt(end))) {
            end++;
        }
        return end == start ? start + 1 : end;
    }

    private String found(int start, int end) {
        if (start >= text.length()) {
            return "end of rule";
        }
        if (space(text.charAt(start))) {
            return "a space";
        }
        if (end - start <= MAX_FOUND) {
            return "'" + text.substring(start, end) + "'";
        }
        int cut = start + MAX_FOUND;
        return "'" + text.substring(start, Character.isHighSurrogate(text.charAt(cut - 1)) ? cut - 1 : cut) + "…'";
    }

    private static boolean endsWord(char c) {
        return space(c) || parenthesis(c) || c == '"';
    }

    private static boolean parenthesis(char c) {
        return c == '(' || c == ')';
    }

    private static boolean space(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
