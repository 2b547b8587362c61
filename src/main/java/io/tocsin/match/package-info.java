/**
 * Which rules a post satisfies, and why.
 *
 * <p>A {@link io.tocsin.match.Match} names the rule and the stretches of the post's text that satisfied it.
 */
@NullMarked
@CheckReturnValue
package io.tocsin.match;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
