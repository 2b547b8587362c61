@NullMarked
package io.tocsin.webhook;

import org.jspecify.annotations.NullMarked;
