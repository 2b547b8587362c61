package io.tocsin.cluster;

import static org.assertj.core.api.Assertions.assertThat;

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
    void send_severalWhileOneIsUnderWay_waitAndGoTogether_eachGetsItsOwnResults() {
        List<CompletionStage<List<Appended>>> sent = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            sent.add(outbox.send(List.of(change(i))));
        }
        assertThat(requests).hasSize(1);

        requests.get(0).answer().complete(List.of(result(0)));

        assertThat(requests).hasSize(2);
        assertThat(requests.get(1).changes()).containsExactly(change(1), change(2), change(3));
        assertThat(sent.get(1).toCompletableFuture()).isNotDone();
        requests.get(1).answer().complete(List.of(result(1), result(2), result(3)));
        assertThat(sent.get(2)).isCompletedWithValue(List.of(result(2)));
    }

    @Test
    void send_fails_allOfTheRequestFail_nextGoesOn() {
        send(List.of(change(0)));
        CompletionStage<List<Appended>> one = outbox.send(List.of(change(8)));
        CompletionStage<List<Appended>> other = outbox.send(List.of(change(9)));
        requests.get(0).answer().complete(List.of(result(0)));
        CompletionStage<List<Appended>> next = outbox.send(List.of(change(10)));

        requests.get(1).answer().completeExceptionally(new AskedException("gone"));

        assertThat(one).isCompletedExceptionally();
        assertThat(other).isCompletedExceptionally();
        requests.get(2).answer().complete(List.of(result(10)));
        assertThat(next).isCompletedWithValue(List.of(result(10)));
    }

    @Test
    void send_tooMuchWaits_refusedAtOnce() {
        send(List.of(change(0)));
        List<FeedChange> many = Collections.nCopies(Outbox.MAX_WAITING, change(7));
        CompletionStage<List<Appended>> waits = outbox.send(many);
        CompletionStage<List<Appended>> refused = outbox.send(List.of(change(8)));

        assertThat(waits.toCompletableFuture()).isNotDone();
        assertThat(refused.toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(RejectedExecutionException.class)
                .withMessageContaining("8193 (expected: at most 8192)");
    }

    @Test
    void send_moreThanGoTogether_goInOrderInSeveral() {
        send(List.of(change(0)));
        for (int i = 0; i < 3; i++) {
            send(Collections.nCopies(Outbox.MAX_TOGETHER / 2, change(100 + i)));
        }
        requests.get(0).answer().complete(List.of(result(0)));

        assertThat(requests).hasSize(2);
        assertThat(requests.get(1).changes())
                .hasSize(Outbox.MAX_TOGETHER)
                .startsWith(change(100))
                .endsWith(change(101));
        requests.get(1).answer().complete(Collections.nCopies(Outbox.MAX_TOGETHER, result(1)));
        assertThat(requests.get(2).changes()).hasSize(Outbox.MAX_TOGETHER / 2);
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

    private void send(List<FeedChange> changes) {
        var unused = outbox.send(changes);
    }

    private static FeedChange change(int number) {
        return new FeedChange.Retract(new PostId("x", "p" + number), Posts.NOON);
    }

    private static Appended result(int number) {
        return new Appended(Receipt.ACCEPTED, List.of(new Cursor(new SubscriptionId("sub_a"), number + 1)));
    }
}
