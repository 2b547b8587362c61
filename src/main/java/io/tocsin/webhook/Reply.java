package io.tocsin.webhook;

import io.tocsin.delivery.Outcome;
import java.util.OptionalInt;

/**
 * What a request came to.
 *
 * @param status the answer's; empty if there was none
 * @param excerpt how the answer's body begins
 */
record Reply(Outcome outcome, OptionalInt status, String excerpt) {
    /** Of an attempt that got no answer. */
    static Reply none(Outcome outcome) {
        return new Reply(outcome, OptionalInt.empty(), "");
    }
}
