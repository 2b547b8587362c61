package io.tocsin.rule;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts text into words and emoji, the same way in posts and in rules. The room's page says how.
 *
 * <p>{@link #tokens} gives them as values. An instance goes through one text after another and allocates nothing for
 * what is common; it is not thread-safe.
 */
public final class Tokenizer {
    private final FormBuffer forms;
    private String text = "";
    private char[] chars = new char[512];
    private int length;
    private int at;
    private int start;
    private int end;
    private boolean emoji;
    private boolean glued;
    /** Where a run of script without spaces goes on, if it does; -1 if the last token was of another kind. */
    private int runEnd = -1;

    /** Where the folded text starts in {@link #forms}, if it is ASCII; else -1. */
    private int folded;
    /** If it is, a bit for each character: 1 where it is of a word. */
    private long[] words = new long[chars.length / Long.SIZE + 2];

    private int formStart;
    private int formEnd;

    /** @param forms gets the forms of what is found */
    public Tokenizer(FormBuffer forms) {
        this.forms = forms;
    }

    /** The words and emoji of a text, in its order. */
    public static List<Token> tokens(String text) {
        Tokenizer tokenizer = new Tokenizer(new FormBuffer());
        tokenizer.read(text);
        List<Token> tokens = new ArrayList<>();
        while (tokenizer.next()) {
            tokens.add(new Token(tokenizer.formText(), tokenizer.start, tokenizer.end, tokenizer.glued));
        }
        return List.copyOf(tokens);
    }

    /** Begins with another text. */
    public void read(String another) {
        text = another;
        length = another.length();
        if (chars.length < length) {
            chars = new char[Math.max(length, 2 * chars.length)];
            words = new long[chars.length / Long.SIZE + 2];
        }
        another.getChars(0, length, chars, 0);
        at = 0;
        runEnd = -1;
        emoji = false;
        glued = false;
        folded = -1;
        if (Ascii.is(chars, length)) {
            folded = forms.size();
            forms.foldAscii(text, words);
        }
    }

    /** Goes to the next token; false if there is none. */
    public boolean next() {
        return folded >= 0 ? nextAscii() : nextOfAny();
    }

    /** A word of ASCII ends at any sign; nothing is glued, and its form lies in the folded text. */
    private boolean nextAscii() {
        start = next(at, 0);
        if (start >= length) {
            return false;
        }
        end = next(start, -1);
        at = end;
        formStart = folded + start;
        formEnd = folded + end;
        return true;
    }

    /**
     * The next place, there or after, whose bit differs from those of {@code same}; behind the text, one is clear and
     * none is set.
     */
    private int next(int from, long same) {
        int word = from / Long.SIZE;
        long bits = (words[word] ^ same) & (-1L << from);
        while (bits == 0 && (word + 1) * Long.SIZE <= length) {
            word++;
            bits = words[word] ^ same;
        }
        return bits == 0 ? length : word * Long.SIZE + Long.numberOfTrailingZeros(bits);
    }

    private boolean nextOfAny() {
        while (at < length) {
            if (ascii(at) && ascii(at + 1)) {
                if (asciiWord(chars[at])) {
                    return found(wordEnd(at), false, false, false);
                }
                at++;
                continue;
            }
            if (emojiAt(at)) {
                int emojiEnd = Emoji.end(text, at);
                if (emojiEnd > at) {
                    return found(emojiEnd, true, false, false);
                }
            }
            int kind = kindAt(at);
            if ((kind & Letters.WORD) != 0) {
                boolean dense = (kind & Letters.DENSE) != 0;
                int wordEnd = dense ? afterMarks(after(at)) : wordEnd(at);
                return found(wordEnd, false, dense, dense && runEnd >= 0 && afterUnseen(runEnd) == at);
            }
            at = after(at);
        }
        return false;
    }

    /** In UTF-16 code units of the text. */
    public int start() {
        return start;
    }

    /** In UTF-16 code units of the text, exclusive. */
    public int end() {
        return end;
    }

    /** As {@link Token#glued}. */
    public boolean glued() {
        return glued;
    }

    /** The token is a character of a script that puts no space between words. */
    public boolean dense() {
        return runEnd >= 0;
    }

    /** Where the token's {@link Token#form} starts in the forms. */
    public int formStart() {
        return formStart;
    }

    /** Where it ends. */
    public int formEnd() {
        return formEnd;
    }

    /** Where the whole text, folded, starts in the forms, if it is ASCII; negative if not. */
    public int folded() {
        return folded;
    }

    private String formText() {
        String token = text.substring(start, end);
        return emoji ? Folding.foldEmoji(token) : Folding.fold(token);
    }

    private boolean found(int tokenEnd, boolean isEmoji, boolean dense, boolean isGlued) {
        start = at;
        end = tokenEnd;
        emoji = isEmoji;
        glued = isGlued;
        runEnd = dense ? tokenEnd : -1;
        at = tokenEnd;
        formStart = forms.size();
        if (isEmoji) {
            forms.put(formText());
        } else {
            forms.fold(chars, start, end);
        }
        formEnd = forms.size();
        return true;
    }

    private int wordEnd(int from) {
        int next = from;
        while (next < length && asciiWord(chars[next])) {
            next++;
        }
        if (ascii(next)) {
            return next;
        }
        // What comes next may make an emoji of the last digit.
        next = Math.max(from, next - 1);
        int wordEnd = next;
        while (next < length && continuesWord(next)) {
            wordEnd = after(next);
            next = afterUnseen(wordEnd);
        }
        return wordEnd;
    }

    private boolean continuesWord(int place) {
        int kind = kindAt(place);
        boolean word = (kind & Letters.MARK) != 0 || (kind & (Letters.WORD | Letters.DENSE)) == Letters.WORD;
        return word && !(emojiAt(place) && Emoji.end(text, place) > place);
    }

    private int afterMarks(int from) {
        int place = from;
        while (place < length && (kindAt(place) & Letters.MARK) != 0) {
            place = after(place);
        }
        return place;
    }

    private int afterUnseen(int from) {
        int place = from;
        while (place < length && (kindAt(place) & Letters.UNSEEN) != 0) {
            place = after(place);
        }
        return place;
    }

    private static boolean asciiWord(char c) {
        return c < 0x80 && (Letters.kind(c) & Letters.WORD) != 0;
    }

    /** ASCII stands there, or nothing: whatever stands before it is not changed by it. */
    private boolean ascii(int place) {
        return place >= length || chars[place] < 0x80;
    }

    /** An emoji may start there. */
    private boolean emojiAt(int place) {
        int kind = Letters.kind(chars[place]);
        return (kind & Letters.EMOJI) != 0
                || ((kind & Letters.EMOJI_IF_ASKED) != 0 && place + 1 < length && Letters.asEmoji(chars[place + 1]));
    }

    private int kindAt(int place) {
        char c = chars[place];
        return Character.isHighSurrogate(c) ? Letters.category(text.codePointAt(place)) : Letters.kind(c);
    }

    private int after(int place) {
        boolean pair = Character.isHighSurrogate(chars[place])
                && place + 1 < length
                && Character.isLowSurrogate(chars[place + 1]);
        return pair ? place + 2 : place + 1;
    }
}
