package io.tocsin.webhook;

import io.tocsin.alert.Cursor;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryLog;
import io.tocsin.delivery.EndpointId;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes one endpoint's waiting deliveries up again when they are due, a page at a time. The log knows what waits; here
 * is only a timer at the next time, and the page in hand. Belongs to the endpoint's context.
 *
 * <pre>
 *            time                  some due                    all of it settled
 *  waiting ─────────▶ looking ───────────────▶ page in hand ─────────────────────▶ looking
 *     ▲                  │
 *     └──────────────────┘ none due: timer at the next
 * </pre>
 */
final class Retries {
    // Given once.
    private final EndpointId endpoint;
    private final DeliveryLog log;
    private final Lane lane;
    private final Vertx vertx;
    private final InstantSource clock;
    // Touched only on the context.
    private final Set<Cursor> inHand = new HashSet<>();
    private @Nullable Instant armedAt;
    private long timer;
    private boolean looking;
    private boolean lookAgain;
    private boolean closed;

    Retries(EndpointId endpoint, DeliveryLog log, Lane lane, Vertx vertx, InstantSource clock) {
        this.endpoint = endpoint;
        this.log = log;
        this.lane = lane;
        this.vertx = vertx;
        this.clock = clock;
    }

    /** Looks for what is due. */
    void look() {
        if (closed || !inHand.isEmpty()) {
            return;
        }
        if (looking) {
            lookAgain = true;
            return;
        }
        looking = true;
        lookAgain = false;
        lane.insistent()
                .call(
                        "reading retries",
                        () -> log.due(endpoint, clock.instant(), lane.config().window()),
                        this::due);
    }

    /** A delivery that waits until {@code at} is durable. */
    void waiting(Instant at) {
        if (closed || (armedAt != null && !at.isBefore(armedAt))) {
            return;
        }
        disarm();
        sleep(at);
    }

    /** Until then, by the clock, which may be set meanwhile: a timer counts on its own. */
    private void sleep(Instant at) {
        armedAt = at;
        Duration left = Duration.between(clock.instant(), at);
        long sleep = Math.min(left.toMillis(), lane.config().maxBackOff().toMillis()) + 1;
        timer = vertx.setTimer(Math.max(1, sleep), fired -> {
            if (clock.instant().isBefore(at)) {
                sleep(at);
            } else {
                armedAt = null;
                look();
            }
        });
    }

    /** The retry is not in hand any more: it is settled, or put back as it was. */
    void release(Cursor alert) {
        if (inHand.remove(alert) && inHand.isEmpty()) {
            look();
        }
    }

    void close() {
        closed = true;
        disarm();
    }

    private void disarm() {
        if (armedAt != null) {
            boolean unused = vertx.cancelTimer(timer);
            armedAt = null;
        }
    }

    private void due(List<Delivery> page) {
        if (page.isEmpty()) {
            lane.insistent().call("reading the next retry", () -> log.nextDue(endpoint), this::next);
            return;
        }
        looking = false;
        page.forEach(delivery -> inHand.add(delivery.alert()));
        page.forEach(delivery -> lane.send(new Sending(delivery, Optional.empty())));
    }

    private void next(Optional<Instant> at) {
        looking = false;
        at.ifPresent(this::waiting);
        if (lookAgain) {
            look();
        }
    }
}
