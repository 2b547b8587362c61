package io.tocsin.match;

import io.tocsin.post.Span;
import io.tocsin.rule.Folding;
import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/** Stretches of text. */
final class Spans {
    /** A composed character stands for so many, at most, in UTF-16 code units. */
    private static final int MAX_DECOMPOSED = 4;

    private Spans() {}

    /** The same stretches in text order, those that overlap made one. */
    static List<Span> merged(List<Span> spans) {
        List<Span> merged = new ArrayList<>();
        for (Span span :
                spans.stream().sorted(Comparator.comparingInt(Span::start)).toList()) {
            int last = merged.size() - 1;
            if (last >= 0 && span.start() < merged.get(last).end()) {
                Span before = merged.get(last);
                merged.set(last, new Span(before.start(), Math.max(before.end(), span.end())));
            } else {
                merged.add(span);
            }
        }
        return merged;
    }

    /** Where the tag stands in the text; its sign belongs to it. */
    static List<Span> ofTag(String text, String tag) {
        return behind("#＃", text, tag, Spans::inTag);
    }

    /** Where the handle stands in the text; its sign belongs to it. */
    static List<Span> ofHandle(String text, String handle) {
        return behind("@＠", text, handle, Spans::inHandle);
    }

    private static List<Span> behind(String signs, String text, String value, IntPredicate inWord) {
        String wanted = Folding.fold(value);
        List<Span> spans = new ArrayList<>();
        for (int at = 0; at < text.length(); at++) {
            if (signs.indexOf(text.charAt(at)) >= 0 && !(at > 0 && inWord.test(text.codePointBefore(at)))) {
                int end = end(text, at + 1, wanted, inWord);
                if (end > 0) {
                    spans.add(new Span(at, end));
                }
            }
        }
        return spans;
    }

    /** Where the wanted value, which starts at {@code start}, ends; -1 if it does not stand there as a whole. */
    private static int end(String text, int start, String wanted, IntPredicate inWord) {
        int last = Math.min(text.length(), start + MAX_DECOMPOSED * wanted.length());
        for (int end = start + 1; end <= last; end++) {
            boolean whole = end == text.length() || !inWord.test(text.codePointAt(end));
            if (whole && Folding.fold(text.substring(start, end)).equals(wanted)) {
                return end;
            }
        }
        return -1;
    }

    private static boolean inTag(int c) {
        int type = Character.getType(c);
        return Character.isLetterOrDigit(c)
                || c == '_'
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.FORMAT;
    }

    private static boolean inHandle(int c) {
        return c == '_' || (c >= '0' && c <= '9') || UnicodeScript.of(c) == UnicodeScript.LATIN;
    }
}
