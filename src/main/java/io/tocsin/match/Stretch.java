package io.tocsin.match;

/**
 * Bytes that follow each other, three to eight: where a text must hold more, some of them. They are found by their
 * first three.
 */
final class Stretch {
    static final int SHORTEST = 3;
    static final int LONGEST = 8;

    /** The most common first, in English and in much that is written in Latin letters. */
    private static final String COMMON_LETTERS = " etaoinshrdlcumwfgypbvkjxqz";

    private Stretch() {}

    /**
     * Where the stretch starts that stands for the bytes: one that is seldom met, going by how common letters are; a
     * wrong guess costs time only.
     */
    static int rarest(byte[] bytes, int length) {
        int rarest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int at = 0; at + length <= bytes.length; at++) {
            double share = 1;
            for (int i = at; i < at + length; i++) {
                int rank = COMMON_LETTERS.indexOf(bytes[i]);
                share /= rank < 0 ? 2 * COMMON_LETTERS.length() : rank + 1;
            }
            if (share < least) {
                least = share;
                rarest = at;
            }
        }
        return rarest;
    }
}
