package io.tocsin.post;

/** What a source says happened to a post. */
public sealed interface PostEvent {
    /** The post it happened to. */
    PostId id();

    /** The post was made. */
    record Published(Post post) implements PostEvent {
        @Override
        public PostId id() {
            return post.id();
        }
    }

    /** The post is gone at its source, and so must be gone here. It may arrive before the post does. */
    record Deleted(PostId id) implements PostEvent {}
}
