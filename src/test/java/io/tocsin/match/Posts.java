package io.tocsin.match;

import io.tocsin.post.Author;
import io.tocsin.post.Entities;
import io.tocsin.post.Post;
import io.tocsin.post.PostId;
import io.tocsin.post.References;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Posts to match: by NWS, with the id 42, in American English, unless said otherwise. */
final class Posts {
    private static final Author NWS = new Author(
            "42", Optional.of("NWS"), Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty(), true);

    private Posts() {}

    static Post saying(String text) {
        return post(NWS, text, Entities.hashtags(text), Entities.mentions(text), Optional.of("en-US"));
    }

    static Post in(String lang) {
        return post(NWS, "flood", List.of(), List.of(), Optional.of(lang));
    }

    static Post inNoLanguage() {
        return post(NWS, "flood", List.of(), List.of(), Optional.empty());
    }

    static Post by(Author author) {
        return post(author, "flood", List.of(), List.of(), Optional.empty());
    }

    static Post carrying(String text, List<String> hashtags, List<String> mentions) {
        return post(NWS, text, hashtags, mentions, Optional.empty());
    }

    private static Post post(
            Author author, String text, List<String> hashtags, List<String> mentions, Optional<String> lang) {
        return new Post(
                new PostId("test", "1"),
                author,
                Instant.EPOCH,
                Post.Kind.ORIGINAL,
                text,
                hashtags,
                mentions,
                Entities.cashtags(text),
                Entities.links(text),
                lang,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                References.NONE);
    }
}
