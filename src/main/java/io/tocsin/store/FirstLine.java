package io.tocsin.store;

import java.sql.SQLException;

/** What a failure says, short enough for a line. */
final class FirstLine {
    private FirstLine() {}

    /** The first line of what the database said, or else of the failure itself. */
    static String of(Throwable failure) {
        Throwable telling = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException) {
                telling = cause;
            }
        }
        String message = telling.getMessage();
        return message == null || message.isBlank()
                ? telling.getClass().getSimpleName()
                : message.strip().lines().findFirst().orElseThrow();
    }
}
