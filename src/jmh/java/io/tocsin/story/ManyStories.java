package io.tocsin.story;

import io.tocsin.post.Post;
import io.tocsin.post.PostEvent;
import io.tocsin.wire.PostReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The bundled posts of one event, and the same with other names for everything, as so many events at once. */
final class ManyStories {
    static final int POSTS = 12_000;

    private ManyStories() {}

    static List<LabelledPost> of(int stories, int count) {
        List<Post> real = real();
        List<LabelledPost> posts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int story = i % stories;
            posts.add(new LabelledPost(told(real.get(i / stories % real.size()), story), story + 1));
        }
        return posts;
    }

    /** Long words get a beginning of the story's own. */
    private static Post told(Post post, int story) {
        String before = String.format(Locale.ROOT, "%c%c", 'a' + story % 26, 'q' + story / 26);
        String text = post.text().replaceAll("(?<![\\w@/.])(?=#?\\w{5})(#?)", "$1" + before);
        List<String> tags = post.hashtags().stream().map(tag -> before + tag).toList();
        return new Post(
                post.id(),
                post.author(),
                post.createdAt(),
                post.kind(),
                text,
                tags,
                post.mentions(),
                post.cashtags(),
                post.links(),
                post.lang(),
                post.geo(),
                post.place(),
                post.media(),
                post.references());
    }

    private static List<Post> real() {
        List<Post> posts = new ArrayList<>();
        try (InputStream in = ManyStories.class.getResourceAsStream("/io/tocsin/demo/alberta-floods-2013.ndjson")) {
            PostReader.ndjson().feed(in.readAllBytes(), Instant.EPOCH, item -> {
                PostReader.Item.Good good = (PostReader.Item.Good) item;
                posts.add(((PostEvent.Published) good.event()).post());
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return posts;
    }
}
