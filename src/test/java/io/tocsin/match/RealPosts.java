package io.tocsin.match;

import io.tocsin.post.Area;
import io.tocsin.post.Author;
import io.tocsin.post.AuthorName;
import io.tocsin.post.Entities;
import io.tocsin.post.Geo;
import io.tocsin.post.Media;
import io.tocsin.post.Place;
import io.tocsin.post.Post;
import io.tocsin.post.PostId;
import io.tocsin.post.References;
import io.tocsin.wire.PostJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Posts such as a full stream has, made from real ones.
 *
 * <p>Texts, tags, mentions and links are real. The real posts say nothing about language, place, media or who their
 * authors are, and each has an author of its own; so these are made up, each post's from its id and the seed: some
 * authors write much and most little, one post in fifty has a point, about half are in English. A made-up language says
 * nothing about the text. Where more posts are asked for than there are, a further one has the front of one real text
 * and the back of another.
 */
final class RealPosts {
    /** A property of the JVM or of the environment: a folder of {@code .ndjson} files to read, not the bundled one. */
    static final String FOLDER = "TOCSIN_BENCH_POSTS";

    static final int AUTHORS = 50_000;
    static final List<String> CASHTAGS = List.of("TSLA", "AAPL", "BTC", "ETH", "SU", "ENB", "GME", "NVDA");
    static final List<Town> TOWNS = List.of(
            new Town("Calgary", "CA", 51.05, -114.07),
            new Town("Edmonton", "CA", 53.55, -113.49),
            new Town("Boston", "US", 42.36, -71.06),
            new Town("Oklahoma City", "US", 35.47, -97.52),
            new Town("New York", "US", 40.71, -74.01),
            new Town("London", "GB", 51.51, -0.13),
            new Town("Madrid", "ES", 40.42, -3.70),
            new Town("Tokyo", "JP", 35.68, 139.69),
            new Town("Jakarta", "ID", -6.21, 106.85),
            new Town("São Paulo", "BR", -23.55, -46.63),
            new Town("Suva", "FJ", -18.12, 179.95));
    static final List<String> BIOS = List.of(
            "Reporter. Opinions are my own.",
            "Mother of two, dog person, coffee",
            "Volunteer firefighter and paramedic",
            "Weather, storms and maps",
            "Football. Music. Photography.",
            "News and traffic for the city");

    /** How often each language is said, in a thousand; roughly what the shares on X are. */
    private static final List<Share> LANGUAGES = List.of(
            new Share("en", 420),
            new Share("en-GB", 20),
            new Share("ja", 150),
            new Share("es", 110),
            new Share("pt", 60),
            new Share("pt-BR", 10),
            new Share("ar", 60),
            new Share("in", 40),
            new Share("fr", 30),
            new Share("tr", 30),
            new Share("ko", 30),
            new Share("de", 10));

    /** A town that posts come from. */
    record Town(String name, String country, double lat, double lon) {
        Area area() {
            return new Area(lon - 0.04, lat - 0.03, lon + 0.04, lat + 0.03);
        }
    }

    private record Share(String lang, int thousandths) {}

    private RealPosts() {}

