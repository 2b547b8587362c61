/** The contracts of the ports that a store is behind, and each engine held to them. */
@NullMarked
package io.tocsin.store;

import org.jspecify.annotations.NullMarked;
