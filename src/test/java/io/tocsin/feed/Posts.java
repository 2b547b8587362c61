package io.tocsin.feed;

import io.tocsin.post.Author;
import io.tocsin.post.Post;
import io.tocsin.post.PostId;
import io.tocsin.post.References;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Posts for tests. */
public final class Posts {
    public static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private Posts() {}

    /** An original post with this id and text, made at noon. */
    public static Post post(String id, String text) {
        return new Post(
                new PostId("test", id),
                Author.withId("a1"),
                NOON,
                Post.Kind.ORIGINAL,
                text,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                References.NONE);
    }
}
