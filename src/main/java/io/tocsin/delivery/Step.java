package io.tocsin.delivery;

import java.time.Instant;

/** What comes after an attempt. */
public sealed interface Step {
    /** Another attempt, at this time. */
    record Retry(Instant at, String why) implements Step {}

    /** Delivered. */
    record Done() implements Step {}

    /** No more attempts: kept as a dead letter. */
    record Failed(String why) implements Step {}
}
