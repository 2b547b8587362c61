package io.tocsin.match;

import io.tocsin.post.Span;
import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A text as it is compared, with the way back: folding makes texts longer and shorter, and stretches are told of the
 * text as it was.
 *
 * <p>A text is folded character by character, a character being what later ones cannot change: a letter with its marks
 * and with what is not seen. That is folding it as a whole, and is done in time proportional to its length.
 */
final class FoldedText {
    private final String text;
    private final Spelling spelling;
    private final String folded;
    /** For each unit of the folded text, where its character starts and ends. */
    private final int[] starts;

    private final int[] ends;

    FoldedText(String text, Spelling spelling) {
        this.text = text;
        this.spelling = spelling;
        StringBuilder forms = new StringBuilder();
        List<int[]> characters = new ArrayList<>();
        for (int start = 0; start < text.length(); ) {
            int next = nextCharacter(text, start);
            String form = spelling.form(text.substring(start, next));
            int[] character = {start, withoutUnseen(text, start, next)};
            form.chars().forEach(unit -> characters.add(character));
            forms.append(form);
            start = next;
        }
        folded = forms.toString();
        starts = characters.stream().mapToInt(character -> character[0]).toArray();
        ends = characters.stream().mapToInt(character -> character[1]).toArray();
    }

    String folded() {
        return folded;
    }

    /** Where the characters stand, in words or across them; a character that is part of it belongs to it as a whole. */
    List<Span> holding(String value) {
        String wanted = spelling.form(value);
        List<Span> spans = new ArrayList<>();
        int at = wanted.isEmpty() ? -1 : folded.indexOf(wanted);
        while (at >= 0) {
            spans.add(new Span(starts[at], ends[at + wanted.length() - 1]));
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
        for (int sign = 0; !wanted.isEmpty() && sign + wanted.length() < folded.length(); sign++) {
            int last = sign + wanted.length();
            if (signs.indexOf(folded.charAt(sign)) >= 0
                    && folded.startsWith(wanted, sign + 1)
                    && !(starts[sign] > 0 && inWord.test(text.codePointBefore(starts[sign])))
                    && !(last + 1 < folded.length() && starts[last + 1] == starts[last])
                    && endsAt(ends[last], inWord)) {
                spans.add(new Span(starts[sign], ends[last]));
            }
        }
        return spans;
    }

    private boolean endsAt(int end, IntPredicate inWord) {
        int next = end;
        while (next < text.length() && joiner(text.charAt(next))) {
            next++;
        }
        return next == text.length() || !inWord.test(text.codePointAt(next));
    }

    private static int nextCharacter(String text, int start) {
        int next = start + Character.charCount(text.codePointAt(start));
        while (next < text.length() && changesWhatIsBefore(text.codePointAt(next))) {
            next += Character.charCount(text.codePointAt(next));
        }
        return next;
    }

    private static int withoutUnseen(String text, int start, int next) {
        int end = next;
        while (end - 1 > start && Character.getType(text.codePointBefore(end)) == Character.FORMAT) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return end;
    }

    /** Nothing else is composed with what stands before it: marks, and the vowels and finals of Hangul. */
    private static boolean changesWhatIsBefore(int c) {
        return mark(c) || Character.getType(c) == Character.FORMAT || (c >= 0x1160 && c <= 0x11FF);
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

    private static boolean joiner(char c) {
        return c == '\u200C' || c == '\u200D';
    }
}
