package io.tocsin.rule;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Cuts text into words and emoji, the same way in posts and in rules. The room's page says how.
 *
 * <p>It goes by Unicode's categories and not by {@code BreakIterator}, whose dictionaries differ between JDKs.
 */
public final class Tokenizer {
    /** Scripts that put no space between words. */
    private static final Set<UnicodeScript> WITHOUT_SPACES = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR);

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    /** Where a run of script without spaces goes on, if it does; -1 if the last token was of another kind. */
    private int runEnd = -1;

    private Tokenizer(String text) {
        this.text = text;
    }

    /** The words and emoji of a text, in its order. */
    public static List<Token> tokens(String text) {
        Tokenizer tokenizer = new Tokenizer(text);
        int at = 0;
        while (at < text.length()) {
            at = tokenizer.step(at);
        }
        return List.copyOf(tokenizer.tokens);
    }

    private int step(int at) {
        int emojiEnd = Emoji.end(text, at);
        if (emojiEnd > at) {
            runEnd = -1;
            tokens.add(new Token(Folding.foldEmoji(text.substring(at, emojiEnd)), at, emojiEnd, false));
            return emojiEnd;
        }
        int c = text.codePointAt(at);
        if (!inWord(c) || mark(c)) {
            return at + Character.charCount(c);
        }
        boolean withoutSpaces = withoutSpaces(c);
        int end = withoutSpaces ? afterMarks(at + Character.charCount(c)) : wordEnd(at);
        boolean glued = withoutSpaces && runEnd >= 0 && afterUnseen(runEnd) == at;
        tokens.add(new Token(Folding.fold(text.substring(at, end)), at, end, glued));
        runEnd = withoutSpaces ? end : -1;
        return end;
    }

    private int wordEnd(int start) {
        int end = start;
        int next = start;
        while (next < text.length() && continuesWord(next)) {
            end = next + Character.charCount(text.codePointAt(next));
            next = afterUnseen(end);
        }
        return end;
    }

    private boolean continuesWord(int at) {
        int c = text.codePointAt(at);
        return inWord(c) && (mark(c) || !withoutSpaces(c)) && Emoji.end(text, at) == at;
    }

    private int afterMarks(int at) {
        int end = at;
        while (end < text.length() && mark(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    private int afterUnseen(int at) {
        int end = at;
        while (end < text.length() && Character.getType(text.codePointAt(end)) == Character.FORMAT) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    /** Everything but punctuation, symbols, separators, controls; what a later Unicode assigns may well be a letter. */
    private static boolean inWord(int c) {
        int type = Character.getType(c);
        return Character.isLetterOrDigit(c)
                || mark(c)
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER
                || type == Character.PRIVATE_USE
                || type == Character.UNASSIGNED;
    }

    private static boolean mark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    private static boolean withoutSpaces(int c) {
        // The long vowel mark belongs to both kana, so to neither.
        return c == 'ー' || c == 'ｰ' || WITHOUT_SPACES.contains(UnicodeScript.of(c));
    }
}
