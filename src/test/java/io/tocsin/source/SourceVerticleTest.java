package io.tocsin.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.Waiting;
import io.tocsin.feed.Posts;
import io.tocsin.post.PostEvent;
import io.tocsin.post.PostId;
import io.tocsin.post.SourceLog.Cursor;
import io.tocsin.post.SourceLog.Gap;
import io.tocsin.source.SourceState.Phase;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What holds for every source, whatever it speaks. */
final class SourceVerticleTest {
    private static final Instant NOON = Posts.NOON;
    private static final Duration LONG = Duration.ofMinutes(10);

    private final SourceScene scene = new SourceScene();

    @AfterEach
    void stop() throws Exception {
        scene.close();
    }

    private static Cursor cursor(long position) {
        return new Cursor(position, NOON.plusSeconds(position));
    }

    private static PostEvent event(long number) {
        return new PostEvent.Deleted(new PostId("test", "p" + number));
    }

    private static List<PostEvent> events(int from, int to) {
        return IntStream.range(from, to).mapToObj(SourceVerticleTest::event).toList();
    }

    private Scripted read(Duration silence) throws Exception {
        Scripted source = new Scripted(silence);
        scene.read(source::on);
        return source;
    }

    @Test
    void start_neverRead_beginsNow() throws Exception {
        Line line = read(LONG).next();
        assertThat(line.after).isEqualTo(cursor(0));
        assertThat(scene.log.cursor(SourceScene.NAME)).contains(cursor(0));
        line.opened();
        line.say(7);
        assertThat(scene.sink.next()).isEqualTo(event(7));
        scene.log.untilAt(7);
    }

    @Test
    void start_readBefore_goesOnAtTheCursor() throws Exception {
        var unused = scene.log.save(SourceScene.NAME, cursor(41), List.of());
        assertThat(read(LONG).next().after).isEqualTo(cursor(41));
        assertThat(scene.state().cursor()).contains(cursor(41));
    }

    /** Else what is read before the first step is kept would be lost by a crash, and nobody would know. */
    @Test
    void start_beginningCanNotBeKept_isTriedAgain() throws Exception {
        scene.log.failSaves(1);
        assertThat(read(LONG).next().after).isEqualTo(cursor(0));
        assertThat(scene.state().error().orElseThrow().reason()).contains("store away");
    }

    @Test
    void start_storeAway_looksAgain() throws Exception {
        scene.log.fail(1);
        assertThat(read(LONG).next().after).isEqualTo(cursor(0));
        assertThat(scene.state().error().orElseThrow().reason()).contains("store away");
    }

    @Test
    void start_anothersSource_readsNothingUntilItIsOurs() throws Exception {
        scene.ownership.owns(false);
        Scripted source = read(LONG);
        assertThat(scene.state().phase()).isEqualTo(Phase.ELSEWHERE);
        assertThat(source.lines).isEmpty();
        scene.ownership.owns(true);
        source.next().opened();
        scene.until(state -> state.phase() == Phase.READING);
    }

    @Test
    void owns_noLonger_stopsAndKeepsTheCursor() throws Exception {
        Line line = read(LONG).next();
        line.opened();
        line.say(1);
        assertThat(scene.sink.next()).isEqualTo(event(1));
        scene.ownership.owns(false);
        scene.until(state -> state.phase() == Phase.ELSEWHERE);
        assertThat(line.closed).isCompleted();
        assertThat(scene.log.cursor(SourceScene.NAME)).contains(cursor(1));
    }

    @Test
    void owns_againWhileItStops_goesOnAtTheCursor() throws Exception {
        scene.sink.hold();
        Scripted source = read(LONG);
        Line line = source.next();
        line.opened();
        line.say(1);
        scene.until(state -> scene.sink.underWay() == 1);
        scene.ownership.owns(false);
        scene.until(state -> state.phase() == Phase.STOPPING);
        scene.ownership.owns(true);
        scene.sink.release();
        assertThat(source.next().after).isEqualTo(cursor(1));
    }

    @Test
    void cursor_sinkHasNotAnswered_stays() throws Exception {
        scene.sink.hold();
        Line line = read(LONG).next();
        line.opened();
        line.say(1);
        line.say(2);
        scene.until(state -> scene.sink.underWay() == 1);
        assertThat(scene.state().cursor()).contains(cursor(0));
        scene.sink.release();
        scene.log.untilAt(2);
    }

    @Test
    void cursor_disorder_isTheFurthest() throws Exception {
        Line line = read(LONG).next();
        line.opened();
        line.say(5);
        line.say(3);
        scene.sink.next(2);
        line.say(4);
        scene.sink.next();
        scene.until(state -> state.cursor().orElseThrow().position() >= 5);
        scene.stop();
        assertThat(scene.log.cursor(SourceScene.NAME)).contains(cursor(5));
    }

