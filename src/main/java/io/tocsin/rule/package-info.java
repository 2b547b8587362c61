/**
 * What a subscriber may ask.
 *
 * <p>A {@link io.tocsin.rule.Rule} is a text in the rule language and the condition that it means. The language follows
 * X's filtered stream.
 */
@NullMarked
@CheckReturnValue
package io.tocsin.rule;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
