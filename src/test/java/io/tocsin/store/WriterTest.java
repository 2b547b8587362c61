package io.tocsin.store;

import static io.tocsin.store.Samples.NOON;
import static io.tocsin.store.Samples.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Group commit: who shares a transaction, and who shares a failure. */
final class WriterTest {
    private static final Limits FEW = new Limits(10, 10, 1, 1, 1);
    private final SQLException gone = new SQLException("gone", "08006");

    @TempDir
    Path directory;

    private final AtomicInteger undone = new AtomicInteger();
    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch holding = new CountDownLatch(1);
    private FailingOpening connections;
    private Writer writer;

    @BeforeEach
    void begin() {
        connections = new FailingOpening(new Sqlite(directory.resolve("test.db"))::writer);
        writer = new Writer(connections, Optional.empty(), now::get, FEW, undone::incrementAndGet);
        get(writer.run(1, connection -> {
            connection.update("CREATE TABLE kept (a INTEGER)");
            connection.update("CREATE TABLE parent (a INTEGER PRIMARY KEY)");
            connection.update("CREATE TABLE child (a INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED)");
        }));
    }

    @AfterEach
    void end() {
        held.countDown();
        writer.close();
    }

    private CompletionStage<Void> keep(int value) {
        return writer.run(1, connection -> connection.update("INSERT INTO kept VALUES (?)", value));
    }

    private List<Integer> kept() {
        return get(
                writer.submit(1, connection -> connection.list("SELECT a FROM kept ORDER BY a", row -> row.getInt(1))));
    }

