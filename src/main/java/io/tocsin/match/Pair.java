package io.tocsin.match;

import io.tocsin.rule.FormBuffer;

/**
 * Two words of a text that follow each other, as one feature. Its form is theirs, with a byte between that no form has:
 * one if nothing stands between the words but that they are of a script without spaces, and another in any case.
 */
final class Pair {
    private static final byte GLUED = (byte) 0xFF;
    private static final byte NEXT = (byte) 0xFE;

    private Pair() {}

    /** Appends what lies between those places in the forms as one form. */
    static void write(FormBuffer forms, int first, int firstEnd, boolean glued, int second, int secondEnd) {
        forms.put(forms.bytes(), first, firstEnd);
        forms.put(glued ? GLUED : NEXT);
        forms.put(forms.bytes(), second, secondEnd);
    }

    /** Where the first word ends. */
    static int middle(byte[] bytes, int start) {
        int at = start;
        while (bytes[at] != GLUED && bytes[at] != NEXT) {
            at++;
        }
        return at;
    }
}
