/**
 * What goes out, what takes it back, and the place in a feed.
 *
 * <p>An {@link io.tocsin.alert.Alert} is one numbered entry of one subscription's feed. Its id follows from feed and
 * number, so it is the same on every node and at every retry.
 */
@NullMarked
@CheckReturnValue
package io.tocsin.alert;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
