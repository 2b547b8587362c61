package io.tocsin.store;

/**
 * A question about many things, which it names in a list: a trip to the engine is dear, so many share one. Lists have
 * few lengths, as each text is kept prepared; places that are left over name the last thing again.
 *
 * <p>The list is joined as a table, not asked for by {@code IN}: a planner that does not know yet how many different
 * values a column has takes a list that long for most of the table, and goes through all of it.
 *
 * @param columns what is asked
 * @param tables where
 * @param column what is one of the list
 */
record InList(String columns, String tables, String column) {
    private static final int MAX = 256;

    /** How long a list is for so many things, or for the first of them. */
    static int length(int things) {
        int power = Integer.highestOneBit(things);
        return Math.min(MAX, power < things ? 2 * power : power);
    }

    String text(int length) {
        return "SELECT " + columns + " FROM (VALUES (?)" + ", (?)".repeat(length - 1) + ") list CROSS JOIN " + tables
                + " WHERE " + column + " = list.column1";
    }
}
