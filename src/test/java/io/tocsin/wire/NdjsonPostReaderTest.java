package io.tocsin.wire;

import static io.tocsin.wire.Reading.post;
import static io.tocsin.wire.Reading.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.post.Post;
import io.tocsin.wire.PostReader.Item;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NdjsonPostReaderTest {
    private static final String TOO_LONG = "too long (expected: at most 1048576 bytes a post)";

    @Test
    void feed_badLine_costsItselfOnly() {
        List<Item> items = read(PostReader.ndjson(), post("1") + "\nnonsense\n[]\n" + post("2") + "\n");
        assertThat(items.stream().map(Item::number)).containsExactly(1L, 2L, 3L, 4L);
        assertThat(items.get(1)).isInstanceOf(Item.Bad.class);
        assertThat(items.get(2)).isEqualTo(new Item.Bad(3, "post: a list (expected: a JSON object)"));
        assertThat(ids(items)).containsExactly("1", "2");
    }

    @Test
    void feed_emptyLines_areCountedAndPassedOver() {
        List<Item> items = read(PostReader.ndjson(), "\n \t\r\n" + post("1") + "\n\n");
        assertThat(items.stream().map(Item::number)).containsExactly(3L);
        assertThat(ids(items)).containsExactly("1");
    }

    @Test
    void feed_carriageReturns_areNoPartOfTheLine() {
        assertThat(ids(read(PostReader.ndjson(), post("1") + "\r\n" + post("2") + "\r\n")))
                .containsExactly("1", "2");
    }

    @Test
    void end_lastLineWithoutNewline_isTaken() {
        assertThat(ids(read(PostReader.ndjson(), post("1") + "\n" + post("2")))).containsExactly("1", "2");
    }

    @Test
    void end_lastLineCut_isBad() {
        List<Item> items = read(PostReader.ndjson(), post("1") + "\n{\"source\":");
        assertThat(ids(items)).containsExactly("1");
        assertThat(items.get(1)).isInstanceOf(Item.Bad.class);
    }

    @Test
    void end_nothing_isNoPost() {
        assertThat(read(PostReader.ndjson(), "")).isEmpty();
    }

    @Test
    void feed_byteOrderMark_isPassedOver() {
        assertThat(ids(read(PostReader.ndjson(), "\uFEFF" + post("1")))).containsExactly("1");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 100_000, 10_000_000})
    void feed_longestLine_isTaken(int pieces) {
        byte[] bytes = Reading.post(PostReader.MAX_BYTES).getBytes(StandardCharsets.UTF_8);
        assertThat(ids(read(PostReader.ndjson(), bytes, new SplittableRandom(1), pieces)))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 100_000, 10_000_000})
    void feed_tooLongLine_costsItselfOnly(int pieces) {
        String lines =
                post("1") + "\n" + post(PostReader.MAX_BYTES + 1) + "\n" + "x".repeat(3 << 20) + "\n" + post("2");
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        List<Item> items = read(PostReader.ndjson(), bytes, new SplittableRandom(1), pieces);
        assertThat(ids(items)).containsExactly("1", "2");
        assertThat(items.subList(1, 3)).containsExactly(new Item.Bad(2, TOO_LONG), new Item.Bad(3, TOO_LONG));
    }

    private static List<String> ids(List<Item> items) {
        return Reading.posts(items).stream().map(Post::id).map(id -> id.id()).toList();
    }
}
