package io.tocsin.store;

/**
 * A question about many things, which it names in a list: a trip to the engine is dear, so many share one. Lists have
 * few lengths, as each text is kept prepared; places that are left over name the last thing again.
 *
 * @param before all of the text but the list
 */
record InList(String before) {
    private static final int MAX = 256;

    /** How long a list is for so many things, or for the first of them. */
    static int length(int things) {
        int power = Integer.highestOneBit(things);
        return Math.min(MAX, power < things ? 2 * power : power);
    }

    String text(int length) {
        return before + " IN (?" + ", ?".repeat(length - 1) + ")";
    }
}