    @Test
    void cursor_nothingOfOurs_movesAllTheSame() throws Exception {
        Line line = read(LONG).next();
        line.opened();
        line.run(() -> line.intake.take(Optional.empty(), Optional.of(cursor(9)), 1));
        scene.log.untilAt(9);
        assertThat(scene.sink.left()).isZero();
    }

    @Test
    void take_sinkBehind_pausesTheConnectionUntilItIsNot() throws Exception {
        scene.sink.hold();
        Line line = read(LONG).next();
        line.opened();
        int all = 1 + Batches.MAX_EVENTS * Batches.MAX_UNDER_WAY;
        line.sayAll(0, all);
        assertThat(Waiting.next(line.pauses)).isTrue();
        assertThat(scene.sink.underWay()).isEqualTo(Batches.MAX_UNDER_WAY);
        scene.sink.release();
        assertThat(Waiting.next(line.pauses)).isFalse();
        assertThat(scene.sink.next(all)).isEqualTo(events(0, all));
    }

    @Test
    void take_largeMessages_pauseTheConnection() throws Exception {
        scene.sink.hold();
        Line line = read(LONG).next();
        line.opened();
        for (int i = 0; i < Batches.MAX_UNDER_WAY; i++) {
            int number = i;
            line.run(() -> line.intake.take(Optional.of(event(number)), Optional.empty(), 1 << 20));
        }
        assertThat(Waiting.next(line.pauses)).isTrue();
    }

    @Test
    void take_sinkFails_isSentAgainInOrder() throws Exception {
        scene.sink.hold();
        Line line = read(LONG).next();
        line.opened();
        line.sayAll(0, 1 + 2 * Batches.MAX_EVENTS);
        scene.until(state -> scene.sink.underWay() == 3);
        scene.sink.failFirst();
        scene.until(state -> state.error().isPresent());
        scene.sink.release();
        List<PostEvent> first = scene.sink.next(2 * Batches.MAX_EVENTS);
        assertThat(first).isEqualTo(events(1, 1 + 2 * Batches.MAX_EVENTS));
        assertThat(scene.sink.next(1 + 2 * Batches.MAX_EVENTS)).isEqualTo(events(0, 1 + 2 * Batches.MAX_EVENTS));
        scene.log.untilAt(2L * Batches.MAX_EVENTS);
    }

    @Test
    void take_laterBatchIsTakenAndTheFirstFails_cursorStays() throws Exception {
        scene.sink.hold();
        Line line = read(LONG).next();
        line.opened();
        line.sayAll(0, 1 + Batches.MAX_EVENTS);
        scene.until(state -> scene.sink.underWay() == 2);
        scene.sink.failFirst();
        scene.until(state -> state.error().isPresent());
        scene.sink.fail(1_000);
        scene.sink.release();
        scene.stop();
        assertThat(scene.log.cursor(SourceScene.NAME)).contains(cursor(0));
    }

    @Test
    void connection_ended_isMadeAgainAfterWhatWasHeard() throws Exception {
        scene.sink.hold();
        Scripted source = read(LONG);
        Line line = source.next();
        line.opened();
        line.say(3);
        line.run(() -> line.intake.ended(Ending.lost("reset")));
        Line again = source.next();
        assertThat(again.after).isEqualTo(cursor(3));
        again.opened();
        SourceState state = scene.until(its -> its.phase() == Phase.READING);
        assertThat(state.reconnects()).isEqualTo(1);
        assertThat(state.error().orElseThrow().reason()).isEqualTo("reset");
    }

    @Test
    void connection_theOneBefore_isNotHeard() throws Exception {
        Scripted source = read(LONG);
        Line line = source.next();
        line.opened();
        line.run(() -> line.intake.ended(Ending.lost("reset")));
        Line again = source.next();
        line.say(1);
        line.run(() -> line.intake.ended(Ending.lost("once more")));
        again.say(2);
        assertThat(scene.sink.next()).isEqualTo(event(2));
        assertThat(scene.state().reconnects()).isEqualTo(1);
        assertThat(line.closed).isCompleted();
    }

    @Test
    void connection_silent_isGivenUp() throws Exception {
        Scripted source = read(Duration.ofMillis(50));
        Line line = source.next();
        line.opened();
        assertThat(source.next()).isNotSameAs(line);
        assertThat(Waiting.next(scene.heard.endings).reason()).isEqualTo("nothing came for 50 ms");
        assertThat(line.closed).isCompleted();
    }

