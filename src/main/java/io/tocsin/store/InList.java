package io.tocsin.store;

/**
 * A question about many things, which it names in a list: a trip to the engine is dear, so many share one.
 *
 * @param columns what is asked
 * @param tables where
 * @param column what is one of the list
 */
record InList(String columns, String tables, String column) {
    private static final int MAX_PLACES = 256;

    /**
     * How many places a list has for so many things, or for the first of them. It is one of few, as each text is kept
     * prepared; places that are left over name the last thing again.
     */
    static int places(int things) {
        int power = Integer.highestOneBit(things);
        return Math.min(MAX_PLACES, power < things ? 2 * power : power);
    }

    String text(int places) {
        return "SELECT " + columns + " FROM " + tables + " WHERE " + column + " IN (?" + ", ?".repeat(places - 1) + ")";
    }

    /**
     * The same, for an engine that has arrays: of any number of things, as one. It is joined as a table: a planner that
     * does not know yet how many different values a column has takes a long list for most of the table, and goes
     * through all of it.
     */
    String textOfArray() {
        return "SELECT " + columns + " FROM unnest(?) list (thing) CROSS JOIN " + tables + " WHERE " + column
                + " = list.thing";
    }
}
