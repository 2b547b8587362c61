/** Tests of the room. */
@NullMarked
package io.tocsin.post;

import org.jspecify.annotations.NullMarked;
