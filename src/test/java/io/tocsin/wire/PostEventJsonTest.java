package io.tocsin.wire;

import static io.tocsin.wire.Reading.NOON;
import static io.tocsin.wire.Reading.post;
import static io.tocsin.wire.Reading.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.post.AuthorId;
import io.tocsin.post.Post;
import io.tocsin.post.PostEvent;
import io.tocsin.post.PostId;
import io.tocsin.post.SerialId;
import io.tocsin.wire.PostReader.Item;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class PostEventJsonTest {
    private static final PostId ID = new PostId("x", "1");
    private static final AuthorId AUTHOR = new AuthorId("x", "a");

    static Stream<Arguments> events() {
        Instant at = Instant.parse("2026-11-23T10:00:00Z");
        return Stream.of(
                Arguments.of("{\"event\":\"deleted\",\"source\":\"x\",\"id\":\"1\"}", new PostEvent.Deleted(ID)),
                Arguments.of(
                        "{\"id\":\"1\",\"event\":\"edited\",\"source\":\"x\",\"post\":" + post("2") + "}",
                        new PostEvent.Edited(ID, edited(NOON), Optional.empty())),
                Arguments.of(
                        "{\"event\":\"edited\",\"source\":\"x\",\"id\":\"1\",\"editedAt\":\"2026-11-23T10:00:00Z\",\"post\":"
                                + post("2") + "}",
                        new PostEvent.Edited(ID, edited(at), Optional.of(at))),
                Arguments.of(
                        "{\"event\":\"author_removed\",\"source\":\"x\",\"author\":{\"id\":\"a\"}}",
                        new PostEvent.AuthorRemoved(AUTHOR)),
                Arguments.of(
                        "{\"event\":\"author_restored\",\"source\":\"x\",\"author\":{\"id\":\"a\"}}",
                        new PostEvent.AuthorRestored(AUTHOR)),
                Arguments.of(
                        "{\"event\":\"geo_scrubbed\",\"source\":\"x\",\"id\":\"1\"}", new PostEvent.GeoScrubbed(ID)),
                Arguments.of(
                        "{\"event\":\"geo_scrubbed\",\"source\":\"x\",\"author\":{\"id\":\"a\"},\"upTo\":\"12\"}",
                        new PostEvent.AuthorGeoScrubbed(AUTHOR, new SerialId("12"))),
                Arguments.of(
                        post("1").replace("{\"source\"", "{\"event\":null,\"source\""),
                        new PostEvent.Published(edited(NOON).as(ID, NOON))));
    }

    private static Post edited(Instant createdAt) {
        return PostJson.decode(post("2").getBytes(StandardCharsets.UTF_8), createdAt);
    }

    @ParameterizedTest
    @MethodSource("events")
    void feed_anEvent_isRead(String json, PostEvent event) {
        assertThat(read(PostReader.ndjson(), json)).containsExactly(new Item.Good(1, event));
        assertThat(read(PostReader.json(), json)).containsExactly(new Item.Good(1, event));
        assertThat(read(PostReader.json(), "[" + json + "]")).containsExactly(new Item.Good(1, event));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"event\":\"lost\"} | event: \"lost\""
                        + " (expected: deleted, edited, author_removed, author_restored, geo_scrubbed)",
                "{\"event\":7} | event: a number (expected: a text)",
                "{\"event\":\"deleted\",\"source\":\"x\"} | id: missing (expected: a text)",
                "{\"event\":\"deleted\",\"source\":\"x\",\"id\":\"1\",\"text\":\"\"}"
                        + " | text: unknown field (expected: event, id, source)",
                "{\"event\":\"deleted\",\"source\":\"x\",\"id\":\"1\",\"post\":{}}"
                        + " | post: unknown field (expected: event, id, source)",
                "{\"event\":\"edited\",\"source\":\"x\",\"id\":\"1\"} | post: missing (expected: a JSON object)",
                "{\"event\":\"edited\",\"source\":\"x\",\"id\":\"1\",\"post\":{\"source\":\"x\"}}"
                        + " | post.text: missing (expected: a text)",
                "{\"event\":\"author_removed\",\"source\":\"x\",\"author\":\"a\"}"
                        + " | author: a text (expected: a JSON object)",
                "{\"event\":\"author_removed\",\"source\":\"x\",\"author\":{\"id\":\"a\",\"handle\":\"h\"}}"
                        + " | author.handle: unknown field (expected: id)",
                "{\"event\":\"geo_scrubbed\",\"source\":\"x\",\"author\":{\"id\":\"a\"}}"
                        + " | upTo: missing (expected: a text)",
                "{\"event\":\"geo_scrubbed\",\"source\":\"x\",\"id\":\"1\",\"upTo\":\"1\"}"
                        + " | upTo: unknown field (expected: event, id, source)",
                "{\"event\":\"geo_scrubbed\",\"source\":\"x\",\"author\":{\"id\":\"a\"},\"upTo\":\"x1\"}"
                        + " | upTo: \"x1\" (expected: a number of at most 40 digits, as posts can be compared by their"
                        + " ids only then)"
            })
    void feed_noSuchEvent_saysWhatIsWrong(String json, String reason) {
        assertThat(read(PostReader.ndjson(), json)).containsExactly(new Item.Bad(1, reason));
        assertThat(read(PostReader.json(), json)).containsExactly(new Item.Bad(1, reason));
    }

    @Test
    void feed_anEditOfAnotherSource_isRefused() {
        String json = "{\"event\":\"edited\",\"source\":\"y\",\"id\":\"1\",\"post\":" + post("2") + "}";
        assertThat(read(PostReader.ndjson(), json))
                .containsExactly(new Item.Bad(1, "post.source: \"x\" (expected: \"y\", as the edited post's)"));
    }

    @Test
    void feed_eventsAmongPosts_keepTheirPlaces() {
        String lines = post("1") + "\n{\"event\":\"deleted\",\"source\":\"x\",\"id\":\"1\"}\n" + post("2");
        assertThat(read(PostReader.ndjson(), lines)).extracting(Item::number).isEqualTo(List.of(1L, 2L, 3L));
        assertThat(read(PostReader.ndjson(), lines).get(1)).isEqualTo(new Item.Good(2, new PostEvent.Deleted(ID)));
    }
}
