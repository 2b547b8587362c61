package io.tocsin.story;

import io.tocsin.post.Author;
import io.tocsin.post.Entities;
import io.tocsin.post.Post;
import io.tocsin.post.PostId;
import io.tocsin.post.References;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Posts as tests need them. */
final class Posts {
    private Posts() {}

    static Post by(String author, String id, String text) {
        return of(author, id, text, Post.Kind.ORIGINAL, References.NONE);
    }

    static Post repostOf(String original, String author, String id, String text) {
        References references = new References(
                Optional.empty(),
                Optional.of(original),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return of(author, id, text, Post.Kind.REPOST, references);
    }

    private static Post of(String author, String id, String text, Post.Kind kind, References references) {
        return new Post(
                new PostId("sample", id),
                Author.withId(author),
                Instant.EPOCH,
                kind,
                text,
                Entities.hashtags(text),
                Entities.mentions(text),
                List.of(),
                Entities.links(text),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                references);
    }
}
