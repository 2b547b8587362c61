package io.tocsin.store;

import io.tocsin.alert.Reason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Reasons as the store keeps them. The numbers are in files: they never change. */
final class Reasons {
    private static final int DELETED = 0;
    private static final int AUTHOR_REMOVED = 1;
    private static final int EDITED = 2;
    private static final int GEO_SCRUBBED = 3;

    private Reasons() {}

    static int number(Reason reason) {
        return switch (reason) {
            case DELETED -> DELETED;
            case AUTHOR_REMOVED -> AUTHOR_REMOVED;
            case EDITED -> EDITED;
            case GEO_SCRUBBED -> GEO_SCRUBBED;
        };
    }

    /** What the column says; empty where it is. */
    static Optional<Reason> of(ResultSet row, int column) throws SQLException {
        int number = row.getInt(column);
        return row.wasNull() ? Optional.empty() : Optional.of(reason(number));
    }

    private static Reason reason(int number) {
        return switch (number) {
            case DELETED -> Reason.DELETED;
            case AUTHOR_REMOVED -> Reason.AUTHOR_REMOVED;
            case EDITED -> Reason.EDITED;
            case GEO_SCRUBBED -> Reason.GEO_SCRUBBED;
            default -> throw new IllegalStateException("reason: " + number + " (expected: 0, 1, 2 or 3)");
        };
    }
}
