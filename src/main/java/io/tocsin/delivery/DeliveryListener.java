package io.tocsin.delivery;

import java.time.Duration;

/** Hears how deliveries go. Called from any thread. */
public interface DeliveryListener {
    /**
     * An attempt ended.
     *
     * @param delivery with this attempt counted
     * @param duration how long the attempt took
     */
    void attempted(Delivery delivery, Outcome outcome, Duration duration);

    /** What came of a delivery is durable: it is done, waits for another attempt, or is a dead letter. */
    void settled(Delivery delivery, Step step);
}
