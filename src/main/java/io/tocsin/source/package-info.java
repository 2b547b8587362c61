/**
 * Reading a source.
 *
 * <p>{@link io.tocsin.source.HttpIngest} takes posts as a request body of any length; {@link io.tocsin.source.Replay}
 * plays recorded posts at their own pace or faster. Both hand batches to a {@link io.tocsin.post.PostSink} and read on
 * only while few of them are under way, so a slow store slows the source, and nothing piles up in between.
 */
@NullMarked
@CheckReturnValue
package io.tocsin.source;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
