package io.tocsin.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.post.PostEvent;
import io.tocsin.wire.PostReader.Item;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The post, or what is wrong with it, is the same as when all of its JSON is made a tree first. */
final class PostDecodingTest {
    private static final int A_SEED = 50;

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void decode_misshapen_agreesWithTheTree(int seed) {
        DamagedPosts posts = new DamagedPosts(seed);
        for (int i = 0; i < A_SEED; i++) {
            agree(posts.misshapen());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void decode_brokenJson_agreesWithTheTree(int seed) {
        DamagedPosts posts = new DamagedPosts(seed);
        for (int i = 0; i < A_SEED; i++) {
            agree(posts.brokenJson());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void feed_misshapen_agreesWithTheTree(int seed) {
        DamagedPosts posts = new DamagedPosts(seed);
        for (int i = 0; i < A_SEED; i++) {
            byte[] json = posts.misshapen();
            assertThat(Reading.read(PostReader.json(), json)).as(text(json)).containsExactly(treeItem(json));
            assertThat(Reading.read(PostReader.ndjson(), json)).as(text(json)).containsExactly(treeItem(json));
        }
    }

    private static void agree(byte[] json) {
        assertThat(item(json)).as(text(json)).isEqualTo(treeItem(json));
    }

    private static Item item(byte[] json) {
        try {
            return new Item.Good(1, PostEventJson.decode(json, 0, json.length, Reading.NOON));
        } catch (MalformedException e) {
            return new Item.Bad(1, String.valueOf(e.getMessage()));
        }
    }

    private static Item treeItem(byte[] json) {
        try {
            return new Item.Good(1, new PostEvent.Published(TreePosts.decode(json, Reading.NOON)));
        } catch (MalformedException e) {
            return new Item.Bad(1, String.valueOf(e.getMessage()));
        }
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
