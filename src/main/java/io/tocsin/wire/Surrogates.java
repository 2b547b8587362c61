package io.tocsin.wire;

/**
 * Halves of surrogate pairs. A JSON escape can name one alone, as happens to a text that was cut in the middle of an
 * emoji; but no UTF-8 can carry it, and many a receiver's parser refuses a whole page for its sake.
 */
final class Surrogates {
    private static final char REPLACEMENT = '\uFFFD';

    private Surrogates() {}

    /** The text with each half that stands alone replaced, so offsets stay what they were. */
    static String paired(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return replaced(text);
            }
        }
        return text;
    }

    private static String replaced(String text) {
        StringBuilder paired = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            if (Character.isHighSurrogate(text.charAt(i))
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(text.charAt(i))) {
                paired.setCharAt(i, REPLACEMENT);
            }
        }
        return paired.toString();
    }
}
