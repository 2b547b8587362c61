/** Tests of the room. */
@NullMarked
package io.tocsin.match;

import org.jspecify.annotations.NullMarked;
