package io.tocsin.match;

import io.tocsin.post.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Stretches of text. */
final class Spans {
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

    /** Where the link stands in the text, spelled so, and not as the beginning of another. */
    static List<Span> ofLink(String text, String link) {
        List<Span> spans = new ArrayList<>();
        int at = link.isEmpty() ? -1 : text.indexOf(link);
        while (at >= 0) {
            int end = at + link.length();
            if (end == text.length() || !Character.isLetterOrDigit(text.codePointAt(end))) {
                spans.add(new Span(at, end));
            }
            at = text.indexOf(link, end);
        }
        return spans;
    }
}