    /** As many posts, the real ones first. Those that were asked for with another count begin alike. */
    static List<Post> some(int count, long seed) {
        List<Post> real = read();
        List<Post> posts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Post post = i < real.size() ? real.get(i) : spliced(real, i, new SplittableRandom(seed + i));
            posts.add(dressed(post, new SplittableRandom(seed + hash(post.id().id()))));
        }
        return posts;
    }

    private static List<Post> read() {
        String folder = System.getProperty(FOLDER, System.getenv().getOrDefault(FOLDER, ""));
        try {
            return folder.isEmpty() ? bundled() : in(Path.of(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Post> bundled() throws IOException {
        try (InputStream in = RealPosts.class.getResourceAsStream("/io/tocsin/demo/alberta-floods-2013.ndjson")) {
            return posts(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static List<Post> in(Path folder) throws IOException {
        List<Post> posts = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".ndjson"))
                    .sorted()
                    .toList()) {
                posts.addAll(posts(Files.readString(file)));
            }
        }
        return posts;
    }

    private static List<Post> posts(String lines) {
        return lines.lines()
                .map(line -> PostJson.decode(line.getBytes(StandardCharsets.UTF_8), Instant.EPOCH))
                .toList();
    }

    private static Post spliced(List<Post> real, int number, SplittableRandom random) {
        Post front = real.get(random.nextInt(real.size()));
        String text = front(front.text())
                + " "
                + back(real.get(random.nextInt(real.size())).text());
        return new Post(
                new PostId("sample", "s" + number),
                front.author(),
                front.createdAt(),
                front.kind(),
                text,
                Entities.hashtags(text),
                Entities.mentions(text),
                List.of(),
                Entities.links(text),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                References.NONE);
    }

    private static String front(String text) {
        return text.substring(0, middle(text));
    }

    private static String back(String text) {
        return text.substring(middle(text)).strip();
    }

    private static int middle(String text) {
        int space = text.indexOf(' ', text.length() / 2);
        return space < 0 ? text.length() : space;
    }

    private static Post dressed(Post post, SplittableRandom random) {
        boolean quote = post.kind() == Post.Kind.ORIGINAL && one(random, 30);
        String text = one(random, 100) ? post.text() + " $" + pick(CASHTAGS, random) : post.text();
        Town town = pick(TOWNS, random);
        boolean point = one(random, 50);
        boolean place = one(random, point ? 2 : 100);
        return new Post(
                post.id(),
                author(random),
                post.createdAt(),
                quote ? Post.Kind.QUOTE : post.kind(),
                text,
                post.hashtags(),
                post.mentions(),
                Entities.cashtags(text),
                post.links(),
                lang(random),
                point ? Optional.of(near(town, random)) : Optional.empty(),
                place ? Optional.of(place(town)) : Optional.empty(),
                media(random),
                references(post, quote, random));
    }

    /** As in the field, the n-th of them writes a n-th as much as the first. */
    private static Author author(SplittableRandom random) {
        int rank = (int) Math.exp(random.nextDouble() * Math.log(AUTHORS));
        SplittableRandom traits = new SplittableRandom(rank);
        return new Author(
                Integer.toString(rank),
                Optional.of("user" + rank),
                Optional.of(pick(TOWNS, traits).name() + " " + pick(CASHTAGS, traits)),
                one(traits, 3) ? Optional.empty() : Optional.of(pick(BIOS, traits)),
                one(traits, 2)
                        ? Optional.empty()
                        : Optional.of(pick(TOWNS, traits).name()),
                OptionalLong.of((long) Math.exp(traits.nextDouble() * 14)),
                one(traits, 50));
    }

    private static Optional<String> lang(SplittableRandom random) {
        int left = random.nextInt(1000);
        for (Share share : LANGUAGES) {
            left -= share.thousandths;
            if (left < 0) {
                return Optional.of(share.lang);
            }
        }
        return Optional.empty();
    }

    private static Geo near(Town town, SplittableRandom random) {
        double lon = town.lon + random.nextDouble() - 0.5;
        return new Geo(town.lat + random.nextDouble() - 0.5, lon > 180 ? lon - 360 : lon);
    }

    private static Place place(Town town) {
        return new Place(
                Optional.of("place-" + TOWNS.indexOf(town)),
                town.name,
                Optional.of(town.country),
                Optional.of(town.area()));
    }

    private static List<Media> media(SplittableRandom random) {
        return one(random, 8)
                ? List.of(new Media(pick(List.of(Media.Type.values()), random), "https://example.com/media"))
                : List.of();
    }

    private static References references(Post post, boolean quote, SplittableRandom random) {
        Optional<String> other = Optional.of("c" + (int) Math.exp(random.nextDouble() * Math.log(10_000)));
        Optional<AuthorName> author = post.mentions().stream()
                .findFirst()
                .map(handle -> new AuthorName(Optional.empty(), Optional.of(handle)));
        boolean reply = post.kind() == Post.Kind.REPLY;
        boolean repost = post.kind() == Post.Kind.REPOST;
        return new References(
                other.filter(id -> reply),
                other.filter(id -> repost),
                other.filter(id -> quote),
                reply ? other : Optional.of(post.id().id()),
                author.filter(name -> reply),
                author.filter(name -> repost));
    }

    static <T> T pick(List<T> values, SplittableRandom random) {
        return values.get(random.nextInt(values.size()));
    }

    /** True one time in so many. */
    static boolean one(SplittableRandom random, int in) {
        return random.nextInt(in) == 0;
    }

    private static long hash(String text) {
        long hash = 0;
        for (int i = 0; i < text.length(); i++) {
            hash = hash * 0x100000001B3L + text.charAt(i);
        }
        return hash;
    }
}
