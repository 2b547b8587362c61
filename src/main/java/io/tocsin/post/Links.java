package io.tocsin.post;

/** Goes from one link of a text to the next. */
final class Links {
    private static final String AFTER_SCHEME = "://";
    private static final char CUT = '…';

    private final String text;
    private int next;
    private int start = -1;
    private int end = -1;

    Links(String text) {
        this.text = text;
    }

    /** Goes to the next link, if there is one; one that was cut short is none. */
    boolean find() {
        for (int colon = text.indexOf(AFTER_SCHEME, next); colon >= 0; colon = text.indexOf(AFTER_SCHEME, next)) {
            int rest = colon + AFTER_SCHEME.length();
            int from = scheme(colon);
            next = from < 0 ? rest : restEnd(rest);
            if (next > rest && !(next < text.length() && text.charAt(next) == CUT)) {
                start = from;
                end = next;
                return true;
            }
        }
        return false;
    }

    /**
     * Where the http or https starts that ends at {@code end}; -1 if there is none, or it is part of a word or a tag.
     */
    private int scheme(int end) {
        int start = end - (end > 0 && is('s', end - 1) ? 5 : 4);
        if (start < 0 || !(is('h', start) && is('t', start + 1) && is('t', start + 2) && is('p', start + 3))) {
            return -1;
        }
        int before = start == 0 ? 0 : text.codePointBefore(start);
        boolean within = Character.isLetterOrDigit(before) || "_@#$".indexOf(before) >= 0;
        return within ? -1 : start;
    }

    private boolean is(char lowerCase, int place) {
        return (text.charAt(place) | 0x20) == lowerCase;
    }

    private int restEnd(int rest) {
        int end = rest;
        while (end < text.length() && Letters.link(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    /** Whether the place is within a link. To be asked with places that only rise; goes to the next link as it must. */
    boolean cover(int place) {
        while (end <= place && find()) {
            // The link at which we are lies before the place.
        }
        return start < place && place < end;
    }

    /** The link at which we are, as far as a link can go. */
    String link() {
        return text.substring(start, end);
    }
}
