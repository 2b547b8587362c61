/**
 * Who wants what, and for which purpose.
 *
 * <p>A {@link io.tocsin.subscription.Subscription} is a standing order. All of them are in
 * {@link io.tocsin.subscription.Subscriptions}, which every member sees; what must last is in the
 * {@link io.tocsin.subscription.SubscriptionStore} behind it.
 *
 * <p>The subscriber enables and disables. The gateway pauses: the {@link io.tocsin.subscription.Breaker} decides, the
 * {@link io.tocsin.subscription.Pause} says why, and only the subscriber ends it.
 */
@NullMarked
@CheckReturnValue
package io.tocsin.subscription;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
