package io.tocsin.post;

/** An author's name, unique across sources. */
public record AuthorId(String source, String id) {
    public AuthorId {
        if (source.isBlank() || id.isBlank()) {
            throw new IllegalArgumentException("author id: " + source + "/" + id + " (expected: both parts non-blank)");
        }
    }

    /** Who wrote the post. */
    public static AuthorId of(Post post) {
        return new AuthorId(post.id().source(), post.author().id());
    }

    @Override
    public String toString() {
        return source + "/" + id;
    }
}
