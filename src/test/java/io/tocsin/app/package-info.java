/** Whole nodes, tried through their sockets as users would. */
@NullMarked
package io.tocsin.app;

import org.jspecify.annotations.NullMarked;
