@NullMarked
package io.tocsin.delivery;

import org.jspecify.annotations.NullMarked;
