package io.tocsin.rule;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Set;

/**
 * What each character is to the {@link Tokenizer}, and what it folds to: {@link Folding} and Unicode's categories,
 * looked up once for each of the 65,536 characters of the basic plane.
 *
 * <p>It goes by categories and not by {@code BreakIterator}, whose dictionaries differ between JDKs.
 */
final class Letters {
    /** A letter, a digit or what a later Unicode may make one; not a mark. */
    static final int WORD = 1;
    /** Belongs to the character before it. */
    static final int MARK = 2;
    /** Not seen: joins what stands around it. */
    static final int UNSEEN = 4;
    /** Of a script that puts no space between words. */
    static final int DENSE = 8;
    /** An emoji may start here. */
    static final int EMOJI = 16;
    /** An emoji starts here if {@link #asEmoji} comes next. */
    static final int EMOJI_IF_ASKED = 32;
    /** Folds to {@link #FOLDED}, whatever stands around it. */
    static final int PLAIN = 64;
    /** As {@link #PLAIN}, unless it stands next to another of its kind: the two may change places. */
    static final int PLAIN_IF_ALONE = 128;

    static final byte[] KIND = new byte[Character.MAX_VALUE + 1];
    static final char[] FOLDED = new char[Character.MAX_VALUE + 1];

    /** Scripts that put no space between words. */
    private static final Set<UnicodeScript> WITHOUT_SPACES = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR);

    /** Of combining class 240, the last: every other mark goes before it. */
    private static final String LAST_MARK = "\u0345";

    static {
        boolean[] composing = composing();
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            KIND[c] = (byte) (category(c) | emoji((char) c) | folding((char) c, composing));
        }
    }

    private Letters() {}

    static int kind(char c) {
        return KIND[c] & 0xFF;
    }

    /** {@link #WORD}, {@link #MARK}, {@link #UNSEEN}, {@link #DENSE} of any code point. */
    static int category(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK) {
            return MARK;
        }
        if (type == Character.FORMAT) {
            return UNSEEN;
        }
        if (!word(c, type)) {
            return 0;
        }
        // The long vowel mark belongs to both kana, so to neither.
        boolean dense = c == 'ー' || c == 'ｰ' || WITHOUT_SPACES.contains(UnicodeScript.of(c));
        return dense ? WORD | DENSE : WORD;
    }

    /** Everything but punctuation, symbols, separators, controls; what a later Unicode assigns may well be a letter. */
    private static boolean word(int c, int type) {
        return Character.isLetterOrDigit(c)
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER
                || type == Character.PRIVATE_USE
                || type == Character.UNASSIGNED;
    }

    /** The next character asks that the one before it be shown as an emoji. */
    static boolean asEmoji(char next) {
        return next == '\uFE0F' || next == '\u20E3';
    }

    private static int emoji(char c) {
        if (Character.isHighSurrogate(c) || Emoji.end(String.valueOf(c), 0) > 0) {
            return EMOJI;
        }
        boolean ifAsked = Emoji.end(c + "\uFE0F", 0) > 0 || Emoji.end(c + "\u20E3", 0) > 0;
        return ifAsked ? EMOJI_IF_ASKED : 0;
    }

    private static int folding(char c, boolean[] composing) {
        String folded = Folding.fold(String.valueOf(c));
        if (Character.isSurrogate(c) || folded.length() != 1 || composing[c] || composing[folded.charAt(0)]) {
            return 0;
        }
        FOLDED[c] = folded.charAt(0);
        boolean moves = Normalizer.normalize(LAST_MARK + c, Normalizer.Form.NFD).charAt(0) != LAST_MARK.charAt(0);
        return moves ? PLAIN_IF_ALONE : PLAIN;
    }

    /** The characters that may melt into the one before them. */
    private static boolean[] composing() {
        boolean[] composing = new boolean[Character.MAX_VALUE + 1];
        composing[LAST_MARK.charAt(0)] = true;
        for (char c = 0; c < Character.MAX_VALUE; c++) {
            String parts = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFD);
            for (int i = 1; i < parts.length(); i++) {
                composing[parts.charAt(i)] = true;
            }
        }
        return composing;
    }
}
