/**
 * What a source said.
 *
 * <p>A {@link io.tocsin.post.Post} is one public statement, as its source gave it. What can happen to a post is a
 * {@link io.tocsin.post.PostEvent}; whoever reads a source hands batches of events to the one
 * {@link io.tocsin.post.PostSink}, which answers when they are durable. All offsets into a post's text are UTF-16 code
 * units.
 */
@NullMarked
@CheckReturnValue
package io.tocsin.post;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
