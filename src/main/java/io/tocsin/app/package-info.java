/**
 * Wires everything: command line, configuration, health, metrics, shutdown.
 *
 * <p>{@link io.tocsin.app.Gateway} is the flow from post to alert; {@link io.tocsin.app.Node} is one process: it starts
 * the parts in order and stops them in the opposite order. Only this room reads the clock, chance and the environment.
 */
@NullMarked
@CheckReturnValue
package io.tocsin.app;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