    /** Lets what follows gather: the writer is busy until {@link #held} is let go. */
    private void hold() throws InterruptedException {
        CompletionStage<Void> unused = writer.run(1, connection -> {
            holding.countDown();
            try {
                assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(holding.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private void awaitFailure() {
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            while (writer.failure().isEmpty()) {
                Thread.onSpinWait();
            }
        });
    }

    private static void fail(CompletionStage<?> stage, Class<? extends Throwable> why) {
        assertThatThrownBy(() -> get(stage)).hasCauseInstanceOf(why);
    }

    @Test
    void submit_oneOfAGroupFails_costsItselfAlone() throws InterruptedException {
        hold();
        CompletionStage<Void> before = keep(1);
        CompletionStage<Void> bad = writer.run(1, connection -> {
            connection.update("INSERT INTO kept VALUES (2)");
            throw new IllegalStateException("bad");
        });
        CompletionStage<Void> wrong = writer.run(1, connection -> connection.update("INSERT INTO nowhere VALUES (3)"));
        CompletionStage<Void> after = keep(4);
        held.countDown();
        fail(bad, IllegalStateException.class);
        fail(wrong, SQLException.class);
        get(before);
        get(after);
        assertThat(kept()).containsExactly(1, 4);
        // All of them together, then each that failed.
        assertThat(undone).hasValue(3);
    }

    @Test
    void submit_theCommitFails_failsTheGroupAndKeepsNothing() throws InterruptedException {
        hold();
        CompletionStage<Void> before = keep(1);
        CompletionStage<Void> orphan = writer.run(1, connection -> connection.update("INSERT INTO child VALUES (7)"));
        CompletionStage<Void> after = keep(2);
        held.countDown();
        fail(before, SQLException.class);
        fail(orphan, SQLException.class);
        fail(after, SQLException.class);
        assertThat(undone).hasValue(1);
        get(keep(3));
        assertThat(kept()).containsExactly(3);
    }

    @Test
    void submit_theConnectionBreaksOnce_isDoneOnAnother() {
        AtomicInteger tries = new AtomicInteger();
        get(writer.run(1, connection -> {
            connection.update("INSERT INTO kept VALUES (1)");
            if (tries.incrementAndGet() == 1) {
                connection.close();
            }
        }));
        assertThat(kept()).containsExactly(1);
        assertThat(connections.opened).hasValue(2);
        assertThat(writer.failure()).isEmpty();
    }

    @Test
    void submit_theConnectionBrokeMeanwhile_isDoneOnAnother() {
        get(keep(1));
        connections.breakConnection();
        get(keep(2));
        assertThat(kept()).containsExactly(1, 2);
        assertThat(connections.opened).hasValue(2);
    }

    @Test
    void submit_theStoreIsAway_waitsAndIsDoneWhenItIsBack() throws InterruptedException {
        connections.fail(gone);
        CompletionStage<Void> first = keep(1);
        connections.awaitFailures(3);
        CompletionStage<Void> second = keep(2);
        assertThat(first).isNotDone();
        assertThat(writer.failure()).contains(gone);
        connections.recover();
        get(first);
        get(second);
        assertThat(kept()).containsExactly(1, 2);
        assertThat(writer.failure()).isEmpty();
    }

    @Test
    void submit_theStoreIsAwayForLongerThanItsPatience_fails() throws InterruptedException {
        connections.fail(gone);
        CompletionStage<Void> first = keep(1);
        connections.awaitFailures(3);
        now.set(NOON.plus(WaitLimits.USUAL.patience()));
        fail(first, SQLException.class);
        CompletionStage<Void> later = keep(2);
        connections.awaitFailures(3);
        connections.recover();
        get(later);
        assertThat(kept()).containsExactly(2);
    }

    @Test
    void submit_behindAWriteThatTakesLongerThanItsPatience_failsWithoutBeingBegun() throws InterruptedException {
        hold();
        CompletionStage<Void> behind = keep(1);
        now.set(NOON.plus(WaitLimits.USUAL.patience()));
        fail(behind, RejectedExecutionException.class);
        assertThat(writer.failure()).isPresent();
        held.countDown();
        assertThat(kept()).isEmpty();
    }

    @Test
    void submit_theDiskIsFull_isDoneAgainWhenThereIsRoom() {
        AtomicInteger tries = new AtomicInteger();
        get(writer.run(1, connection -> {
            connection.update("INSERT INTO kept VALUES (1)");
            if (tries.incrementAndGet() < 4) {
                throw new SQLException("full", null, 13);
            }
        }));
        assertThat(kept()).containsExactly(1);
        assertThat(connections.opened).hasValue(1);
    }

    @Test
    void failure_aLighterWriteIsTaken_staysUntilItHasBeenCalmForLong() throws InterruptedException {
        AtomicBoolean full = new AtomicBoolean(true);
        CompletionStage<Void> large = writer.run(5, connection -> {
            if (full.get()) {
                throw new SQLException("full", null, 13);
            }
        });
        awaitFailure();
        now.set(NOON.plus(WaitLimits.USUAL.patience()));
        fail(large, SQLException.class);
        get(keep(1));
        assertThat(writer.failure()).isPresent();
        now.set(NOON.plus(WaitLimits.USUAL.patience().multipliedBy(4)));
        get(keep(2));
        assertThat(writer.failure()).isEmpty();
    }

    @Test
    void close_theStoreIsAway_failsWhatWaits() throws InterruptedException {
        connections.fail(gone);
        CompletionStage<Void> first = keep(1);
        connections.awaitFailures(2);
        CompletionStage<Void> second = keep(2);
        assertTimeoutPreemptively(Duration.ofSeconds(10), writer::close);
        fail(first, SQLException.class);
        fail(second, SQLException.class);
    }

    @Test
    void submit_metAnothersWrite_isDoneAgainAlone() {
        AtomicInteger tries = new AtomicInteger();
        get(writer.run(1, connection -> {
            connection.update("INSERT INTO kept VALUES (1)");
            if (tries.incrementAndGet() < 3) {
                throw new SQLException("met", "40P01");
            }
        }));
        assertThat(kept()).containsExactly(1);
        assertThat(tries).hasValue(3);
    }

    @Test
    void submit_meetsAnothersWriteEachTime_fails() {
        fail(
                writer.run(1, connection -> {
                    throw new SQLException("met", "40P01");
                }),
                SQLException.class);
        assertThat(undone).hasValue(1 + WriteGroup.MAX_TRIES);
    }

    @Test
    void submit_meetsAnothersWriteBehindOthers_hasThemCommittedFirst() throws InterruptedException {
        hold();
        CompletableFuture<Integer> before = writer.submit(1, connection -> 1);
        AtomicInteger tries = new AtomicInteger();
        CompletableFuture<Boolean> beforeDone = writer.submit(1, connection -> {
            // Once with all others, once alone.
            if (tries.incrementAndGet() <= 2) {
                throw new SQLException("met", "40P01");
            }
            return before.isDone();
        });
        CompletionStage<Void> after = keep(1);
        held.countDown();
        assertThat(get(beforeDone)).isTrue();
        get(after);
        assertThat(kept()).containsExactly(1);
        assertThat(tries).hasValue(3);
    }

    @Test
    void submit_aGroup_sharesOneCommit() throws InterruptedException {
        hold();
        CompletableFuture<Integer> first = writer.submit(1, connection -> 1);
        CompletableFuture<Boolean> firstDone = writer.submit(1, connection -> first.isDone());
        held.countDown();
        assertThat(get(firstDone)).isFalse();
    }

    @Test
    void submit_moreThanMayWait_isRefusedAtOnce() throws InterruptedException {
        hold();
        CompletionStage<Void> taken = writer.run(9, connection -> {});
        assertThat(writer.submit(2, connection -> 1))
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(RejectedExecutionException.class)
                .withMessageContaining("9 rows wait to be written (expected: at most 10)");
        CompletionStage<Void> fits = writer.run(1, connection -> {});
        held.countDown();
        get(taken);
        get(fits);
    }

    @Test
    void submit_heavierThanTheLimit_isTakenWhenNothingWaits() {
        get(writer.run(1_000, connection -> {}));
        assertThat(connections.opened).hasValue(1);
    }

    @Test
    void submit_aStageThatThrowsWhenTold_doesNotEndTheWriter() {
        CompletableFuture<Object> told = writer.submit(1, connection -> 1).thenApply(one -> {
            throw new IllegalStateException("a listener's own");
        });
        fail(told, IllegalStateException.class);
        get(keep(1));
        assertThat(kept()).containsExactly(1);
    }
}
