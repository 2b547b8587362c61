package io.tocsin.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tocsin.post.Author;
import io.tocsin.post.Media;
import io.tocsin.post.Post;
import io.tocsin.post.PostId;
import io.tocsin.post.References;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class PostJsonTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final String LEAST = "\"source\":\"x\",\"id\":\"1\",\"author\":{\"id\":\"a\"}";

    static IntStream seeds() {
        return IntStream.range(0, 500);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void decode_encoded_isTheSame(int seed) {
        Post post = new RandomPosts(seed).post();
        assertThat(PostJson.decode(PostJson.encode(post), Instant.EPOCH)).isEqualTo(post);
    }

    @Test
    void decode_least_isFilledIn() {
        assertThat(decode("{" + LEAST + ",\"text\":\"flood\"}"))
                .isEqualTo(new Post(
                        new PostId("x", "1"),
                        Author.withId("a"),
                        NOON,
                        Post.Kind.ORIGINAL,
                        "flood",
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        References.NONE));
    }

    @Test
    void decode_noEntities_areTakenFromTheText() {
        Post post = decode("{" + LEAST + ",\"text\":\"#Flood by @nws https://nws.example/a\"}");
        assertThat(post.hashtags()).containsExactly("Flood");
        assertThat(post.mentions()).containsExactly("nws");
        assertThat(post.links()).containsExactly("https://nws.example/a");
    }

    @Test
    void decode_emptyEntities_stayEmpty() {
        Post post = decode(
                "{" + LEAST + ",\"text\":\"#a @b https://c.example\",\"hashtags\":[],\"mentions\":[],\"links\":[]}");
        assertThat(List.of(post.hashtags(), post.mentions(), post.links())).containsOnly(List.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | ORIGINAL",
                "'\"replyTo\":\"2\",' | REPLY",
                "'\"quoteOf\":\"2\",\"replyTo\":\"3\",' | QUOTE",
                "'\"repostOf\":\"2\",\"quoteOf\":\"3\",' | REPOST",
                "'\"kind\":\"reply\",\"repostOf\":\"2\",' | REPLY",
            })
    void decode_kind_isSaidOrFollowsFromTheReferences(String fields, Post.Kind kind) {
        assertThat(decode("{" + fields + LEAST + ",\"text\":\"\"}").kind()).isEqualTo(kind);
    }

    @Test
    void decode_mediaWithoutType_isAnImage() {
        assertThat(decode("{" + LEAST + ",\"text\":\"\",\"media\":[{\"url\":\"u\"}]}")
                        .media())
                .containsExactly(new Media(Media.Type.IMAGE, "u"));
    }

    @Test
    void decode_timeWithOffset_isThatInstant() {
        assertThat(decode("{" + LEAST + ",\"text\":\"\",\"createdAt\":\"2026-11-23T14:00:00+02:00\"}")
                        .createdAt())
                .isEqualTo(NOON);
    }

    @Test
    void decode_unknownFieldsAndNulls_arePassedOver() {
        assertThat(decode("{" + LEAST + ",\"text\":\"flood\",\"likes\":{\"n\":[1]},\"lang\":null,\"media\":null}"))
                .isEqualTo(decode("{" + LEAST + ",\"text\":\"flood\"}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | text: missing (expected: a text)",
                "'\"text\":null' | text: missing (expected: a text)",
                "'\"text\":1' | text: a number (expected: a text)",
                "'\"text\":\"\",\"source\":1' | source: a number (expected: a text)",
                "'\"text\":\"\",\"source\":\" \"' | source: blank (expected: a text that is not blank)",
                "'\"text\":\"\",\"id\":true' | id: true or false (expected: a text)",
                "'\"text\":\"\",\"id\":\"\"' | id: blank (expected: a text that is not blank)",
                "'\"text\":\"\",\"author\":\"a\"' | author: a text (expected: a JSON object)",
                "'\"text\":\"\",\"author\":{}' | author.id: missing (expected: a text)",
                "'\"text\":\"\",\"author\":{\"id\":\"a\",\"handle\":[]}' | author.handle: a list (expected: a text)",
                "'\"text\":\"\",\"author\":{\"id\":\"a\",\"name\":{}}' | author.name: an object (expected: a text)",
                "'\"text\":\"\",\"author\":{\"id\":\"a\",\"followers\":-1}'"
                        + " | author.followers: -1 (expected: a whole number, 0 or more)",
                "'\"text\":\"\",\"author\":{\"id\":\"a\",\"followers\":1.5}'"
                        + " | author.followers: 1.5 (expected: a whole number, 0 or more)",
                "'\"text\":\"\",\"author\":{\"id\":\"a\",\"followers\":9223372036854775808}'"
                        + " | author.followers: 9223372036854775808 (expected: a whole number, 0 or more)",
                "'\"text\":\"\",\"author\":{\"id\":\"a\",\"followers\":\"7\"}'"
                        + " | author.followers: a text (expected: a whole number, 0 or more)",
                "'\"text\":\"\",\"author\":{\"id\":\"a\",\"verified\":\"yes\"}'"
                        + " | author.verified: a text (expected: true or false)",
                "'\"text\":\"\",\"createdAt\":1' | createdAt: a number (expected: a text)",
                "'\"text\":\"\",\"createdAt\":\"noon\"'"
                        + " | createdAt: \"noon\" (expected: a time such as 2026-11-23T10:00:00Z)",
                "'\"text\":\"\",\"kind\":\"ORIGINAL\"'"
                        + " | kind: \"ORIGINAL\" (expected: original, reply, repost, quote)",
                "'\"text\":\"\",\"hashtags\":\"a\"' | hashtags: a text (expected: a list of texts)",
                "'\"text\":\"\",\"mentions\":[\"a\",1]' | mentions[1]: a number (expected: a text)",
                "'\"text\":\"\",\"links\":[null]' | links[0]: null (expected: a text)",
                "'\"text\":\"\",\"lang\":{}' | lang: an object (expected: a text)",
                "'\"text\":\"\",\"geo\":[]' | geo: a list (expected: a JSON object)",
                "'\"text\":\"\",\"geo\":{\"lat\":1}' | geo.lon: missing (expected: a number)",
                "'\"text\":\"\",\"geo\":{\"lat\":\"1\",\"lon\":1}' | geo.lat: a text (expected: a number)",
                "'\"text\":\"\",\"geo\":{\"lat\":91,\"lon\":1}' | lat: 91.0 (expected: -90 to 90)",
                "'\"text\":\"\",\"geo\":{\"lat\":1,\"lon\":1e999}' | lon: Infinity (expected: -180 to 180)",
                "'\"text\":\"\",\"place\":{\"country\":\"DE\"}' | place.name: missing (expected: a text)",
                "'\"text\":\"\",\"place\":{\"name\":\"B\",\"country\":1}' | place.country: a number (expected: a text)",
                "'\"text\":\"\",\"media\":{}' | media: an object (expected: a list of JSON objects)",
                "'\"text\":\"\",\"media\":[{\"url\":\"u\"},1]' | media[1]: a number (expected: a JSON object)",
                "'\"text\":\"\",\"media\":[{}]' | media[0].url: missing (expected: a text)",
                "'\"text\":\"\",\"media\":[{\"url\":\"u\",\"type\":\"x\"}]'"
                        + " | media[0].type: \"x\" (expected: image, video, gif)",
                "'\"text\":\"\",\"replyTo\":1' | replyTo: a number (expected: a text)",
                "'\"text\":\"\",\"repostOf\":1' | repostOf: a number (expected: a text)",
                "'\"text\":\"\",\"quoteOf\":1' | quoteOf: a number (expected: a text)",
            })
    void decode_wrongField_isNamed(String fields, String message) {
        refused(withLeast(fields), message);
    }

    @Test
    void decode_noObject_isSaid() {
        refused("[]", "post: a list (expected: a JSON object)");
    }

    @Test
    void decode_nothing_isSaid() {
        refused(" ", "JSON: nothing (expected: one JSON value)");
    }

    @Test
    void decode_doubledKey_isRefused() {
        refusedWith("{" + LEAST + ",\"text\":\"a\",\"text\":\"b\"}", "Duplicate field 'text'");
    }

    @Test
    void decode_moreThanOneValue_isRefused() {
        refusedWith("{" + LEAST + ",\"text\":\"a\"} {}", "one JSON value");
    }

    @Test
    void decode_nestedAsDeepAsAllowed_isTaken() {
        assertThat(decode("{" + LEAST + ",\"text\":\"\",\"x\":" + nested(31) + "}")
                        .text())
                .isEmpty();
    }

    @Test
    void decode_nestedTooDeep_isRefused() {
        refusedWith("{" + LEAST + ",\"text\":\"\",\"x\":" + nested(32) + "}", "nesting depth (33)");
    }

    @ParameterizedTest
    @CsvSource({"\\ud83c, �", "\\udf0a, �", "\\udf0a\\ud83c, ��", "\\ud83c\\ud83c\\udf0a, �🌊", "\\ud83c\\udf0a, 🌊"})
    void decode_halfOfAPair_isReplaced(String escaped, String text) {
        Post post = decode("{" + LEAST + ",\"text\":\"" + escaped + "\",\"hashtags\":[\"" + escaped + "\"]}");
        assertThat(post.text()).isEqualTo(text);
        assertThat(post.hashtags()).containsExactly(text);
        assertThat(PostJson.decode(PostJson.encode(post), NOON)).isEqualTo(post);
    }

    @Test
    void decode_halfOfAPairInAnError_canBeShown() {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> decode("{\"\\ud83c\":1,\"\\ud83c\":2}"))
                .satisfies(e -> assertThat(
                                Problem.invalid(String.valueOf(e.getMessage())).encode())
                        .isNotEmpty());
    }

    private static Post decode(String json) {
        return PostJson.decode(json.getBytes(StandardCharsets.UTF_8), NOON);
    }

    /** The least post, in which {@code fields} stand instead of those of the same name. */
    private static String withLeast(String fields) {
        String source = fields.contains("\"source\":") ? "" : ",\"source\":\"x\"";
        String id = fields.contains("\",\"id\":") ? "" : ",\"id\":\"1\"";
        String author = fields.contains("\"author\":") ? "" : ",\"author\":{\"id\":\"a\"}";
        return ("{" + fields + source + id + author + "}").replace("{,", "{");
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    private static void refused(String json, String message) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> decode(json))
                .withMessage(message);
    }

    private static void refusedWith(String json, String part) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> decode(json))
                .withMessageContaining(part);
    }
}
