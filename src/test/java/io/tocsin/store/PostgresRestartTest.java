package io.tocsin.store;

import static io.tocsin.store.Samples.A;
import static io.tocsin.store.Samples.get;
import static io.tocsin.store.Samples.raise;
import static io.tocsin.store.Samples.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.Entry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** PostgreSQL is stopped and started again, for longer than writes wait for it, while members write and read. */
final class PostgresRestartTest {
    private static final int SENDERS = 4;
    private static final WaitLimits IMPATIENT = new WaitLimits(Duration.ZERO, Duration.ofMillis(50));

    private final Map<String, Long> taken = new ConcurrentHashMap<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final Semaphore successes = new Semaphore(0);
    private final Semaphore refusals = new Semaphore(0);
    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    void append_theServerStopsAndStarts_losesNothingAndGoesOn() throws InterruptedException {
        try (PostgresServer server = PostgresServer.start();
                PostgresStore store = PostgresStore.open(server.emptyStore(), Clock.systemUTC(), IMPATIENT)) {
            get(store.subscriptions().save(subscription(A)));
            List<CompletableFuture<Void>> senders = IntStream.range(0, SENDERS)
                    .mapToObj(sender ->
                            CompletableFuture.runAsync(() -> send(store, sender), task -> new Thread(task).start()))
                    .toList();
            for (int round = 0; round < 2; round++) {
                awaitMore(successes);
                assertThat(get(store.feeds().head(A))).isPositive();
                server.stop();
                awaitMore(refusals);
                assertThatThrownBy(() -> get(store.feeds().head(A))).hasCauseInstanceOf(SQLException.class);
                assertThatThrownBy(() -> get(store.check())).hasCauseInstanceOf(SQLException.class);
                server.begin();
                awaitMore(successes);
                get(store.check());
                assertThat(get(store.feeds().head(A))).isPositive();
            }
            enough.set(true);
            senders.forEach(Samples::get);

            assertThat(failures)
                    .allMatch(failure ->
                            failure instanceof SQLException || failure instanceof RejectedExecutionException);
            Map<String, Long> read = new HashMap<>();
            List<Entry> entries =
                    get(store.feeds().read(new Cursor(A, 0), 100_000)).entries();
            entries.forEach(
                    entry -> read.put(entry.alert().post().id(), entry.alert().sequence()));
            assertThat(entries)
                    .extracting(entry -> entry.alert().sequence())
                    .isEqualTo(LongStream.rangeClosed(1, entries.size()).boxed().toList());
            assertThat(read).hasSize(entries.size()).containsAllEntriesOf(taken);
        }
    }

    /** From now on, so many more. */
    private static void awaitMore(Semaphore events) throws InterruptedException {
        int unused = events.drainPermits();
        assertThat(events.tryAcquire(50, 20, TimeUnit.SECONDS)).isTrue();
    }

    private void send(PostgresStore store, int sender) {
        for (int i = 0; !enough.get(); i++) {
            String post = sender + "-" + i;
            try {
                taken.put(
                        post,
                        get(store.feeds().append(List.of(raise(post, A))))
                                .get(0)
                                .added()
                                .get(0)
                                .sequence());
                successes.release();
            } catch (CompletionException e) {
                failures.add(e.getCause());
                refusals.release();
            }
        }
    }
}
