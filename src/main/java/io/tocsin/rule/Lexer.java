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

    /** A value that is read as it stands, without quotes. */
    static boolean plain(String value) {
        return !value.isEmpty() && value.chars().noneMatch(c -> endsWord((char) c) || CURLY_QUOTES.indexOf(c) >= 0);
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
        if (at == text.length() || text.charAt(at) != '~') {
            endPiece("a closing quote");
            return new Lexeme(Lexeme.Kind.PHRASE, start, at, "", words);
        }
        String distance = distance();
        endPiece("a distance");
        return new Lexeme(Lexeme.Kind.NEAR, start, at, distance, words);
    }

    private String distance() {
        int from = at + 1;
        at = from;
        while (at < text.length() && !endsWord(text.charAt(at))) {
            at++;
        }
        String distance = text.substring(from, at);
        if (distance.length() != 1 || "123456".indexOf(distance.charAt(0)) < 0) {
            throw refusal(from, Math.max(from + 1, at), "directly after the ~ how far the words may move, 1 to 6");
        }
        return distance;
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
        return words.toString();
    }

    private void endPiece(String after) {
        if (at < text.length() && !space(text.charAt(at)) && !parenthesis(text.charAt(at))) {
            throw refusal(at, wordEnd(at), "a space, a parenthesis or the end of the rule after " + after);
        }
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
        String name = word.substring(0, colon);
        at = start + colon + 1;
        if (Operators.takesBrackets(name) && text.startsWith("[", at)) {
            return new Lexeme(
                    Lexeme.Kind.BRACKETS, start, closeBrackets(), name, text.substring(colon + start + 2, at - 1));
        }
        String value = text.startsWith("\"", at) ? quotedValue() : plainValue(start + word.length());
        return new Lexeme(Lexeme.Kind.OPERATOR, start, at, name, value);
    }

    private String plainValue(int end) {
        String value = text.substring(at, end);
        at = end;
        refuseQuote();
        return value;
    }

    private String quotedValue() {
        String value = quoted();
        endPiece("a closing quote");
        return value;
    }

    /** Goes to the end of the brackets that open here; whatever stands in them, its operator looks at. */
    private int closeBrackets() {
        int close = text.indexOf(']', at);
        if (close < 0) {
            throw refusal(text.length(), text.length(), "a closing bracket, ]");
        }
        at = close + 1;
        endPiece("a closing bracket");
        return at;
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

    /** What parts the pieces of a rule. */
    static boolean space(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
