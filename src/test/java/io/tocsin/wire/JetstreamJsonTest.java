package io.tocsin.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.post.AuthorId;
import io.tocsin.post.AuthorName;
import io.tocsin.post.Media;
import io.tocsin.post.Post;
import io.tocsin.post.PostEvent;
import io.tocsin.post.PostId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JetstreamJsonTest {
    private static final Path WIRE = Path.of("src/test/resources/wire");
    private static final String POST = "at://did:plc:a/app.bsky.feed.post/k";

    private final JetstreamJson json = new JetstreamJson("bluesky");

    private JetstreamMessage decode(String text) {
        return json.decode(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> lines(String file) throws IOException {
        return Files.readAllLines(WIRE.resolve(file));
    }

    private static Optional<PostEvent> event(JetstreamMessage message) {
        return ((JetstreamMessage.Happened) message).event();
    }

    private Post post(String record) {
        String message =
                "{\"did\":\"did:plc:a\",\"time_us\":1779719009157119,\"kind\":\"commit\",\"commit\":{\"operation\":"
                        + "\"create\",\"collection\":\"app.bsky.feed.post\",\"rkey\":\"k\",\"record\":" + record + "}}";
        return ((PostEvent.Published) event(decode(message)).orElseThrow()).post();
    }

    @Test
    void decode_realWindow_everyPostComes() throws IOException {
        List<PostEvent> events = lines("jetstream_v1_window150.jsonl").stream()
                .map(this::decode)
                .flatMap(message -> event(message).stream())
                .toList();
        assertThat(events).filteredOn(PostEvent.Published.class::isInstance).hasSize(17);
        assertThat(events).filteredOn(PostEvent.Deleted.class::isInstance).hasSize(1);
        assertThat(events)
                .filteredOn(PostEvent.AuthorRestored.class::isInstance)
                .hasSize(1);
        assertThat(events).hasSize(19);
    }

    @Test
    void decode_realReply_isTakenWhole() throws IOException {
        JetstreamMessage message = decode(lines("jetstream_v1_golden.jsonl").get(1));
        assertThat(((JetstreamMessage.Happened) message).time())
                .isEqualTo(Instant.parse("2026-05-25T14:23:29.157119Z"));
        Post post = ((PostEvent.Published) event(message).orElseThrow()).post();
        assertThat(post.id())
                .isEqualTo(new PostId(
                        "bluesky", "at://did:plc:q235v55g5unth4zjjdpacfdr/app.bsky.feed.post/3mmoojp4cd223"));
        assertThat(post.author().id()).isEqualTo("did:plc:q235v55g5unth4zjjdpacfdr");
        assertThat(post.text()).isEqualTo("Try RSV for a good time !!");
        assertThat(post.createdAt()).isEqualTo(Instant.parse("2026-05-25T14:23:28.757Z"));
        assertThat(post.kind()).isEqualTo(Post.Kind.REPLY);
        assertThat(post.lang()).contains("en");
        assertThat(post.references().replyTo())
                .contains("at://did:plc:j76trmiofvaxxpvx2vnb2vwf/app.bsky.feed.post/3mmojbrjwbs26");
        assertThat(post.references().conversation()).isEqualTo(post.references().replyTo());
        assertThat(post.references().replyToAuthor())
                .contains(new AuthorName(Optional.of("did:plc:j76trmiofvaxxpvx2vnb2vwf"), Optional.empty()));
    }

    @Test
    void decode_realLink_isTheOneMeant() throws IOException {
        Post post = lines("jetstream_v1_window150.jsonl").stream()
                .filter(line -> line.contains("3mptbyoeyc22k"))
                .map(this::decode)
                .map(message -> ((PostEvent.Published) event(message).orElseThrow()).post())
                .findFirst()
                .orElseThrow();
        assertThat(post.text()).isEqualTo("www.youtube.com/watch?v=V5lD...");
        assertThat(post.links()).containsExactly("https://www.youtube.com/watch?v=V5lDo-jw8mA");
    }

    @Test
    void decode_facets_areByBytes() {
        Post post = post("""
                {"text":"é #Hochwasser @bürger.example @ada.example","facets":[
                 {"index":{"byteStart":3,"byteEnd":14},"features":[{"$type":"app.bsky.richtext.facet#tag","tag":"Hochwasser"}]},
                 {"index":{"byteStart":32,"byteEnd":44},"features":[{"$type":"app.bsky.richtext.facet#mention","did":"did:plc:b"}]},
                 {"index":{"byteStart":0,"byteEnd":999},"features":[{"$type":"app.bsky.richtext.facet#mention"},{"$type":"new"},{}]}]}
                """);
        assertThat(post.hashtags()).containsExactly("Hochwasser");
        assertThat(post.mentions()).containsExactly("ada.example");
    }

    @Test
    void decode_nothingMarked_isReadFromTheText() {
        Post post = post("{\"text\":\"#flood in $ABC, https://a.example/b says @ada\"}");
        assertThat(post.hashtags()).containsExactly("flood");
        assertThat(post.cashtags()).containsExactly("ABC");
        assertThat(post.links()).containsExactly("https://a.example/b");
        assertThat(post.mentions()).containsExactly("ada");
        assertThat(post.kind()).isEqualTo(Post.Kind.ORIGINAL);
    }

    @Test
    void decode_decomposedText_isComposed() {
        assertThat(post("{\"text\":\"Zu\\u0308rich\"}").text()).isEqualTo("Z\u00fcrich");
    }

    @Test
    void decode_quoteWithPictures_hasBoth() {
        Post post = post("""
                {"text":"","tags":["a"],"embed":{"$type":"app.bsky.embed.recordWithMedia",
                 "record":{"record":{"uri":"at://did:plc:b/app.bsky.feed.post/q","cid":"c"}},
                 "media":{"$type":"app.bsky.embed.images","images":[{"alt":"","image":{"ref":{"$link":"bafy"}}}]}}}
                """);
        assertThat(post.kind()).isEqualTo(Post.Kind.QUOTE);
        assertThat(post.references().quoteOf()).contains("at://did:plc:b/app.bsky.feed.post/q");
        assertThat(post.media())
                .containsExactly(new Media(
                        Media.Type.IMAGE, "https://cdn.bsky.app/img/feed_fullsize/plain/did:plc:a/bafy@jpeg"));
        assertThat(post.hashtags()).containsExactly("a");
    }

    @Test
    void decode_embedsAlone_areTaken() {
        assertThat(post("{\"text\":\"\",\"embed\":{\"record\":{\"uri\":\"at://did:plc:b/app.bsky.feed.post/q\"}}}")
                        .references()
                        .quoteOf())
                .contains("at://did:plc:b/app.bsky.feed.post/q");
        assertThat(post("{\"text\":\"\",\"embed\":{\"record\":{\"uri\":\"at://did:plc:b/app.bsky.graph.list/q\"}}}")
                        .kind())
                .isEqualTo(Post.Kind.ORIGINAL);
        assertThat(post("{\"text\":\"\",\"embed\":{\"video\":{\"ref\":{\"$link\":\"bafy\"}}}}")
                        .media())
                .containsExactly(
                        new Media(Media.Type.VIDEO, "https://video.bsky.app/watch/did:plc:a/bafy/playlist.m3u8"));
        assertThat(post("{\"text\":\"\",\"embed\":{\"external\":{\"uri\":\"https://a.example\"}}}")
                        .links())
                .containsExactly("https://a.example");
    }

    /** Whatever a client wrote into its trimmings, the text is what people said. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"createdAt\":\"yesterday\"", "\"createdAt\":7", "\"langs\":\"en\"", "\"langs\":[\"\"]",
                        "\"reply\":[]",
                "\"reply\":{\"parent\":7}", "\"facets\":7", "\"facets\":[{\"features\":7}]", "\"embed\":[]",
                        "\"tags\":[7]",
                "\"embed\":{\"images\":[{\"image\":[]}],\"external\":7,\"video\":{\"ref\":7},\"record\":7,\"media\":7}"
            })
    void decode_oddTrimmings_keepsThePost(String odd) {
        Post post = post("{\"text\":\"flood\"," + odd + "}");
        assertThat(post.text()).isEqualTo("flood");
        assertThat(post.createdAt()).isEqualTo(Instant.parse("2026-05-25T14:23:29.157119Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "true, '', AuthorRestored", "false, deleted, AuthorRemoved", "false, takendown, AuthorRemoved",
        "false, suspended, AuthorRemoved", "false, deactivated, none", "false, throttled, none"
    })
    void decode_account_isGoneOrBack(boolean active, String status, String expected) {
        String account = "{\"active\":" + active + (status.isEmpty() ? "" : ",\"status\":\"" + status + "\"") + "}";
        String first = "{\"did\":\"did:plc:a\",\"time_us\":1,\"kind\":\"account\",\"account\":" + account + "}";
        String second = "{\"$type\":\"message\",\"payload\":{\"$type\":\"x#account\",\"did\":\"did:plc:a\",\"time\":"
                + "\"2026-05-25T14:23:29.157119Z\",\"account\":" + account + "}}";
        assertThat(event(decode(first))).isEqualTo(event(decode(second)));
        assertThat(event(decode(first))
                        .map(event -> event.getClass().getSimpleName())
                        .orElse("none"))
                .isEqualTo(expected);
        event(decode(first))
                .filter(PostEvent.AuthorRemoved.class::isInstance)
                .ifPresent(event ->
                        assertThat(event).isEqualTo(new PostEvent.AuthorRemoved(new AuthorId("bluesky", "did:plc:a"))));
    }

    @Test
    void decode_secondVersion_saysTheSame() {
        String second = """
                {"$type":"message","payload":{"$type":"network.bsky.jetstream.subscribeEvents#commit","seq":5,
                 "did":"did:plc:a","time":"2020-01-01T00:00:00Z","witnessedAt":"2026-05-25T14:23:29.157119Z",
                 "operation":"create","collection":"app.bsky.feed.post","rkey":"k","record":{"text":"flood"}}}
                """;
        JetstreamMessage.Happened message = (JetstreamMessage.Happened) decode(second);
        assertThat(message.time()).isEqualTo(Instant.parse("2026-05-25T14:23:29.157119Z"));
        assertThat(message.event()).contains(new PostEvent.Published(post("{\"text\":\"flood\"}")));
    }

    @Test
    void decode_updateAndDelete_areEvents() {
        String form =
                "{\"did\":\"did:plc:a\",\"time_us\":1779719009157119,\"kind\":\"commit\",\"commit\":{\"operation\":"
                        + "\"%s\",\"collection\":\"app.bsky.feed.post\",\"rkey\":\"k\",\"record\":{\"text\":\"flood\"}}}";
        PostId id = new PostId("bluesky", POST);
        assertThat(event(decode(form.formatted("update"))))
                .contains(new PostEvent.Edited(
                        id, post("{\"text\":\"flood\"}"), Optional.of(Instant.parse("2026-05-25T14:23:29.157119Z"))));
        assertThat(event(decode(form.formatted("delete")))).contains(new PostEvent.Deleted(id));
        assertThat(event(decode(form.formatted("rename")))).isEmpty();
    }

    @Test
    void decode_whatIsNoEvent_isToldApart() {
        assertThat(decode("{\"$type\":\"error\",\"error\":\"ConsumerTooSlow\",\"message\":\"m\"}"))
                .isEqualTo(new JetstreamMessage.Failure("ConsumerTooSlow", "m"));
        assertThat(decode("{\"$type\":\"message\",\"payload\":{\"$type\":\"x#info\",\"name\":\"OutdatedCursor\"}}"))
                .isEqualTo(new JetstreamMessage.Notice("OutdatedCursor", ""));
        assertThat(decode("{\"did\":\"did:plc:a\",\"time_us\":1,\"kind\":\"moon\"}"))
                .isEqualTo(new JetstreamMessage.Unknown("moon"));
        assertThat(decode("{\"$type\":\"message\",\"payload\":{\"$type\":\"x#moon\"}}"))
                .isEqualTo(new JetstreamMessage.Unknown("moon"));
        assertThat(decode("{\"$type\":\"moon\"}")).isEqualTo(new JetstreamMessage.Unknown("moon"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "{\"kind\":\"commit\"}",
                "{\"time_us\":1}",
                "{\"time_us\":-1,\"kind\":\"identity\"}",
                "{\"time_us\":\"1\",\"kind\":\"identity\"}",
                "{\"time_us\":1,\"kind\":\"commit\",\"did\":\"d\"}",
                "{\"time_us\":1,\"kind\":\"commit\",\"did\":\"d\",\"commit\":{\"collection\":\"app.bsky.feed.post\"}}",
                "{\"time_us\":1,\"kind\":\"commit\",\"did\":\"d\",\"commit\":{\"operation\":\"create\",\"collection\":"
                        + "\"app.bsky.feed.post\",\"rkey\":\"k\",\"record\":{}}}",
                "{\"time_us\":1,\"kind\":\"account\",\"did\":\" \",\"account\":{\"active\":true}}",
                "{\"$type\":\"message\"}",
                "{\"$type\":\"message\",\"payload\":{\"$type\":\"x#identity\"}}"
            })
    void decode_misshapen_isRefused(String text) {
        assertThatThrownBy(() -> decode(text)).isInstanceOf(MalformedException.class);
    }
}
