package io.tocsin.trial;

import io.tocsin.post.Author;
import io.tocsin.post.AuthorName;
import io.tocsin.post.Media;
import io.tocsin.post.Place;
import io.tocsin.post.Post;
import io.tocsin.post.PostId;
import io.tocsin.post.References;
import java.util.List;
import java.util.Optional;

/**
 * What things take in memory, in bytes, quickly told: rather more than less, as most texts take one byte a character.
 */
final class Weight {
    /** An entry of a map, and the pieces of a post that every post has. */
    private static final int ENTRY = 112;

    private static final int POST = 240;
    private static final int TEXT = 48;
    private static final int ITEM = 40;

    private Weight() {}

    /** A name in a map. */
    static long of(PostId id) {
        return ENTRY + text(id.source()) + text(id.id());
    }

    /** A post in a map, its name included. */
    static long of(Post post) {
        Author author = post.author();
        long weight = POST + of(post.id()) + text(post.text());
        weight += text(author.id()) + text(author.handle()) + text(author.name());
        weight += text(author.bio()) + text(author.location());
        weight += texts(post.hashtags()) + texts(post.mentions()) + texts(post.cashtags()) + texts(post.links());
        weight += text(post.lang());
        if (post.geo().isPresent()) {
            weight += ITEM;
        }
        if (post.place().isPresent()) {
            Place place = post.place().get();
            weight += 3 * ITEM + text(place.id()) + text(place.name()) + text(place.country());
        }
        for (Media media : post.media()) {
            weight += ITEM + text(media.url());
        }
        return weight + references(post.references());
    }

    private static long references(References references) {
        long weight = text(references.replyTo()) + text(references.repostOf()) + text(references.quoteOf());
        weight += text(references.conversation());
        return weight + name(references.replyToAuthor()) + name(references.repostOfAuthor());
    }

    private static long name(Optional<AuthorName> name) {
        return name.isEmpty()
                ? 0
                : 2 * ITEM + text(name.get().id()) + text(name.get().handle());
    }

    private static long texts(List<String> texts) {
        long weight = 0;
        for (int i = 0; i < texts.size(); i++) {
            weight += text(texts.get(i));
        }
        return weight;
    }

    private static long text(Optional<String> text) {
        return text.isEmpty() ? 0 : text(text.get());
    }

    private static long text(String text) {
        return TEXT + (long) Character.BYTES * text.length();
    }
}
