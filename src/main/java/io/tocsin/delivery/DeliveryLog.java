package io.tocsin.delivery;

import io.tocsin.alert.Cursor;
import io.tocsin.subscription.SubscriptionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Where deliveries last: an endpoint's cursor in each feed (every alert up to it is delivered, waiting here, or dead),
 * and the deliveries that wait for another attempt. Callable from any thread; stages complete on a thread of the log,
 * or fail at once with {@link java.util.concurrent.RejectedExecutionException} when too much is waiting already.
 */
public interface DeliveryLog {
    /** Takes the endpoint over from whoever has claimed it before; empty if there is no such endpoint. */
    CompletionStage<Optional<Claim>> claim(EndpointId endpoint);

    /** How far an endpoint is in a feed; empty before its first {@link #settle}. */
    CompletionStage<Optional<Cursor>> cursor(EndpointId endpoint, SubscriptionId subscription);

    /**
     * Completes when all of it is durable, all or none. A retry waits until its time, a failed delivery is a dead
     * letter, a done one is forgotten; then the endpoint's cursors move. What belongs to an endpoint or a subscription
     * that is gone is passed over: it does not fail the rest.
     *
     * <p>Fails with {@link OvertakenException} if the endpoint was claimed again since.
     *
     * @param cursors at most one a feed; a cursor never moves back
     */
    CompletionStage<Void> settle(Claim claim, List<Settled> deliveries, List<Cursor> cursors);

    /**
     * Deliveries to the endpoint whose time has come by {@code now}, longest due first. They stay until settled again.
     */
    CompletionStage<List<Delivery>> due(EndpointId endpoint, Instant now, int limit);

    /** When the endpoint's next waiting delivery is due; empty if none waits. */
    CompletionStage<Optional<Instant>> nextDue(EndpointId endpoint);

    /** The deliveries of a feed to the endpoint after {@code cursor} that wait or are dead, by sequence. */
    CompletionStage<List<Delivery>> parked(EndpointId endpoint, Cursor after);

    /**
     * Lets dead letters of one feed be tried again, from the beginning of the schedule, as if they were due at
     * {@code at}; completes with how many.
     *
     * @param from the first number of those that are meant
     * @param to the last
     */
    CompletionStage<Long> revive(EndpointId endpoint, SubscriptionId subscription, long from, long to, Instant at);

    /**
     * Lets alerts of one feed be delivered again, if the endpoint's cursor has passed them, as if they were due at
     * {@code at}; what waits already stays as it is. Completes with how many wait from now on that did not before.
     */
    CompletionStage<Long> repeat(EndpointId endpoint, SubscriptionId subscription, long from, long to, Instant at);

    /**
     * A delivery after an attempt (the attempt is counted in it), and what comes next.
     *
     * @param attempt empty if the delivery ended without one
     */
    record Settled(Delivery delivery, Step step, Optional<Attempt> attempt) {}
}
