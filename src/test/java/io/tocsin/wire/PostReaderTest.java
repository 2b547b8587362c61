package io.tocsin.wire;

import static io.tocsin.wire.Reading.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.post.Post;
import io.tocsin.wire.PostReader.Item;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However the bytes are cut, the posts are the same. */
final class PostReaderTest {
    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void ndjson_cutAnywhere_givesTheSame(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Post> posts = new RandomPosts(seed).posts(20);
        String bad =
                posts.stream().map(post -> json(post) + "\n{\"text\":}\n\n").collect(Collectors.joining());
        byte[] bytes = bad.getBytes(StandardCharsets.UTF_8);
        List<Item> whole = read(PostReader.ndjson(), bytes);
        assertThat(read(PostReader.ndjson(), bytes, random, 1 + random.nextInt(300)))
                .isEqualTo(whole);
        assertThat(whole).hasSize(40);
        assertThat(Reading.posts(whole)).isEqualTo(posts);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void json_cutAnywhere_givesTheSame(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Post> posts = new RandomPosts(seed).posts(20);
        String array =
                posts.stream().map(PostReaderTest::json).collect(Collectors.joining(", 1, [{}],\n", " [", "]\n"));
        byte[] bytes = array.getBytes(StandardCharsets.UTF_8);
        List<Item> whole = read(PostReader.json(), bytes);
        assertThat(read(PostReader.json(), bytes, random, 1 + random.nextInt(300)))
                .isEqualTo(whole);
        assertThat(whole).hasSize(58);
        assertThat(Reading.posts(whole)).isEqualTo(posts);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void json_brokenSomewhere_givesTheSame(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bytes = new RandomPosts(seed)
                .posts(5).stream()
                        .map(PostReaderTest::json)
                        .collect(Collectors.joining(",", "[", "]"))
                        .getBytes(StandardCharsets.UTF_8);
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        assertThat(read(PostReader.json(), bytes, random, 1 + random.nextInt(50)))
                .map(PostReaderTest::withoutReason)
                .isEqualTo(read(PostReader.json(), bytes).stream()
                        .map(PostReaderTest::withoutReason)
                        .toList());
    }

    /** The parser's words depend on where it was when it stopped. */
    private static String withoutReason(Item item) {
        return item.toString().replaceFirst("reason=.*", "");
    }

    private static String json(Post post) {
        return new String(PostJson.encode(post), StandardCharsets.UTF_8);
    }
}
