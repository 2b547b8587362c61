package io.tocsin.post;

import java.lang.Character.UnicodeScript;

/** Which code points may stand where in a tag, a mention, a stock symbol or a link. */
final class Letters {
    private static final int ASCII_END = 0x80;

    private static final int LETTER_TYPES = types(
            Character.UPPERCASE_LETTER,
            Character.LOWERCASE_LETTER,
            Character.TITLECASE_LETTER,
            Character.MODIFIER_LETTER,
            Character.OTHER_LETTER,
            Character.NON_SPACING_MARK,
            Character.ENCLOSING_MARK,
            Character.COMBINING_SPACING_MARK,
            Character.DECIMAL_DIGIT_NUMBER);

    /** No letters, but within words of Hebrew, Tibetan, Japanese, Catalan and others, or joining them. */
    private static final String TAG_SIGNS =
            "_\u200C\u200D\uA67E\u05BE\u05F3\u05F4\uFF5E\u301C\u309B\u309C\u30A0\u30FB\u3003\u0F0B\u0F0C\u00B7";

    private static final String NO_LINK_ASCII = "\"<>\\^`{|}\u007F";

    private Letters() {}

    /** A letter, a mark or a digit. */
    static boolean letter(int c) {
        if (c < ASCII_END) {
            return asciiLetter(c) || ('0' <= c && c <= '9');
        }
        return (LETTER_TYPES & 1 << Character.getType(c)) != 0;
    }

    static boolean asciiLetter(int c) {
        return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z');
    }

    /** Part of a tag. */
    static boolean tag(int c) {
        return letter(c) || TAG_SIGNS.indexOf(c) >= 0;
    }

    /** Part of a handle. */
    static boolean handle(int c) {
        return (c < ASCII_END && letter(c)) || c == '_';
    }

    static boolean latin(int c) {
        return c < ASCII_END ? asciiLetter(c) : UnicodeScript.of(c) == UnicodeScript.LATIN;
    }

    /** Part of a link: in scripts that put no space before the next word, a letter ends it. */
    static boolean link(int c) {
        if (c < ASCII_END) {
            return c > ' ' && NO_LINK_ASCII.indexOf(c) < 0;
        }
        return letter(c) && c != 'ー' && spaced(UnicodeScript.of(c));
    }

    private static boolean spaced(UnicodeScript script) {
        return script != UnicodeScript.HAN
                && script != UnicodeScript.HIRAGANA
                && script != UnicodeScript.KATAKANA
                && script != UnicodeScript.THAI;
    }

    /** A space, or a mark that only tells which way the text runs. */
    static boolean space(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.getType(c) == Character.FORMAT;
    }

    private static int types(int... types) {
        int all = 0;
        for (int type : types) {
            all |= 1 << type;
        }
        return all;
    }
}
