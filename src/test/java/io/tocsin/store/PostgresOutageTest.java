package io.tocsin.store;

import static io.tocsin.store.Samples.A;
import static io.tocsin.store.Samples.NOON;
import static io.tocsin.store.Samples.get;
import static io.tocsin.store.Samples.raise;
import static io.tocsin.store.Samples.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.Appended;
import io.tocsin.post.Receipt;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** PostgreSQL is away for less time than writes wait for it: nobody notices but those who ask for the store's state. */
final class PostgresOutageTest {
    @Test
    void append_theServerIsAwayForAWhile_isTakenOnceItIsBack() {
        try (PostgresServer server = PostgresServer.start();
                PostgresStore store = PostgresStore.open(server.emptyStore(), InstantSource.fixed(NOON))) {
            get(store.subscriptions().save(subscription(A)));
            assertThat(get(append(store, "before"))).containsExactly(accepted(1));
            server.stop();
            List<CompletableFuture<List<Appended>>> waiting = IntStream.range(0, 20)
                    .mapToObj(i -> append(store, "post " + i))
                    .toList();
            awaitRed(store);
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
            server.begin();
            assertThat(waiting)
                    .extracting(stage -> get(stage).get(0))
                    .containsExactly(LongStream.rangeClosed(2, 21)
                            .mapToObj(PostgresOutageTest::accepted)
                            .toArray(Appended[]::new));
            get(store.check());
            assertThat(get(store.feeds().head(A))).isEqualTo(21);
        }
    }

    private static CompletableFuture<List<Appended>> append(PostgresStore store, String post) {
        return store.feeds().append(List.of(raise(post, A))).toCompletableFuture();
    }

    private static Appended accepted(long sequence) {
        return new Appended(Receipt.ACCEPTED, List.of(new Cursor(A, sequence)));
    }

    private static void awaitRed(PostgresStore store) {
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            while (!red(store)) {
                // One check waits a while for the writer to find out.
            }
        });
    }

    private static boolean red(PostgresStore store) throws InterruptedException {
        try {
            store.check().toCompletableFuture().get(100, TimeUnit.MILLISECONDS);
            return false;
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }
}
