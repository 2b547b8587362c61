package io.tocsin.store;

import static io.tocsin.store.Samples.NOON;
import static io.tocsin.store.Samples.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Who waits for company, and for how long. */
final class WriteQueueTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);

    private WriteQueue queue(Duration linger) {
        return new WriteQueue(1_000, linger, now::get);
    }

    private static Write<Integer> write(int weight) {
        return new Write<>(weight, connection -> 1, NOON, new CompletableFuture<>());
    }

    private static CompletableFuture<List<Write<?>>> taking(WriteQueue queue) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return queue.take(100);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void take_oneAlone_waitsForAnother() throws InterruptedException {
        Semaphore lingering = new Semaphore(0);
        WriteQueue queue = new WriteQueue(1_000, LONG, () -> {
            lingering.release();
            return NOON;
        });
        CompletableFuture<List<Write<?>>> taken = taking(queue);
        queue.add(write(1));
        assertThat(lingering.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        queue.add(write(1));
        assertThat(get(taken)).hasSize(2);
    }

    @Test
    void take_oneThatStaysAlone_isTakenWhenItHasLingered() {
        WriteQueue queue = queue(Duration.ofMillis(5));
        queue.add(write(1));
        assertThat(get(taking(queue))).hasSize(1);
    }

    @Test
    void take_oneThatHasWaitedAlready_waitsNoMore() {
        WriteQueue queue = queue(LONG);
        queue.add(write(1));
        now.set(NOON.plus(LONG));
        assertThat(get(taking(queue))).hasSize(1);
    }

    @Test
    void take_oneThatIsLarge_doesNotWait() {
        WriteQueue queue = queue(LONG);
        queue.add(write(64));
        assertThat(get(taking(queue))).hasSize(1);
    }

    @Test
    void take_noLinger_doesNotWait() {
        WriteQueue queue = queue(Duration.ZERO);
        queue.add(write(1));
        assertThat(get(taking(queue))).hasSize(1);
    }

    @Test
    void take_closedWhileOneLingers_givesIt() {
        WriteQueue queue = queue(LONG);
        CompletableFuture<List<Write<?>>> taken = taking(queue);
        queue.add(write(1));
        queue.close();
        assertThat(get(taken)).hasSize(1);
    }

    @Test
    void takeUntil_aTime_leavesWhatCameLater_andItsRoom() {
        WriteQueue queue = new WriteQueue(2, Duration.ZERO, now::get);
        Write<Integer> later = new Write<>(1, connection -> 1, NOON.plusMillis(1), new CompletableFuture<>());
        queue.add(write(1));
        queue.add(later);
        assertThat(queue.takeUntil(NOON)).hasSize(1);
        queue.add(write(1));
        assertThat(get(taking(queue))).hasSize(2).first().isSameAs(later);
    }
}
