/**
 * When to try, when to wait, when to stop.
 *
 * <p>An {@link io.tocsin.delivery.Endpoint} is one subscriber's URL. A {@link io.tocsin.delivery.Delivery} is one alert
 * on its way to it; each attempt ends in an {@link io.tocsin.delivery.Outcome}, from which the next
 * {@link io.tocsin.delivery.Step} follows. Where an endpoint is in its feeds, and what waits for another attempt, is in
 * the {@link io.tocsin.delivery.DeliveryLog}.
 */
@NullMarked
@CheckReturnValue
package io.tocsin.delivery;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
