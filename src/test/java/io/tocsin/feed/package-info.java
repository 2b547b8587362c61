@NullMarked
package io.tocsin.feed;

import org.jspecify.annotations.NullMarked;
