/**
 * What a rule would have matched.
 *
 * <p>{@link io.tocsin.trial.RecentPosts} keeps the posts of the last while in memory, as many as fit, so that a rule
 * can be tried before anybody subscribes to it. A {@link io.tocsin.trial.Trial} counts, and shows a few
 * {@link io.tocsin.trial.Sample samples}.
 *
 * <p>It is no archive: posts are kept because a rule can only be asked of whole posts, and are shown without their
 * authors: in place of an author stands a made-up name, the same for all samples while this process lives. Nothing of
 * it is on disk. A deleted post is gone from it at once, and does not come back if its source sends it again.
 */
@NullMarked
@CheckReturnValue
package io.tocsin.trial;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
