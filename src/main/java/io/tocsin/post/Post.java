package io.tocsin.post;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One public statement, as its source gave it.
 *
 * @param hashtags without the {@code #}, in the author's spelling
 * @param mentions handles without the {@code @}
 * @param cashtags without the {@code $}
 * @param lang BCP 47, if the source says
 */
public record Post(
        PostId id,
        Author author,
        Instant createdAt,
        Kind kind,
        String text,
        List<String> hashtags,
        List<String> mentions,
        List<String> cashtags,
        List<String> links,
        Optional<String> lang,
        Optional<Geo> geo,
        Optional<Place> place,
        List<Media> media,
        References references) {
    public enum Kind {
        ORIGINAL,
        REPLY,
        REPOST,
        QUOTE
    }

    public Post {
        hashtags = List.copyOf(hashtags);
        mentions = List.copyOf(mentions);
        cashtags = List.copyOf(cashtags);
        links = List.copyOf(links);
        media = List.copyOf(media);
    }

    /** The same under another id, made at another time. */
    public Post as(PostId other, Instant time) {
        return new Post(
                other,
                author,
                time,
                kind,
                text,
                hashtags,
                mentions,
                cashtags,
                links,
                lang,
                geo,
                place,
                media,
                references);
    }

    /** The same, without where it was made. */
    public Post withoutPlace() {
        return new Post(
                id,
                author,
                createdAt,
                kind,
                text,
                hashtags,
                mentions,
                cashtags,
                links,
                lang,
                Optional.empty(),
                Optional.empty(),
                media,
                references);
    }
}
