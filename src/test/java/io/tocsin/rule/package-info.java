/** Tests of the room. */
@NullMarked
package io.tocsin.rule;

import org.jspecify.annotations.NullMarked;
