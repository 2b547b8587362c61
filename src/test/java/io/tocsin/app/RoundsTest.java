package io.tocsin.app;

import static io.tocsin.Waiting.next;
import static io.tocsin.Waiting.on;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RoundsTest {
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1);
    private final BlockingQueue<Integer> rounds = new LinkedBlockingQueue<>();
    private int begun;

    @AfterEach
    void stop() {
        var unused = thread.shutdownNow();
    }

    private void begin(Supplier<CompletionStage<Void>> work) {
        new Rounds(thread, "test", took -> Duration.ofMillis(1), () -> {
                    rounds.add(++begun);
                    return work.get();
                })
                .begin();
    }

    @Test
    void round_fails_theNextComesAllTheSame() throws InterruptedException {
        begin(() -> CompletableFuture.failedStage(new IllegalStateException("away")));
        assertThat(next(rounds)).isEqualTo(1);
        assertThat(next(rounds)).isEqualTo(2);
    }

    @Test
    void round_throws_theNextComesAllTheSame() throws InterruptedException {
        begin(() -> {
            throw new IllegalStateException("a bug");
        });
        assertThat(next(rounds)).isEqualTo(1);
        assertThat(next(rounds)).isEqualTo(2);
    }

    @Test
    void round_hasNotEnded_theNextWaitsForIt() throws Exception {
        CompletableFuture<Void> first = new CompletableFuture<>();
        begin(() -> first);
        assertThat(next(rounds)).isEqualTo(1);
        // By then the thread is done with the first.
        on(CompletableFuture.runAsync(() -> {}, thread));
        assertThat(thread.getQueue()).isEmpty();
        first.complete(null);
        assertThat(next(rounds)).isEqualTo(2);
    }

    @Test
    void beginLater_pausesFirst_andIsToldHowLongARoundTook() throws InterruptedException {
        BlockingQueue<Duration> took = new LinkedBlockingQueue<>();
        new Rounds(
                        thread,
                        "test",
                        time -> {
                            took.add(time);
                            return Duration.ZERO;
                        },
                        () -> CompletableFuture.completedStage(null))
                .beginLater();
        assertThat(next(took)).isZero();
        assertThat(next(took)).isPositive();
    }
}
