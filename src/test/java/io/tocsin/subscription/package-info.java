@NullMarked
package io.tocsin.subscription;

import org.jspecify.annotations.NullMarked;
