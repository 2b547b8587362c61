/**
 * Who may come in.
 *
 * <p>A key is {@code tk_<id>_<secret>}; what is stored of it is its id and the SHA-256 of its secret, which is as
 * strong as the secret's 160 random bits. The {@link io.tocsin.access.KeyGate} stands before every route that is not
 * open to all.
 */
@NullMarked
@CheckReturnValue
package io.tocsin.access;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
