package io.tocsin.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.Appended;
import io.tocsin.feed.FeedChange;
import io.tocsin.feed.News;
import io.tocsin.feed.Posts;
import io.tocsin.post.PostId;
import io.tocsin.post.Receipt;
import io.tocsin.post.Span;
import io.tocsin.subscription.SubscriptionId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AppendBytesTest {
    private static final SubscriptionId FIRES = new SubscriptionId("sub_fires");
    private static final SubscriptionId FLOODS = new SubscriptionId("sub_floods");
    private static final Instant LATER = Instant.parse("2026-11-24T12:00:00.123456789Z");

    private static final List<FeedChange> CHANGES = List.of(
            new FeedChange.Raise(
                    Posts.post("1", "Hochwasser in Köln 🌊"),
                    List.of(
                            new FeedChange.Target(FLOODS, List.of(new Span(0, 10), new Span(14, 18))),
                            new FeedChange.Target(FIRES, List.of())),
                    LATER),
            new FeedChange.Pause(new PostId("x", "1"), FIRES, Posts.NOON));

    @Test
    void changes_thereAndBack_same() {
        assertThat(AppendBytes.decode(AppendBytes.encode(CHANGES))).isEqualTo(CHANGES);
    }

    @Test
    void results_thereAndBack_same() {
        List<Appended> results = List.of(
                new Appended(Receipt.ACCEPTED, List.of(new Cursor(FIRES, 1), new Cursor(FLOODS, Long.MAX_VALUE))),
                new Appended(Receipt.DELETED_BEFORE, List.of()));

        assertThat(AppendBytes.decodeResults(AppendBytes.encodeResults(results)))
                .isEqualTo(results);
    }

    @Test
    void news_thereAndBack_same() {
        News news = new News(Map.of(FIRES, 7L, FLOODS, 8L), Set.of(FLOODS));

        assertThat(AppendBytes.decodeNews(AppendBytes.encodeNews(news))).isEqualTo(news);
    }

    @Test
    void encode_changeThatNamesNoFeeds_refused() {
        assertThatThrownBy(() -> AppendBytes.encode(List.of(new FeedChange.Retract(new PostId("x", "1"), Posts.NOON))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: a change that names its feeds");
    }

    @Test
    void decode_cutAnywhere_malformed() {
        byte[] whole = AppendBytes.encode(CHANGES);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> AppendBytes.decode(cut)).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void decode_moreThanItsEnd_malformed() {
        byte[] whole = AppendBytes.encode(CHANGES);

        assertThatThrownBy(() -> AppendBytes.decode(Arrays.copyOf(whole, whole.length + 1)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("1 bytes more (expected: its end)");
    }

    @Test
    void decode_otherVersion_malformed() {
        byte[] other = AppendBytes.encode(CHANGES);
        other[0] = 9;

        assertThatThrownBy(() -> AppendBytes.decode(other))
                .hasMessage("version of a member's request: 9 (expected: 1)");
    }
}
