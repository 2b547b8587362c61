/**
 * Who wants what, and for which purpose.
 *
 * <p>A {@link io.tocsin.subscription.Subscription} is a standing order. All of them are in
 * {@link io.tocsin.subscription.Subscriptions}, which every member sees; what must last is in the
 * {@link io.tocsin.subscription.SubscriptionStore} behind it.
 */
@NullMarked
@CheckReturnValue
package io.tocsin.subscription;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
