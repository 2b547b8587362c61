package io.tocsin.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * One try, and what came of it.
 *
 * @param at when it began
 * @param status the answer's; empty if there was none
 * @param excerpt how the answer's body begins, as text
 */
public record Attempt(Instant at, Duration took, Outcome outcome, OptionalInt status, String excerpt) {}
