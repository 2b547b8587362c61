package io.tocsin.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.Appended;
import io.tocsin.feed.FeedChange;
import io.tocsin.feed.Posts;
import io.tocsin.post.PostId;
import io.tocsin.post.Receipt;
import io.tocsin.subscription.SubscriptionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private record Request(List<FeedChange> changes, CompletableFuture<List<Appended>> answer) {}

    private final List<Request> requests = new ArrayList<>();
    private final Outbox outbox = new Outbox(changes -> {
        Request request = new Request(changes, new CompletableFuture<>());
        requests.add(request);
        return request.answer();
    });

    @Test
    void send_severalWhileFull_waitAndGoTogether_eachGetsItsOwnResults() {
        List<CompletionStage<List<Appended>>> sent = new ArrayList<>();
        for (int i = 0; i < Outbox.MAX_UNDER_WAY + 3; i++) {
            sent.add(outbox.send(List.of(change(i))));
        }
        assertThat(requests).hasSize(Outbox.MAX_UNDER_WAY);

        requests.get(0).answer().complete(List.of(result(0)));

        assertThat(requests).hasSize(Outbox.MAX_UNDER_WAY + 1);
        Request last = requests.get(Outbox.MAX_UNDER_WAY);
        assertThat(last.changes()).containsExactly(change(4), change(5), change(6));
        last.answer().complete(List.of(result(4), result(5), result(6)));
        assertThat(sent.get(5)).isCompletedWithValue(List.of(result(5)));
        assertThat(sent.get(1).toCompletableFuture()).isNotDone();
    }

    @Test
    void send_fails_allOfTheRequestFail_nextGoesOn() {
        for (int i = 0; i < Outbox.MAX_UNDER_WAY; i++) {
            var unused = outbox.send(List.of(change(i)));
        }
        CompletionStage<List<Appended>> one = outbox.send(List.of(change(8)));
        CompletionStage<List<Appended>> other = outbox.send(List.of(change(9)));
        requests.get(0).answer().complete(List.of(result(0)));
        CompletionStage<List<Appended>> next = outbox.send(List.of(change(10)));

        requests.get(Outbox.MAX_UNDER_WAY).answer().completeExceptionally(new AskedException("gone"));

        assertThat(one).isCompletedExceptionally();
        assertThat(other).isCompletedExceptionally();
        requests.get(Outbox.MAX_UNDER_WAY + 1).answer().complete(List.of(result(10)));
        assertThat(next).isCompletedWithValue(List.of(result(10)));
    }

    @Test
    void send_tooMuchWaits_refusedAtOnce() {
        for (int i = 0; i < Outbox.MAX_UNDER_WAY; i++) {
            var unused = outbox.send(List.of(change(i)));
        }
        List<FeedChange> many = Collections.nCopies(Outbox.MAX_WAITING, change(7));
        CompletionStage<List<Appended>> waits = outbox.send(many);
        CompletionStage<List<Appended>> refused = outbox.send(List.of(change(8)));

        assertThat(waits.toCompletableFuture()).isNotDone();
        assertThatThrownBy(() -> refused.toCompletableFuture().join())
                .hasCauseInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("8193 (expected: at most 8192)");
    }

    @Test
    void send_moreThanGoTogether_goInOrderInSeveral() {
        for (int i = 0; i < Outbox.MAX_UNDER_WAY; i++) {
            var unused = outbox.send(List.of(change(i)));
        }
        for (int i = 0; i < 3; i++) {
            var unused = outbox.send(Collections.nCopies(Outbox.MAX_TOGETHER / 2, change(100 + i)));
        }
        requests.get(0).answer().complete(List.of(result(0)));
        requests.get(1).answer().complete(List.of(result(1)));

        assertThat(requests).hasSize(Outbox.MAX_UNDER_WAY + 2);
        assertThat(requests.get(Outbox.MAX_UNDER_WAY).changes())
                .hasSize(Outbox.MAX_TOGETHER)
                .startsWith(change(100))
                .endsWith(change(101));
        assertThat(requests.get(Outbox.MAX_UNDER_WAY + 1).changes()).hasSize(Outbox.MAX_TOGETHER / 2);
    }

    @Test
    void send_anotherNumberOfResults_fails() {
        CompletionStage<List<Appended>> sent = outbox.send(List.of(change(1), change(2)));
        requests.get(0).answer().complete(List.of(result(1)));

        assertThat(sent.toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingRootCause()
                .isInstanceOf(IllegalStateException.class)
                .withMessageContaining("1 (expected: 2)");
    }

    private static FeedChange change(int number) {
        return new FeedChange.Retract(new PostId("x", "p" + number), Posts.NOON);
    }

    private static Appended result(int number) {
        return new Appended(Receipt.ACCEPTED, List.of(new Cursor(new SubscriptionId("sub_a"), number + 1)));
    }
}
