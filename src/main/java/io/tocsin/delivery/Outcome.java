package io.tocsin.delivery;

import java.time.Duration;
import java.util.Optional;

/** How one attempt ended. */
public sealed interface Outcome {
    /** Why the alert was not taken; blank if it was. */
    String reason();

    /** The endpoint took the alert. */
    record Accepted() implements Outcome {
        @Override
        public String reason() {
            return "";
        }
    }

    /** Not now; the endpoint may have named a wait. */
    record Deferred(String why, Optional<Duration> retryAfter) implements Outcome {
        @Override
        public String reason() {
            return why;
        }
    }

    /** Not ever, as things stand: another attempt would end the same way, so the endpoint is to be disabled. */
    record Refused(String why) implements Outcome {
        @Override
        public String reason() {
            return why;
        }
    }

    /** Not this alert: another attempt would end the same way. The endpoint goes on. */
    record Aborted(String why) implements Outcome {
        @Override
        public String reason() {
            return why;
        }
    }
}
