package io.tocsin.post;

/** A post's name, unique across sources. */
public record PostId(String source, String id) {
    public PostId {
        if (source.isBlank() || id.isBlank()) {
            throw new IllegalArgumentException("post id: " + source + "/" + id + " (expected: both parts non-blank)");
        }
    }

    @Override
    public String toString() {
        return source + "/" + id;
    }
}
