/**
 * When to try, when to wait, when to stop.
 *
 * <p>An {@link io.tocsin.delivery.Endpoint} is one subscriber's URL. A {@link io.tocsin.delivery.Delivery} is one alert
 * on its way to it; each attempt ends in an {@link io.tocsin.delivery.Outcome}, from which the next
 * {@link io.tocsin.delivery.Step} follows, as the {@link io.tocsin.delivery.RetrySchedule} says. Where an endpoint is
 * in its feeds, and what waits for another attempt, is in the {@link io.tocsin.delivery.DeliveryLog}.
 *
 * <pre>
 *                    accepted
 *          ┌──────────────────────────────▶ done
 *          │
 *  alert ──▶ attempt ── refused, aborted, or deferred and no attempt left ──▶ failed: a dead letter
 *          ▲    │
 *     due  │    │ deferred
 *          └─ retry: waits in the log
 * </pre>
 *
 * <p>A feed's cursor moves over alerts whose step is durable, whichever it is: a delivery that waits does not hold up
 * what comes after it. {@link io.tocsin.delivery.Outstanding} says how far. A dead letter waits again when it is
 * revived.
 *
 * <p>Two members may take themselves for an endpoint's owner. Both may attempt; only who has the latest
 * {@link io.tocsin.delivery.Claim} settles.
 */
@NullMarked
@CheckReturnValue
package io.tocsin.delivery;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
