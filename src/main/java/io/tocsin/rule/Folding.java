package io.tocsin.rule;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** When two spellings are the same word: case, and how an accent is encoded, make no difference; accents do. */
public final class Folding {
    private static final Pattern DOTTED = Pattern.compile("i\u0307++");
    private static final int MOST_MARKS = 30;
    private static final char GRAPHEME_JOINER = '\u034F';

    private Folding() {}

    /**
     * The form under which spellings of one word are equal.
     *
     * <p>Text is composed (NFC) and case is folded in full, in no language's own way: {@code ß} is {@code ss}, a final
     * {@code ς} is {@code σ}. The language of a text is not known, so Turkish {@code İ} and {@code ı} are the {@code i}
     * that Turkish readers and everybody else mean by it. Soft hyphens, joiners, direction marks and variation
     * selectors are not seen. Folding twice is folding once.
     */
    public static String fold(String text) {
        if (ascii(text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        // Down first: the capital ẞ goes up to itself, and only as ß to SS.
        String folded = normalized(seen(text), Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT)
                .replace('ς', 'σ');
        return normalized(DOTTED.matcher(folded).replaceAll("i"), Normalizer.Form.NFC);
    }

    /**
     * The form of a folded text under which accents make no difference either: without the marks above and below Latin,
     * Greek and Cyrillic letters, the vowel signs of Arabic and the points of Hebrew. Letters that are no letter with a
     * mark, such as {@code ø} and {@code ł}, stay; and so do the vowel signs of other scripts, which are no accents.
     * Doing it twice is doing it once.
     */
    public static String unaccented(String folded) {
        if (ascii(folded)) {
            return folded;
        }
        String bare = normalized(folded, Normalizer.Form.NFD)
                .codePoints()
                .filter(c -> !accent(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return normalized(bare, Normalizer.Form.NFC);
    }

    /** An emoji's form: whether it asks to be shown in colour is not seen. */
    static String foldEmoji(String text) {
        return text.replace("\uFE0E", "").replace("\uFE0F", "");
    }

    private static String normalized(String text, Normalizer.Form form) {
        return Normalizer.normalize(uncrowded(text), form);
    }

    /**
     * No language sets more than a few marks upon one letter; but to put them in their order takes the square of their
     * number, so a joiner that is not seen cuts longer runs (UAX #15, Stream-Safe Text Format).
     */
    private static String uncrowded(String text) {
        int marks = 0;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            marks = marksWith(text.codePointAt(at), marks);
            if (marks > MOST_MARKS) {
                return cut(text);
            }
        }
        return text;
    }

    private static String cut(String text) {
        StringBuilder cut = new StringBuilder(text.length() + text.length() / MOST_MARKS);
        int marks = 0;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int c = text.codePointAt(at);
            marks = marksWith(c, marks);
            if (marks > MOST_MARKS) {
                cut.append(GRAPHEME_JOINER);
                marks = 1;
            }
            cut.appendCodePoint(c);
        }
        return cut.toString();
    }

    /** How many marks are in a row at {@code c}, which stands after {@code before} of them. */
    private static int marksWith(int c, int before) {
        return c >= 0x0300 && c != GRAPHEME_JOINER && mark(c) ? before + 1 : 0;
    }

    private static boolean mark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    private static boolean ascii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static String seen(String text) {
        return text.codePoints()
                .filter(c -> Character.getType(c) != Character.FORMAT && !variationSelector(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean accent(int c) {
        return (c >= 0x0300 && c <= 0x036F) // combining diacritical marks
                || (c >= 0x064B && c <= 0x065F) // Arabic vowel signs
                || c == 0x0670 // Arabic alef above
                || (c >= 0x0591 && c <= 0x05C7 && Character.getType(c) == Character.NON_SPACING_MARK); // Hebrew points
    }

    private static boolean variationSelector(int c) {
        return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
    }
}
