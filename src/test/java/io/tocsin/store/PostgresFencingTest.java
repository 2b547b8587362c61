package io.tocsin.store;

import static io.tocsin.store.Samples.A;
import static io.tocsin.store.Samples.B;
import static io.tocsin.store.Samples.NOON;
import static io.tocsin.store.Samples.get;
import static io.tocsin.store.Samples.raise;
import static io.tocsin.store.Samples.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.Entry;
import io.tocsin.feed.FencedException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Two members that take themselves for the owner of one feed. */
final class PostgresFencingTest {
    private static final int EACH = 300;

    private PostgresStore older;
    private PostgresStore newer;

    @BeforeEach
    void begin() {
        PostgresUrl url = PostgresServer.shared().emptyStore();
        older = PostgresStore.open(url, InstantSource.fixed(NOON));
        get(older.subscriptions().save(subscription(A)));
        get(older.subscriptions().save(subscription(B)));
        newer = PostgresStore.open(url, InstantSource.fixed(NOON));
    }

    @AfterEach
    void end() {
        newer.close();
        older.close();
    }

    private static long append(PostgresStore store, String post) {
        return get(store.feeds().append(List.of(raise(post, A))))
                .get(0)
                .added()
                .get(0)
                .sequence();
    }

    @Test
    void append_byTheOlder_isRefusedOnceTheNewerHasWritten() {
        assertThat(append(older, "1")).isEqualTo(1);
        assertThat(append(newer, "2")).isEqualTo(2);
        assertThatThrownBy(() -> append(older, "3"))
                .hasCauseInstanceOf(FencedException.class)
                .hasMessageContaining("feed of sub_a: epoch 1 (expected: at least 2, which wrote to it since)");
        assertThatThrownBy(() -> append(older, "3")).hasCauseInstanceOf(FencedException.class);
        assertThat(append(newer, "3")).isEqualTo(3);
    }

    @Test
    void append_byTheOlder_isRefusedThoughTheNewerOnlyRepeated() {
        append(older, "1");
        assertThat(get(newer.feeds().append(List.of(raise("1", A)))).get(0).added())
                .isEmpty();
        assertThatThrownBy(() -> append(older, "2")).hasCauseInstanceOf(FencedException.class);
        assertThat(append(newer, "2")).isEqualTo(2);
    }

    @Test
    void append_byTheOlderToAnotherFeed_isTaken() {
        append(newer, "1");
        assertThat(get(older.feeds().append(List.of(raise("1", B)))).get(0).added())
                .containsExactly(new Cursor(B, 1));
    }

    @Test
    void append_toAFeedThatTheOtherRemoved_isPassedOver() {
        append(older, "1");
        get(newer.subscriptions().remove(A));
        assertThat(get(older.feeds().append(List.of(raise("2", A)))).get(0).added())
                .isEmpty();
    }

    /** What became of one member's appends, in order: numbers by post, and what failed after them. */
    private record Told(Map<String, Long> sequences, List<Throwable> failures) {
        static Told of(PostgresStore store, String prefix, Semaphore taken) {
            Told told = new Told(new HashMap<>(), new ArrayList<>());
            for (int i = 0; i < EACH; i++) {
                try {
                    told.sequences.put(prefix + i, append(store, prefix + i));
                    assertThat(told.failures).isEmpty();
                    taken.release();
                } catch (CompletionException e) {
                    told.failures.add(e.getCause());
                }
            }
            return told;
        }
    }

    @RepeatedTest(3)
    void append_byBothAtOnce_leavesNoHoleAndNoDouble() throws InterruptedException {
        Semaphore taken = new Semaphore(0);
        CompletableFuture<Told> older = CompletableFuture.supplyAsync(() -> Told.of(this.older, "o", taken));
        assertThat(taken.tryAcquire(50, 10, TimeUnit.SECONDS)).isTrue();
        Told newerTold = Told.of(newer, "n", taken);
        Told olderTold = older.orTimeout(30, TimeUnit.SECONDS).join();

        assertThat(newerTold.failures).isEmpty();
        assertThat(olderTold.failures).isNotEmpty().allMatch(failure -> failure instanceof FencedException);
        List<Entry> entries = get(newer.feeds().read(new Cursor(A, 0), 10_000)).entries();
        Map<String, Long> told = new HashMap<>(newerTold.sequences);
        told.putAll(olderTold.sequences);
        Map<String, Long> read = new HashMap<>();
        entries.forEach(
                entry -> read.put(entry.alert().post().id(), entry.alert().sequence()));
        assertThat(read).isEqualTo(told);
        assertThat(entries)
                .extracting(entry -> entry.alert().sequence())
                .isEqualTo(LongStream.rangeClosed(1, told.size()).boxed().toList());
    }
}