    @Test
    void connection_silentBecauseItIsPaused_isKept() throws Exception {
        scene.sink.hold();
        Scripted source = read(Duration.ofMillis(300));
        Line line = source.next();
        line.opened();
        line.sayAll(0, 1 + Batches.MAX_EVENTS * Batches.MAX_UNDER_WAY);
        assertThat(Waiting.next(line.pauses)).isTrue();
        CompletableFuture<Void> later = new CompletableFuture<>();
        long unused = scene.vertx.setTimer(1_000, fired -> later.complete(null));
        assertThat(later).succeedsWithin(Duration.ofSeconds(10));
        assertThat(line.closed).isNotDone();
        assertThat(scene.heard.endings).isEmpty();
    }

    @Test
    void stop_batchUnderWay_waitsForItAndKeepsTheCursor() throws Exception {
        scene.sink.hold();
        Line line = read(LONG).next();
        line.opened();
        line.say(1);
        scene.until(state -> scene.sink.underWay() == 1);
        scene.ownership.owns(false);
        scene.until(state -> state.phase() == Phase.STOPPING);
        assertThat(line.closed).isCompleted();
        scene.sink.release();
        scene.until(state -> state.phase() == Phase.ELSEWHERE);
        assertThat(scene.log.cursor(SourceScene.NAME)).contains(cursor(1));
    }

    @Test
    void lost_isToldAndKept() throws Exception {
        var unused = scene.log.save(SourceScene.NAME, cursor(1), List.of());
        scene.log.next();
        Line line = read(LONG).next();
        line.opened();
        Gap gap = new Gap(NOON, NOON.plusSeconds(5), "too old");
        line.run(() -> line.intake.lost(gap));
        line.run(() -> line.intake.lost(gap));
        assertThat(scene.log.next().gaps()).containsExactly(gap);
        assertThat(scene.state().gaps()).containsExactly(gap);
        assertThat(scene.heard.gaps).containsExactly(gap);
    }

    @Test
    void lost_storeAway_isKeptLater() throws Exception {
        var unused = scene.log.save(SourceScene.NAME, cursor(1), List.of());
        scene.log.next();
        Line line = read(LONG).next();
        line.opened();
        scene.log.fail(1);
        Gap gap = new Gap(NOON, NOON.plusSeconds(5), "too old");
        line.run(() -> line.intake.lost(gap));
        assertThat(scene.log.next().gaps()).containsExactly(gap);
    }

    @Test
    void refuse_isCountedAndCostsNothingElse() throws Exception {
        Line line = read(LONG).next();
        line.opened();
        line.run(() -> line.intake.refuse("not JSON"));
        line.say(1);
        assertThat(scene.sink.next()).isEqualTo(event(1));
        SourceState state = scene.state();
        assertThat(state.refused()).isEqualTo(1);
        assertThat(state.error().orElseThrow().reason()).isEqualTo("a message could not be read: not JSON");
        assertThat(state.reconnects()).isZero();
    }

    /** A source whose connections are in the test's hands. */
    private static final class Scripted implements Source {
        final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
        private final Duration silence;

        Scripted(Duration silence) {
            this.silence = silence;
        }

        Source on(Vertx vertx) {
            return this;
        }

        Line next() throws InterruptedException {
            return Waiting.next(lines);
        }

        @Override
        public Connection connect(Cursor after, Intake intake) {
            Line line = new Line(after, intake, Vertx.currentContext());
            lines.add(line);
            return line;
        }

        @Override
        public Cursor beginning(Instant now) {
            return cursor(0);
        }

        @Override
        public BackOff backOff() {
            return BackOff.USUAL;
        }

        @Override
        public Duration silence() {
            return silence;
        }
    }

    private static final class Line implements Source.Connection {
        final BlockingQueue<Boolean> pauses = new LinkedBlockingQueue<>();
        final CompletableFuture<Void> closed = new CompletableFuture<>();
        final Cursor after;
        final Source.Intake intake;
        private final Context context;

        Line(Cursor after, Source.Intake intake, Context context) {
            this.after = after;
            this.intake = intake;
            this.context = context;
        }

        void run(Runnable step) {
            context.runOnContext(go -> step.run());
        }

        void opened() {
            run(intake::opened);
        }

        void say(long number) {
            run(() -> intake.take(Optional.of(event(number)), Optional.of(cursor(number)), 1));
        }

        void sayAll(int from, int to) {
            run(() -> {
                for (int number = from; number < to; number++) {
                    intake.take(Optional.of(event(number)), Optional.of(cursor(number)), 1);
                }
            });
        }

        @Override
        public void pause() {
            pauses.add(true);
        }

        @Override
        public void resume() {
            pauses.add(false);
        }

        @Override
        public void close() {
            boolean unused = closed.complete(null);
        }
    }
}
