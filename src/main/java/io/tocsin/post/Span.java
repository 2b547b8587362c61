package io.tocsin.post;

/** A stretch of a post's text, in UTF-16 code units: {@code start} inclusive, {@code end} exclusive. */
public record Span(int start, int end) {
    public Span {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("span: " + start + ".." + end + " (expected: 0 <= start < end)");
        }
    }
}
