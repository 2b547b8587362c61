@NullMarked
package io.tocsin.source;

import org.jspecify.annotations.NullMarked;
