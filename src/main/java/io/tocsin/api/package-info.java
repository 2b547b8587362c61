/**
 * REST and the dashboard page.
 *
 * <p>The contract is {@code openapi.yaml}: {@link io.tocsin.api.Contract} serves it and checks every request against
 * it, {@link io.tocsin.api.Routes} binds its operations to handlers. What goes wrong becomes a problem (RFC 9457) in
 * one place, {@link io.tocsin.api.Problems}.
 *
 * <pre>
 *  request ──▶ open to all? (page, health, contract) ──▶ key gate ──▶ contract ──▶ handler ──▶ answer
 *                                                           └───────────┴────────────┴──▶ problem
 * </pre>
 */
@NullMarked
@CheckReturnValue
package io.tocsin.api;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
