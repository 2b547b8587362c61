package io.tocsin.match;

import io.tocsin.post.Span;
import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A text as it is compared, with the way back: folding makes texts longer and shorter, and stretches are told of the
 * text as it was.
 *
 * <p>The way back is found by folding character by character, a character being what the next one cannot change: a
 * letter with its marks and with what is not seen. Put together that is the text folded as a whole, and takes time
 * proportional to its length.
 */
final class FoldedText {
    private final String text;
    private final Spelling spelling;
    private final String folded;
    private @Nullable Origins origins;

    FoldedText(String text, Spelling spelling) {
        this.text = text;
        this.spelling = spelling;
        folded = spelling.form(text);
    }

    /**
     * Where the characters stand, in words or across them. A character of the text of which they are a part, such as a
     * letter with a mark, belongs to the stretch as a whole.
     */
    List<Span> holding(String value) {
        String wanted = spelling.form(value);
        List<Span> spans = new ArrayList<>();
        int at = wanted.isEmpty() ? -1 : folded.indexOf(wanted);
        while (at >= 0) {
            spans.add(new Span(origins().starts[at], origins().ends[at + wanted.length() - 1]));
            at = folded.indexOf(wanted, at + 1);
        }
        return spans;
    }

    /** Where the tag stands; its sign belongs to it. */
    List<Span> tag(String tag) {
        return behind("#＃", tag, FoldedText::inTag);
    }

    /** Where the stock symbol stands; its sign belongs to it. */
    List<Span> symbol(String symbol) {
        return behind("$＄", symbol, FoldedText::inTag);
    }

    /** Where the handle stands; its sign belongs to it. */
    List<Span> handle(String handle) {
        return behind("@＠", handle, FoldedText::inHandle);
    }

    private List<Span> behind(String signs, String value, IntPredicate inWord) {
        String wanted = spelling.form(value);
        List<Span> spans = new ArrayList<>();
        for (int sign = 0, last = wanted.length(); last < folded.length(); sign++, last++) {
            if (signs.indexOf(folded.charAt(sign)) >= 0 && folded.startsWith(wanted, sign + 1)) {
                int start = origins().starts[sign];
                int end = origins().ends[last];
                if (startsAt(start, inWord) && origins().isLast(last) && endsAt(end, inWord)) {
                    spans.add(new Span(start, end));
                }
            }
        }
        return spans;
    }

    private boolean startsAt(int start, IntPredicate inWord) {
        return start == 0 || !inWord.test(text.codePointBefore(start));
    }

    private boolean endsAt(int end, IntPredicate inWord) {
        int next = end;
        while (next < text.length() && joiner(text.charAt(next))) {
            next++;
        }
        return next == text.length() || !inWord.test(text.codePointAt(next));
    }

    /** Where the character ends that starts there. It is folded alone as it is within the text. */
    static int nextCharacter(String text, int start) {
        int next = start + Character.charCount(text.codePointAt(start));
        while (next < text.length() && changesWhatIsBefore(text.codePointAt(next))) {
            next += Character.charCount(text.codePointAt(next));
        }
        return next;
    }

    /** Nothing else is composed with what stands before it: marks, and the vowels and finals of Hangul. */
    private static boolean changesWhatIsBefore(int c) {
        return mark(c) || unseen(c) || (c >= 0x1160 && c <= 0x11FF);
    }

    private Origins origins() {
        if (origins == null) {
            origins = Origins.of(text, spelling, folded.length());
        }
        return origins;
    }

    private static boolean inTag(int c) {
        return Character.isLetterOrDigit(c) || c == '_' || mark(c);
    }

    private static boolean inHandle(int c) {
        return c == '_' || (c >= '0' && c <= '9') || UnicodeScript.of(c) == UnicodeScript.LATIN;
    }

    private static boolean mark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    private static boolean unseen(int c) {
        return Character.getType(c) == Character.FORMAT;
    }

    private static boolean joiner(char c) {
        return c == '\u200C' || c == '\u200D';
    }

    /** For each unit of the folded text, where in the text its character starts and ends. */
    private static final class Origins {
        final int[] starts;
        final int[] ends;

        private Origins(int length) {
            starts = new int[length];
            ends = new int[length];
        }

        static Origins of(String text, Spelling spelling, int length) {
            Origins origins = new Origins(length);
            int at = 0;
            int next;
            for (int start = 0; start < text.length(); start = next) {
                next = nextCharacter(text, start);
                int end = at + spelling.form(text.substring(start, next)).length();
                Arrays.fill(origins.starts, at, end, start);
                Arrays.fill(origins.ends, at, end, withoutUnseen(text, start, next));
                at = end;
            }
            return origins;
        }

        /** The unit is the last of its character. */
        boolean isLast(int unit) {
            return unit + 1 == starts.length || starts[unit + 1] > starts[unit];
        }

        private static int withoutUnseen(String text, int start, int next) {
            int end = next;
            while (end - 1 > start && unseen(text.codePointBefore(end))) {
                end -= Character.charCount(text.codePointBefore(end));
            }
            return end;
        }
    }
}
