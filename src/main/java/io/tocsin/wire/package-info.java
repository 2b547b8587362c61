/**
 * How each thing looks as bytes.
 *
 * <p>One class per noun, with what writes it and what reads it: posts, alerts, subscriptions, endpoints, cursors, the
 * frames of a push session, problem details. JSON is read strictly: a doubled key, a wrong type or an unknown field of
 * a request is a {@link io.tocsin.wire.MalformedException}, which says where, what was found and what was expected.
 */
@NullMarked
@CheckReturnValue
package io.tocsin.wire;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
