package io.tocsin.source;

import io.tocsin.feed.Ownership;
import io.tocsin.post.PostSink;
import io.tocsin.post.SourceLog;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Reads one source as long as it is this member's to read. */
public final class SourceVerticle extends VerticleBase implements SourceReader {
    private static final String KEY = "source:";

    // Given once.
    private final String name;
    private final Function<Vertx, Source> opening;
    private final Ownership ownership;
    private final PostSink sink;
    private final SourceLog log;
    private final SourceListener listener;
    private final InstantSource clock;
    private final RandomGenerator random;
    // Touched only on this verticle's context.
    private @Nullable Source source;
    private @Nullable Reading reading;
    private Future<Void> stopped = Future.succeededFuture();
    private boolean draining;

    /**
     * @param name of the source; one that has several parts is several of these
     * @param opening makes the source, which is not connected yet
     * @param random used on this verticle's context only
     */
    public SourceVerticle(
            String name,
            Function<Vertx, Source> opening,
            Ownership ownership,
            PostSink sink,
            SourceLog log,
            SourceListener listener,
            InstantSource clock,
            RandomGenerator random) {
        this.name = name;
        this.opening = opening;
        this.ownership = ownership;
        this.sink = sink;
        this.log = log;
        this.listener = listener;
        this.clock = clock;
        this.random = random;
    }

    /** Names it among all that one member alone does. */
    public static String key(String name) {
        return KEY + name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Future<?> start() {
        source = opening.apply(vertx);
        ownership.listen(() -> context.runOnContext(go -> consider()));
        consider();
        return Future.succeededFuture();
    }

    /** Completes when all that was read and given to the sink has its answer. */
    @Override
    public Future<?> stop() {
        draining = true;
        consider();
        return stopped;
    }

    private void consider() {
        boolean reads = !draining && ownership.owns(key(name));
        if (reads && reading == null) {
            Reading begun = new Reading(
                    name,
                    Objects.requireNonNull(source),
                    new Surroundings(vertx, context, sink, log, listener, clock, random));
            reading = begun;
            begun.start();
        } else if (!reads && reading != null && !reading.stopping()) {
            // One that ends is waited for before there is another.
            stopped = reading.stop().onComplete(done -> {
                reading = null;
                consider();
            });
        }
    }

    @Override
    public Future<SourceState> state() {
        Promise<SourceState> state = Promise.promise();
        context.runOnContext(go -> state.complete(reading == null ? SourceState.ELSEWHERE : reading.state()));
        return state.future();
    }
}
