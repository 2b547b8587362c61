package io.tocsin.webhook;

import io.tocsin.delivery.Outcome;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a request came to.
 *
 * @param status the answer's; empty if there was none
 * @param excerpt how the answer's body begins
 */
record Reply(Outcome outcome, OptionalInt status, String excerpt) {
    private static final Set<Integer> OVERLOADED = Set.of(429, 502, 503, 504);

    /** Of an attempt that got no answer. */
    static Reply none(Outcome outcome) {
        return new Reply(outcome, OptionalInt.empty(), "");
    }

    /** Whether the endpoint, or what stands before it, could not take the alert, rather than would not. */
    boolean overloaded() {
        return status.isEmpty() || OVERLOADED.contains(status.getAsInt());
    }
}
