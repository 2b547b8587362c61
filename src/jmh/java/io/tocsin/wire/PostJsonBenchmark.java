package io.tocsin.wire;

import io.tocsin.post.Author;
import io.tocsin.post.Geo;
import io.tocsin.post.Post;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A post's JSON is read in less than 3 µs; the floor is the reading of a whole tree first. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PostJsonBenchmark {
    /** Whether the source names the tags, mentions, stock symbols and links, or they are read from the text. */
    @Param({"named", "inTheText"})
    public String entities = "named";

    private byte[][] jsons = {};
    private Post[] posts = {};
    private int next;

    @Setup
    public void read() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                PostJson.class.getResourceAsStream("/io/tocsin/demo/alberta-floods-2013.ndjson"))) {
            posts = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> dressed(PostJson.decode(line.getBytes(StandardCharsets.UTF_8), Instant.EPOCH)))
                    .toArray(Post[]::new);
        }
        jsons = Arrays.stream(posts).map(this::json).toArray(byte[][]::new);
    }

    /** As streams send it: the real posts say little of their authors. */
    private static Post dressed(Post post) {
        Author author = new Author(
                post.author().id(),
                Optional.of("user_" + post.author().id()),
                Optional.of("Weather in Calgary"),
                Optional.of("Storms, rivers and maps. Opinions are my own."),
                Optional.of("Calgary, Alberta"),
                OptionalLong.of(1_234),
                true);
        return new Post(
                post.id(),
                author,
                post.createdAt(),
                post.kind(),
                post.text(),
                post.hashtags(),
                post.mentions(),
                post.cashtags(),
                post.links(),
                Optional.of("en"),
                Optional.of(new Geo(51.0447, -114.0719)),
                post.place(),
                post.media(),
                post.references());
    }

    private byte[] json(Post post) {
        byte[] json = PostJson.encode(post);
        if (entities.equals("named")) {
            return json;
        }
        String text = new String(json, StandardCharsets.UTF_8);
        return text.replaceAll("\"(hashtags|mentions|cashtags|links)\":\\[[^\\]]*\\],?", "")
                .getBytes(StandardCharsets.UTF_8);
    }

    private int next() {
        next = next + 1 < posts.length ? next + 1 : 0;
        return next;
    }

    @Benchmark
    public Post decode() {
        return PostJson.decode(jsons[next()], Instant.EPOCH);
    }

    @Benchmark
    public Post decodeTree() {
        return TreePosts.decode(jsons[next()], Instant.EPOCH);
    }

    @Benchmark
    public byte[] encode() {
        return PostJson.encode(posts[next()]);
    }
}
