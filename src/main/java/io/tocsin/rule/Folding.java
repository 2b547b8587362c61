package io.tocsin.rule;

import java.text.Normalizer;
import java.util.Locale;

/** When two spellings are the same word: case, and how an accent is encoded, make no difference; accents do. */
public final class Folding {
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
        String folded = Normalizer.normalize(seen(text), Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT)
                .replace('ς', 'σ')
                .replace("i\u0307", "i");
        return Normalizer.normalize(folded, Normalizer.Form.NFC);
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
        String bare = Normalizer.normalize(folded, Normalizer.Form.NFD)
                .codePoints()
                .filter(c -> !accent(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return Normalizer.normalize(bare, Normalizer.Form.NFC);
    }

    /** An emoji's form: whether it asks to be shown in colour is not seen. */
    static String foldEmoji(String text) {
        return text.replace("\uFE0E", "").replace("\uFE0F", "");
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
