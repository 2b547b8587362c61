/** What holds for the whole of the gateway. */
@NullMarked
package io.tocsin;

import org.jspecify.annotations.NullMarked;
