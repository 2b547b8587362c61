package io.tocsin.wire;

import io.tocsin.post.Area;
import io.tocsin.post.Author;
import io.tocsin.post.AuthorName;
import io.tocsin.post.Geo;
import io.tocsin.post.Media;
import io.tocsin.post.Place;
import io.tocsin.post.Post;
import io.tocsin.post.PostId;
import io.tocsin.post.References;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Posts in which every field may be there or not, in many scripts. */
final class RandomPosts {
    private static final List<String> WORDS = List.of(
            "flood",
            "Überschwemmung",
            "洪水",
            "فيضان",
            "🌊",
            "👩‍🚒",
            "#rain",
            "@nws",
            "\"",
            "\\",
            "\n",
            "\u0000",
            "</script>",
            "e\u0301");

    private final SplittableRandom random;

    RandomPosts(int seed) {
        this.random = new SplittableRandom(seed);
    }

    Post post() {
        return new Post(
                new PostId("x", name()),
                new Author(
                        name(),
                        maybe(this::text),
                        maybe(this::text),
                        maybe(this::text),
                        maybe(this::text),
                        count(),
                        random.nextBoolean()),
                Instant.ofEpochSecond(
                        random.nextLong(-10_000_000_000L, 10_000_000_000L), random.nextInt(1_000_000_000)),
                one(Post.Kind.values()),
                text(),
                texts(),
                texts(),
                texts(),
                texts(),
                maybe(this::text),
                maybe(() -> new Geo(random.nextDouble(-90, 90), random.nextDouble(-180, 180))),
                maybe(() -> new Place(maybe(this::text), name(), maybe(this::text), maybe(this::area))),
                some(() -> new Media(one(Media.Type.values()), name())),
                new References(
                        maybe(this::text),
                        maybe(this::text),
                        maybe(this::text),
                        maybe(this::text),
                        maybe(() -> new AuthorName(maybe(this::text), Optional.of(text()))),
                        maybe(() -> new AuthorName(Optional.of(text()), maybe(this::text)))));
    }

    private Area area() {
        return new Area(
                random.nextDouble(-180, 180),
                random.nextDouble(-90, 0),
                random.nextDouble(-180, 180),
                random.nextDouble(0, 90));
    }

    List<Post> posts(int count) {
        return Stream.generate(this::post).limit(count).toList();
    }

    private String name() {
        return "n" + text();
    }

    private String text() {
        return String.join(" ", some(() -> WORDS.get(random.nextInt(WORDS.size()))));
    }

    private List<String> texts() {
        return some(this::text);
    }

    private OptionalLong count() {
        return random.nextBoolean() ? OptionalLong.of(random.nextLong(Long.MAX_VALUE)) : OptionalLong.empty();
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    private <T> List<T> some(Supplier<T> value) {
        return Stream.generate(value).limit(random.nextInt(5)).toList();
    }

    private <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
