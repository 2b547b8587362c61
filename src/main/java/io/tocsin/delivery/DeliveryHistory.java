package io.tocsin.delivery;

import io.tocsin.alert.Cursor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** What can be asked about deliveries by who looks after an endpoint. Threads and failures as {@link DeliveryLog}. */
public interface DeliveryHistory {
    /**
     * A delivery that waits for another attempt, or is dead.
     *
     * @param dueAt when it is tried again; empty in a dead letter
     * @param why how its last attempt ended
     */
    record Parked(Delivery delivery, Optional<Instant> dueAt, String why) {}

    /**
     * An attempt that was made.
     *
     * @param number grows with time, over all endpoints
     * @param delivery with this attempt counted
     * @param next when it was to be tried again; empty if it was the last
     */
    record Made(long number, Delivery delivery, Attempt attempt, Optional<Instant> next) {}

    /** What an attempt says about an endpoint's health. */
    record Sample(Instant at, Duration took, boolean accepted) {}

    /** How many deliveries wait, and how many are dead. */
    record Counts(long waiting, long dead) {}

    /**
     * Deliveries that wait, next due first; or dead letters, by feed and number. Those after the last one of a page.
     */
    CompletionStage<List<Parked>> parked(EndpointId endpoint, boolean dead, Optional<Parked> after, int limit);

    /** The delivery, if it waits or is dead. */
    CompletionStage<Optional<Parked>> parked(EndpointId endpoint, Cursor alert);

    /** Attempts at the endpoint, latest first. */
    CompletionStage<List<Made>> attempts(EndpointId endpoint, OptionalLong before, int limit);

    /** Attempts to deliver the alert to the endpoint, first first. */
    CompletionStage<List<Made>> attempts(EndpointId endpoint, Cursor alert, int limit);

    /** What the latest attempts say, latest first. */
    CompletionStage<List<Sample>> samples(EndpointId endpoint, int limit);

    CompletionStage<Counts> counts(EndpointId endpoint);
}
