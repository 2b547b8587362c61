@NullMarked
package io.tocsin.access;

import org.jspecify.annotations.NullMarked;
