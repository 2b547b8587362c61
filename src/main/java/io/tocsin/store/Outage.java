package io.tocsin.store;

import java.sql.SQLException;
import java.util.Set;

/** Tells a store that fails from a write that is wrong: what failed because of the store may be done again later. */
final class Outage {
    /** Of SQL states: the connection; resources that ran out; somebody stopped it; the system beneath it. */
    private static final Set<String> CLASSES = Set.of("08", "53", "57", "58");
    /** A server that was the primary and is no more. */
    private static final String READ_ONLY = "25006";
    /** We stood still in the middle of a transaction, for longer than the others can wait. */
    private static final String STOOD_STILL = "25P03";
    /** SQLite knows no states: busy, locked, read-only, input or output failed, full, can't be opened. */
    private static final Set<Integer> CODES = Set.of(5, 6, 8, 10, 13, 14);

    private Outage() {}

    static boolean shows(Throwable failure) {
        if (!(failure instanceof SQLException sql)) {
            return false;
        }
        String state = sql.getSQLState();
        return state == null
                ? CODES.contains(sql.getErrorCode())
                : state.equals(READ_ONLY)
                        || state.equals(STOOD_STILL)
                        || (state.length() == 5 && CLASSES.contains(state.substring(0, 2)));
    }

    /** Whether a new connection may find another server, that does write. */
    static boolean endsElsewhere(Throwable failure) {
        return failure instanceof SQLException sql && READ_ONLY.equals(sql.getSQLState());
    }
}
