@NullMarked
package io.tocsin.cluster;

import org.jspecify.annotations.NullMarked;
