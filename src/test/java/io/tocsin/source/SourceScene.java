package io.tocsin.source;

import static io.tocsin.Waiting.on;

import io.tocsin.Waiting;
import io.tocsin.feed.Ownership;
import io.tocsin.post.Receipt;
import io.tocsin.post.SourceLog.Cursor;
import io.tocsin.post.SourceLog.Gap;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.function.Predicate;

/** One source that is read, and nothing else. */
final class SourceScene {
    static final String NAME = "a-source";
    private static final Duration LIMIT = Duration.ofSeconds(Waiting.SECONDS);

    final Vertx vertx = Vertx.vertx();
    final TakingSink sink = new TakingSink();
    final HeldSourceLog log = new HeldSourceLog();
    final Heard heard = new Heard();
    final Owning ownership = new Owning();
    private SourceVerticle verticle;
    private String deployed = "";

    SourceScene() {
        verticle = verticle(vertx -> {
            throw new IllegalStateException("source: none (expected: read was called)");
        });
    }

    private SourceVerticle verticle(Function<Vertx, Source> opening) {
        return new SourceVerticle(
                NAME, opening, ownership, sink, log, heard, InstantSource.system(), new SplittableRandom(1));
    }

    /** Begins to read. */
    void read(Function<Vertx, Source> opening) throws Exception {
        verticle = verticle(opening);
        deployed = on(vertx.deployVerticle(verticle));
    }

    void stop() throws Exception {
        on(vertx.undeploy(deployed));
    }

    SourceState state() throws Exception {
        return on(verticle.state());
    }

    /** Waits for it. */
    SourceState until(Predicate<SourceState> holds) throws Exception {
        return Waiting.until(this::state, LIMIT, holds);
    }

    void close() throws Exception {
        sink.release();
        on(vertx.close());
    }

    /** Says that the source is this member's, or another's. */
    static final class Owning implements Ownership {
        private volatile boolean owns = true;
        private volatile Runnable changed = () -> {};

        void owns(boolean now) {
            owns = now;
            changed.run();
        }

        @Override
        public boolean owns(String key) {
            return owns && key.equals("source:" + NAME);
        }

        @Override
        public void listen(Runnable listener) {
            changed = listener;
        }
    }

    /** What was told. */
    static final class Heard implements SourceListener {
        final BlockingQueue<Ending> endings = new LinkedBlockingQueue<>();
        final BlockingQueue<Gap> gaps = new LinkedBlockingQueue<>();
        final BlockingQueue<Duration> unsaid = new LinkedBlockingQueue<>();
        final BlockingQueue<Boolean> connections = new LinkedBlockingQueue<>();
        final BlockingQueue<Instant> reached = new LinkedBlockingQueue<>();

        @Override
        public void reading(String source, boolean reads) {}

        @Override
        public void connected(String source, boolean connected) {
            connections.add(connected);
        }

        @Override
        public void taken(String source, List<Receipt> receipts) {}

        @Override
        public void reached(String source, Cursor cursor) {
            reached.add(cursor.upTo());
        }

        @Override
        public void refused(String source) {}

        @Override
        public void ended(String source, Ending ending) {
            endings.add(ending);
        }

        @Override
        public void unsaid(String source, Duration time) {
            unsaid.add(time);
        }

        @Override
        public void lost(String source, Gap gap) {
            gaps.add(gap);
        }
    }
}
