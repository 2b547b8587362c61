@NullMarked
package io.tocsin.wire;

import org.jspecify.annotations.NullMarked;
