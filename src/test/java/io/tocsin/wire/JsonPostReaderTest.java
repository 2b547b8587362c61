package io.tocsin.wire;

import static io.tocsin.wire.Reading.post;
import static io.tocsin.wire.Reading.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.wire.PostReader.Item;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonPostReaderTest {
    @Test
    void feed_onePost_isTaken() {
        assertThat(ids(read(PostReader.json(), " " + post("1") + "\n"))).containsExactly("1");
    }

    @Test
    void feed_emptyArray_isNoPost() {
        assertThat(read(PostReader.json(), "[]")).isEmpty();
    }

    @Test
    void feed_badValue_costsItselfOnly() {
        List<Item> items = read(PostReader.json(), "[" + post("1") + ",7,[[]],{}," + post("2") + "]");
        assertThat(items.stream().map(Item::number)).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(items.get(1)).isEqualTo(new Item.Bad(2, "post: a number (expected: a JSON object)"));
        assertThat(items.get(2)).isEqualTo(new Item.Bad(3, "post: a list (expected: a JSON object)"));
        assertThat(items.get(3)).isEqualTo(new Item.Bad(4, "text: missing (expected: a text)"));
        assertThat(ids(items)).containsExactly("1", "2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "{\"a\"}", "{\"a\":1,\"a\":2}", "[[", "", "\"\\ud83c"})
    void feed_brokenArray_keepsWhatCameBefore(String rest) {
        List<Item> items = read(PostReader.json(), "[" + post("1") + "," + rest);
        assertThat(ids(items)).containsExactly("1");
        assertThat(items).hasSize(2);
        assertThat(items.get(1)).isInstanceOf(Item.Broken.class);
        assertThat(items.get(1).number()).isEqualTo(2);
    }

    @Test
    void feed_nestedTooDeep_isBroken() {
        assertThat(read(PostReader.json(), "[".repeat(33))).singleElement().isInstanceOf(Item.Broken.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "1", ",", "]", "nonsense", "\u0000"})
    void feed_moreAfterTheValue_isBroken(String more) {
        List<Item> items = read(PostReader.json(), "[" + post("1") + "]\n" + more);
        assertThat(ids(items)).containsExactly("1");
        assertThat(items).hasSize(2).last().isInstanceOf(Item.Broken.class);
    }

    @Test
    void feed_postAfterPost_isBroken() {
        List<Item> items = read(PostReader.json(), post("1") + "\n" + post("2"));
        assertThat(ids(items)).containsExactly("1");
        assertThat(items)
                .last()
                .isEqualTo(new Item.Broken(
                        2, "more than one JSON value (expected: one; for one a line, use application/x-ndjson)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \r\n"})
    void end_nothing_isBroken(String nothing) {
        assertThat(read(PostReader.json(), nothing))
                .containsExactly(new Item.Broken(1, "end of input (expected: a JSON object, or an array of them)"));
    }

    @Test
    void feed_byteOrderMark_isPassedOver() {
        assertThat(ids(read(PostReader.json(), "\uFEFF[" + post("1") + "]"))).containsExactly("1");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 100_000, 10_000_000})
    void feed_longestPost_isTaken(int pieces) {
        assertThat(ids(inPieces("[" + post("1") + "," + post(PostReader.MAX_BYTES) + "]", pieces)))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 100_000, 10_000_000})
    void feed_tooLongPost_isBroken(int pieces) {
        List<Item> items =
                inPieces("[" + post("1") + "," + post(PostReader.MAX_BYTES + 1) + "," + post("2") + "]", pieces);
        assertThat(ids(items)).containsExactly("1");
        assertThat(items).last().isEqualTo(new Item.Broken(2, "too long (expected: at most 1048576 bytes a post)"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 100_000, 10_000_000})
    void feed_tooLongText_isBroken(int pieces) {
        List<Item> items = inPieces("[\"" + "a".repeat(PostReader.MAX_BYTES + 1) + "\"]", pieces);
        assertThat(items).singleElement().isInstanceOf(Item.Broken.class);
    }

    @Test
    void feed_afterBroken_isPassedOver() {
        PostReader reader = PostReader.json();
        List<Item> items = new ArrayList<>();
        reader.feed("]".getBytes(StandardCharsets.UTF_8), Reading.NOON, items::add);
        reader.feed(post("1").getBytes(StandardCharsets.UTF_8), Reading.NOON, items::add);
        reader.end(Reading.NOON, items::add);
        assertThat(items).singleElement().isInstanceOf(Item.Broken.class);
    }

    private static List<Item> inPieces(String text, int most) {
        return read(PostReader.json(), text.getBytes(StandardCharsets.UTF_8), new SplittableRandom(1), most);
    }

    private static List<String> ids(List<Item> items) {
        return Reading.posts(items).stream().map(post -> post.id().id()).toList();
    }
}
