package io.tocsin.source;

import java.time.Duration;
import java.util.Optional;

/**
 * How a connection ended, or why there was none.
 *
 * @param reason for people
 * @param retryAfter what the service asked for
 */
public record Ending(Kind kind, String reason, Optional<Duration> retryAfter) {
    /** Services ask for waits of their own after each. */
    public enum Kind {
        /** The connection broke, or was not to be had, or fell silent. */
        LOST,
        /** The service answered, and did not want to. */
        REFUSED,
        /** We come too often. */
        LIMITED
    }

    static Ending lost(String reason) {
        return new Ending(Kind.LOST, reason, Optional.empty());
    }

    static Ending refused(String reason) {
        return new Ending(Kind.REFUSED, reason, Optional.empty());
    }
}
