package io.tocsin.store;

import static io.tocsin.store.Samples.A;
import static io.tocsin.store.Samples.B;
import static io.tocsin.store.Samples.NOON;
import static io.tocsin.store.Samples.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.feed.FeedChange;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a change weighs while it waits for the writer. */
final class FeedWriteTest {
    private static int weight(String text) {
        List<FeedChange.Target> targets =
                List.of(new FeedChange.Target(A, List.of()), new FeedChange.Target(B, List.of()));
        return FeedWrite.Prepared.of(new FeedChange.Raise(post("1", text), targets, NOON))
                .weight();
    }

    @Test
    void weight_ofAShortPost_isThatOfItsRows() {
        assertThat(weight("short")).isEqualTo(3);
    }

    @Test
    void weight_ofALongPost_growsWithItsBody() {
        assertThat(weight("x".repeat(100 << 10))).isBetween(103, 104);
    }
}
