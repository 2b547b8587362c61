package io.tocsin.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.post.AuthorName;
import io.tocsin.post.Media;
import io.tocsin.post.Post;
import io.tocsin.post.PostEvent;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MastodonJsonTest {
    private final MastodonJson json = new MastodonJson("mastodon");

    private Post post(String status) {
        return ((PostEvent.Published) ((MastodonMessage.Posted) json.decode("update", status)).event()).post();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            plain | plain
            <p>one</p><p>two</p> | one⏎⏎two
            <p>one<br>two<br />three</p> | one⏎two⏎three
            <p>a &lt;b&gt; &amp;amp; c</p> | a <b> &amp; c
            <p>see <a href="https://a.example/long/path"><span class="invisible">https://</span><span class="ellipsis">a.example/long</span><span class="invisible">/path</span></a></p> | see https://a.example/long/path
            <p><span class="h-card"><a href="https://a.example/@ada">@<span>ada</span></a></span> hi</p> | @ada hi
            <p>unclosed <b>bold | unclosed bold
            <script>alert(1)</script><p>safe</p> | safe
            """)
    void plain_html_isWhatItSays(String html, String text) {
        assertThat(HtmlText.plain(html)).isEqualTo(text.replace('⏎', '\n'));
    }

    @Test
    void decode_everything_isTaken() {
        Post post = post("""
                {"id":"115","created_at":"2026-11-24T10:00:00.000Z","language":"de","spoiler_text":"Unwetter",
                 "content":"<p>Zu\\u0308rich $ABC <a href=\\"https://a.example\\">https://a.example</a></p>",
                 "in_reply_to_id":"114","in_reply_to_account_id":"8",
                 "account":{"id":"7","acct":"ada@far.example","display_name":"Ada","note":"<p>bio</p>","followers_count":3},
                 "media_attachments":[{"type":"image","url":"https://pic"},{"type":"gifv","url":null,"preview_url":"https://gif"},
                                      {"type":"audio","url":"https://song"}],
                 "mentions":[{"id":"8","acct":"bob"}],"tags":[{"name":"flood"}]}
                """);
        assertThat(post.text()).isEqualTo("Unwetter\n\nZ\u00fcrich $ABC https://a.example");
        assertThat(post.author().handle()).contains("ada@far.example");
        assertThat(post.author().bio()).contains("bio");
        assertThat(post.author().followers()).hasValue(3);
        assertThat(post.hashtags()).containsExactly("flood");
        assertThat(post.mentions()).containsExactly("bob");
        assertThat(post.cashtags()).containsExactly("ABC");
        assertThat(post.links()).containsExactly("https://a.example");
        assertThat(post.lang()).contains("de");
        assertThat(post.kind()).isEqualTo(Post.Kind.REPLY);
        assertThat(post.references().replyTo()).contains("114");
        assertThat(post.references().replyToAuthor()).contains(new AuthorName(Optional.of("8"), Optional.of("bob")));
        assertThat(post.media())
                .containsExactly(new Media(Media.Type.IMAGE, "https://pic"), new Media(Media.Type.GIF, "https://gif"));
    }

    @Test
    void decode_reblog_isARepost() {
        Post post = post(
                "{\"id\":\"2\",\"created_at\":\"2026-11-24T10:00:00Z\",\"content\":\"\",\"account\":{\"id\":\"7\"},"
                        + "\"reblog\":{\"id\":\"1\",\"account\":{\"id\":\"8\",\"acct\":\"bob\"}}}");
        assertThat(post.kind()).isEqualTo(Post.Kind.REPOST);
        assertThat(post.references().repostOf()).contains("1");
        assertThat(post.references().repostOfAuthor()).contains(new AuthorName(Optional.of("8"), Optional.of("bob")));
    }

    @Test
    void decode_error_isNoPost() {
        assertThat(json.decode("{\"error\":\"Unknown stream type\",\"status\":400}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new MastodonMessage.Unknown("error: Unknown stream type"));
    }

    @Test
    void page_oneIsBad_costsItselfOnly() {
        String good =
                "{\"id\":\"2\",\"created_at\":\"2026-11-24T10:00:00Z\",\"content\":\"\",\"account\":{\"id\":\"7\"}}";
        MastodonJson.Page page =
                json.page(("[" + good + ",{\"id\":\"3\"}," + good + "]").getBytes(StandardCharsets.UTF_8));
        assertThat(page.posts()).hasSize(2);
        assertThat(page.refused()).isEqualTo(1);
        assertThat(page.last()).hasValue(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"error\":\"no\"}", "[{", "7"})
    void page_noList_isRefused(String text) {
        assertThatThrownBy(() -> json.page(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "7",
                "{}",
                "{\"id\":\"x\",\"created_at\":\"2026-11-24T10:00:00Z\",\"content\":\"\",\"account\":{\"id\":\"7\"}}",
                "{\"id\":\"1\",\"content\":\"\",\"account\":{\"id\":\"7\"}}",
                "{\"id\":\"1\",\"created_at\":\"2026-11-24T10:00:00Z\",\"account\":{\"id\":\"7\"}}"
            })
    void decode_misshapen_isRefused(String status) {
        assertThatThrownBy(() -> json.decode("update", status)).isInstanceOf(MalformedException.class);
    }
}
