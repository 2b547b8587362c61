/** Tests of io.tocsin.trial. */
@NullMarked
package io.tocsin.trial;

import org.jspecify.annotations.NullMarked;
