package io.tocsin.rule;

/**
 * Where an emoji ends: a picture, with its skin tone, joined to others, a flag of two letters or of tags, a keycap.
 *
 * <p>By ranges, as the properties in the JDK differ by version: pictures that are not in Unicode yet are emoji already.
 */
final class Emoji {
    private static final int JOINER = 0x200D;
    private static final int IN_COLOUR = 0xFE0F;
    private static final int IN_BLACK = 0xFE0E;
    private static final int KEYCAP = 0x20E3;

    private Emoji() {}

    /** The end of the emoji that starts at {@code at}; {@code at} if none does. */
    static int end(String text, int at) {
        int keycap = keycapEnd(text, at);
        if (keycap > at) {
            return keycap;
        }
        int end = pictureEnd(text, at);
        while (end > at && codePoint(text, end) == JOINER) {
            int next = pictureEnd(text, end + 1);
            if (next == end + 1) {
                return end;
            }
            end = next;
        }
        return end;
    }

    private static int keycapEnd(String text, int at) {
        int c = text.charAt(at);
        if (!(c >= '0' && c <= '9') && c != '#' && c != '*') {
            return at;
        }
        int end = at + 1;
        if (codePoint(text, end) == IN_COLOUR) {
            end++;
        }
        return codePoint(text, end) == KEYCAP ? end + 1 : at;
    }

    private static int pictureEnd(String text, int at) {
        int c = codePoint(text, at);
        int end = at + Character.charCount(c);
        if (flagLetter(c)) {
            int second = codePoint(text, end);
            return flagLetter(second) ? end + Character.charCount(second) : end;
        }
        if (!picture(c) && !(symbol(c) && codePoint(text, end) == IN_COLOUR)) {
            return at;
        }
        while (modifier(codePoint(text, end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    private static boolean picture(int c) {
        return (c >= 0x1F000 && c <= 0x1FBFF)
                || (Character.getType(c) == Character.OTHER_SYMBOL
                        && ((c >= 0x2300 && c <= 0x23FF)
                                || (c >= 0x2600 && c <= 0x27BF)
                                || (c >= 0x2B00 && c <= 0x2BFF)));
    }

    private static boolean symbol(int c) {
        int type = Character.getType(c);
        return type == Character.OTHER_SYMBOL || type == Character.MATH_SYMBOL || c == 0x203C || c == 0x2049;
    }

    private static boolean flagLetter(int c) {
        return c >= 0x1F1E6 && c <= 0x1F1FF;
    }

    private static boolean modifier(int c) {
        return c == IN_COLOUR || c == IN_BLACK || (c >= 0x1F3FB && c <= 0x1F3FF) || (c >= 0xE0020 && c <= 0xE007F);
    }

    /** Past the end stands a character that is nothing. */
    private static int codePoint(String text, int at) {
        return at < text.length() ? text.codePointAt(at) : 0;
    }
}
