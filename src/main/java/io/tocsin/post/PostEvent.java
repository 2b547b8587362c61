package io.tocsin.post;

import java.time.Instant;
import java.util.Optional;

/** What a source says happened to a post, or to all posts of an author. */
public sealed interface PostEvent {
    /** The post was made. */
    record Published(Post post) implements PostEvent {}

    /**
     * The post says something else now.
     *
     * @param id the post as it was named before: some sources give each version an id of its own
     * @param post its new state
     * @param at when it was edited: of two edits the later one counts, in whatever order they come. Empty if the source
     *     does not say; then the one that came last does.
     */
    record Edited(PostId id, Post post, Optional<Instant> at) implements PostEvent {
        public Edited {
            if (!id.source().equals(post.id().source())) {
                throw new IllegalArgumentException("post.source: \"" + post.id().source() + "\" (expected: \""
                        + id.source() + "\", as the edited post's)");
            }
        }
    }

    /** The post is gone at its source, and so must be gone here. It may arrive before the post does. */
    record Deleted(PostId id) implements PostEvent {}

    /** The author is gone at the source, and with them all their posts, those that arrive later too. */
    record AuthorRemoved(AuthorId author) implements PostEvent {}

    /** The author who was removed is back: what they post from now on counts again. What is gone stays so. */
    record AuthorRestored(AuthorId author) implements PostEvent {}

    /** The post no longer says where it was made. It may arrive before the post does. */
    record GeoScrubbed(PostId id) implements PostEvent {}

    /** None of the author's posts up to {@code upTo} says any longer where it was made; those that arrive later too. */
    record AuthorGeoScrubbed(AuthorId author, SerialId upTo) implements PostEvent {}
}
