package io.tocsin.store;

import static io.tocsin.store.Samples.A;
import static io.tocsin.store.Samples.NOON;
import static io.tocsin.store.Samples.get;
import static io.tocsin.store.Samples.raise;
import static io.tocsin.store.Samples.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Cursor;
import io.tocsin.feed.Appended;
import io.tocsin.feed.Entry;
import io.tocsin.feed.FeedChange;
import io.tocsin.post.AuthorId;
import io.tocsin.post.Receipt;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A change to all posts of an author, whose process ends when part of it is done. */
abstract class InterruptedSweepContract {
    private static final FeedChange REMOVED = new FeedChange.RetractAuthor(new AuthorId("test", "author"), NOON);
    private static final Instant LATER = NOON.plusSeconds(120);
    /** More than one write takes back. */
    private static final int POSTS = 1_000;

    private final AtomicReference<Instant> now = new AtomicReference<>(LATER);

    /** Opens the store of the test, whatever it holds; it ends with the test, if not earlier. */
    abstract Store open(InstantSource clock);

    private static List<Entry> read(Store store) {
        return get(store.feeds().read(new Cursor(A, 0), 100_000)).entries();
    }

    static long bodies(Store store) {
        return read(store).stream().filter(entry -> entry.body().isPresent()).count();
    }

    private static long retractions(Store store) {
        return read(store).stream()
                .filter(entry -> entry.alert().kind() == Alert.Kind.RETRACTED)
                .count();
    }

    /** Leaves a store where some posts are taken back. */
    void interrupt() {
        Store store = open(InstantSource.fixed(NOON));
        get(store.subscriptions().save(subscription(A)));
        get(store.feeds()
                .append(IntStream.range(0, POSTS)
                        .mapToObj(i -> raise("p" + i, A))
                        .toList()));
        CompletionStage<List<Appended>> removing = store.feeds().append(List.of(REMOVED));
        store.close();
        assertThatThrownBy(() -> get(removing)).hasCauseInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void resume_afterTheStoreWasClosedInTheMiddle_takesBackTheRest() {
        interrupt();
        Store store = open(now::get);
        long left = bodies(store);
        assertThat(left).isPositive().isLessThan(POSTS);
        List<Appended> resumed = get(store.feeds().resume());
        assertThat(resumed).hasSize(1);
        assertThat(resumed.get(0).added()).hasSize((int) left);
        assertThat(bodies(store)).isZero();
        assertThat(read(store))
                .extracting(entry -> entry.alert().sequence())
                .isEqualTo(LongStream.rangeClosed(1, 2 * POSTS).boxed().toList());
        assertThat(retractions(store)).isEqualTo(POSTS);
        now.set(LATER.plusSeconds(120));
        assertThat(get(store.feeds().resume())).isEmpty();
    }

    @Test
    void append_ofTheSameAgain_takesBackTheRestAndLeavesNothingToResume() {
        interrupt();
        Store store = open(now::get);
        assertThat(get(store.feeds().append(List.of(REMOVED))))
                .extracting(Appended::receipt)
                .containsExactly(Receipt.ACCEPTED);
        assertThat(retractions(store)).isEqualTo(POSTS);
        now.set(LATER.plusSeconds(120));
        assertThat(get(store.feeds().resume())).isEmpty();
    }

    @Test
    void resume_nothingWasInterrupted_addsNothing() {
        Store store = open(InstantSource.fixed(NOON));
        get(store.subscriptions().save(subscription(A)));
        get(store.feeds().append(List.of(raise("1", A), REMOVED)));
        assertThat(get(store.feeds().resume())).isEmpty();
        assertThat(retractions(store)).isEqualTo(1);
    }
}
