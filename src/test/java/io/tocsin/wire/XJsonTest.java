package io.tocsin.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.post.Area;
import io.tocsin.post.Author;
import io.tocsin.post.AuthorId;
import io.tocsin.post.AuthorName;
import io.tocsin.post.Geo;
import io.tocsin.post.Media;
import io.tocsin.post.Place;
import io.tocsin.post.Post;
import io.tocsin.post.PostEvent;
import io.tocsin.post.PostId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class XJsonTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final XJson json = new XJson("x");

    private XMessage decode(String text) {
        return json.decode(text.getBytes(StandardCharsets.UTF_8), NOW);
    }

    private Optional<PostEvent> event(String text) {
        return ((XMessage.Happened) decode(text)).event();
    }

    private Post post(String text) {
        return ((PostEvent.Published) event(text).orElseThrow()).post();
    }

    @Test
    void decode_givenPost_isJoinedWithWhatCameAlong() throws IOException {
        Post post = post(Files.readAllLines(Path.of("src/test/resources/wire/x_v2_stream_messages.jsonl"))
                .get(0));
        assertThat(post.id()).isEqualTo(new PostId("x", "1578516068309794817"));
        assertThat(post.text()).isEqualTo("fire on 5th ave #nyc");
        assertThat(post.hashtags()).containsExactly("nyc");
        assertThat(post.author().handle()).contains("u");
        assertThat(post.author().name()).contains("N");
        assertThat(post.createdAt()).isEqualTo(Instant.parse("2022-10-07T22:42:12Z"));
        assertThat(post.lang()).contains("en");
        assertThat(post.place())
                .contains(new Place(
                        Optional.of("01a9a39529b27f36"), "Manhattan, NY", Optional.of("US"), Optional.empty()));
    }

    @Test
    void decode_everything_isTaken() {
        Post post = post("""
                {"data":{"id":"2","text":"RT short\\u2026","note_tweet":{"text":"a &lt;b&gt; &amp;amp; Zu\\u0308rich",
                 "entities":{"hashtags":[{"tag":"t"},{"tag":"t"}],"cashtags":[{"tag":"C"}],"mentions":[{"username":"m"}],
                 "urls":[{"url":"https://t.co/1","expanded_url":"https://a.example"},
                         {"url":"https://t.co/2","media_key":"3_1"}]}},
                 "author_id":"9","lang":"und","conversation_id":"1","in_reply_to_user_id":"8",
                 "geo":{"place_id":"p","coordinates":{"type":"Point","coordinates":[8.5,47.4]}},
                 "attachments":{"media_keys":["3_1","7_2"]},
                 "referenced_tweets":[{"type":"retweeted","id":"5"},{"type":"quoted","id":"6"},{"type":"replied_to","id":"7"}]},
                 "includes":{"users":[{"id":"9","name":"N","username":"n","description":"bio","location":"here",
                   "verified":true,"public_metrics":{"followers_count":3}},{"id":"8","name":"E","username":"e"}],
                  "tweets":[{"id":"5","author_id":"8"}],
                  "media":[{"media_key":"3_1","type":"photo","url":"https://pic.example"},
                           {"media_key":"7_2","type":"video","preview_image_url":"https://film.example"}],
                  "places":[{"id":"p","full_name":"Zurich","country_code":"CH","geo":{"bbox":[8.4,47.3,8.6,47.5]}}]}}
                """);
        assertThat(post.text()).isEqualTo("a <b> &amp; Z\u00fcrich");
        assertThat(post.hashtags()).containsExactly("t");
        assertThat(post.cashtags()).containsExactly("C");
        assertThat(post.mentions()).containsExactly("m");
        assertThat(post.links()).containsExactly("https://a.example");
        assertThat(post.author())
                .isEqualTo(new Author(
                        "9",
                        Optional.of("n"),
                        Optional.of("N"),
                        Optional.of("bio"),
                        Optional.of("here"),
                        OptionalLong.of(3),
                        true));
        assertThat(post.createdAt()).isEqualTo(NOW);
        assertThat(post.lang()).isEmpty();
        assertThat(post.geo()).contains(new Geo(47.4, 8.5));
        assertThat(post.place().orElseThrow().area()).contains(new Area(8.4, 47.3, 8.6, 47.5));
        assertThat(post.media())
                .containsExactly(
                        new Media(Media.Type.IMAGE, "https://pic.example"),
                        new Media(Media.Type.VIDEO, "https://film.example"));
        assertThat(post.kind()).isEqualTo(Post.Kind.REPOST);
        assertThat(post.references().repostOf()).contains("5");
        assertThat(post.references().quoteOf()).contains("6");
        assertThat(post.references().replyTo()).contains("7");
        assertThat(post.references().conversation()).contains("1");
        AuthorName e = new AuthorName(Optional.of("8"), Optional.of("e"));
        assertThat(post.references().replyToAuthor()).contains(e);
        assertThat(post.references().repostOfAuthor()).contains(e);
    }

    @Test
    void decode_fieldsByDefault_isAPostOfNobody() {
        Post post = post("{\"data\":{\"id\":\"2\",\"text\":\"#flood\",\"edit_history_tweet_ids\":[\"2\"]}}");
        assertThat(post.author()).isEqualTo(Author.withId("unknown"));
        assertThat(post.hashtags()).containsExactly("flood");
    }

    @ParameterizedTest
    @ValueSource(strings = {"edit_history_tweet_ids", "edit_history_post_ids"})
    void decode_laterVersion_editsTheOneBefore(String name) {
        PostEvent event = event("{\"data\":{\"id\":\"3\",\"text\":\"b\",\"created_at\":\"2026-11-24T11:00:00.000Z\",\""
                        + name + "\":[\"1\",\"2\",\"3\"]}}")
                .orElseThrow();
        PostEvent.Edited edited = (PostEvent.Edited) event;
        assertThat(edited.id()).isEqualTo(new PostId("x", "2"));
        assertThat(edited.post().id()).isEqualTo(new PostId("x", "3"));
        assertThat(edited.at()).contains(Instant.parse("2026-11-24T11:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "user_delete, AuthorRemoved", "user_suspend, AuthorRemoved", "user_protect, AuthorRemoved",
        "user_undelete, AuthorRestored", "user_unsuspend, AuthorRestored", "user_unprotect, AuthorRestored",
        "user_withheld, none", "user_profile_modification, none"
    })
    void decode_user_isGoneOrBack(String kind, String expected) {
        Optional<PostEvent> event = event("{\"data\":{\"" + kind + "\":{\"user\":{\"id\":\"9\"}}}}");
        assertThat(event.map(its -> its.getClass().getSimpleName()).orElse("none"))
                .isEqualTo(expected);
        event.filter(PostEvent.AuthorRemoved.class::isInstance)
                .ifPresent(its -> assertThat(its).isEqualTo(new PostEvent.AuthorRemoved(new AuthorId("x", "9"))));
    }

    @ParameterizedTest
    @CsvSource({"delete, true", "drop, true", "undrop, false", "withheld, false", "tweet_edit, false"})
    void decode_post_isGoneOrNot(String kind, boolean gone) {
        assertThat(event("{\"data\":{\"" + kind + "\":{\"tweet\":{\"id\":\"1\"}}}}"))
                .isEqualTo(gone ? Optional.of(new PostEvent.Deleted(new PostId("x", "1"))) : Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":{\"id\":\"1\",\"text\":\"a\",\"created_at\":\"2026-11-24T10:00:00Z\"}}",
                "{\"data\":{\"delete\":{\"event_at\":\"2026-11-24T10:00:00Z\",\"tweet\":{\"id\":\"1\"}}}}",
                "{\"data\":{\"user_withheld\":{\"event_at\":\"2026-11-24T10:00:00Z\",\"user\":{\"id\":\"1\"}}}}"
            })
    void decode_timeIsSaid_isTheTime(String text) {
        assertThat(((XMessage.Happened) decode(text)).at()).contains(Instant.parse("2026-11-24T10:00:00Z"));
    }

    @Test
    void decode_dataAndErrors_takesTheData() {
        assertThat(post("{\"data\":{\"id\":\"2\",\"text\":\"a\"},\"errors\":[{\"title\":\"Not Found\"}]}")
                        .text())
                .isEqualTo("a");
    }

    @Test
    void decode_whatIsNoEvent_isToldApart() {
        assertThat(decode("{\"errors\":[{\"title\":\"operational-disconnect\",\"detail\":\"d\"}]}"))
                .isEqualTo(new XMessage.Failure("operational-disconnect", "d"));
        assertThat(decode("{\"title\":\"ConnectionException\",\"detail\":\"d\"}"))
                .isEqualTo(new XMessage.Failure("ConnectionException", "d"));
        assertThat(decode("{\"data\":{\"moon\":{}}}")).isInstanceOf(XMessage.Unknown.class);
        assertThat(decode("{\"moon\":1}")).isInstanceOf(XMessage.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"data\":7}",
                "{\"data\":{\"text\":\"a\"}}",
                "{\"data\":{\"id\":\"1\",\"text\":7}}",
                "{\"data\":{\"delete\":{}}}",
                "{\"data\":{\"delete\":{\"tweet\":{\"id\":\" \"}}}}",
                "{\"data\":{\"scrub_geo\":{\"user\":{\"id\":\"1\"},\"up_to_tweet_id\":\"x\"}}}",
                "{\"data\":{\"id\":\"1\",\"text\":\"a\",\"geo\":{\"coordinates\":{\"coordinates\":[1,200]}}}}"
            })
    void decode_misshapen_isRefused(String text) {
        assertThatThrownBy(() -> decode(text)).isInstanceOf(MalformedException.class);
    }
}
