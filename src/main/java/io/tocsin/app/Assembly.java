package io.tocsin.app;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parts that build on each other: put up one after the other, and taken down in the opposite order. */
final class Assembly implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);
    private static final Duration LAST_MOMENT = Duration.ofSeconds(1);

    private final Duration startLimit;
    private final Duration drain;
    private final InstantSource clock;
    // Guarded by this.
    private final Deque<Part> parts = new ArrayDeque<>();
    private volatile Optional<Instant> stopBy = Optional.empty();

    private record Part(String name, AutoCloseable closing) {}

    /**
     * @param startLimit how long each part may take to start
     * @param drain how long all of them may take to stop; one that comes to its turn too late has a second nevertheless
     */
    Assembly(Duration startLimit, Duration drain, InstantSource clock) {
        this.startLimit = startLimit;
        this.drain = drain;
        this.clock = clock;
    }

    @CanIgnoreReturnValue
    synchronized <T extends AutoCloseable> T put(String name, T part) {
        parts.push(new Part(name, part));
        return part;
    }

    @CanIgnoreReturnValue
    <T> T await(Future<T> future) {
        return await(future.toCompletionStage());
    }

    /** Waits for what a part does as it starts or stops, as long as it may take for that. */
    @CanIgnoreReturnValue
    <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(limit().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (TimeoutException e) {
            throw new CompletionException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }

    private Duration limit() {
        return stopBy.map(end -> Duration.between(clock.instant(), end))
                .map(left -> left.compareTo(LAST_MOMENT) < 0 ? LAST_MOMENT : left)
                .orElse(startLimit);
    }

    /**
     * Stops every part, the last put up first; one that fails or takes too long does not keep the others. Idempotent.
     */
    @Override
    public synchronized void close() {
        stopBy = Optional.of(clock.instant().plus(drain));
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            try {
                part.closing().close();
            } catch (Exception e) {
                LOG.warn("stop: {} did not stop as it should", part.name(), e);
            }
        }
    }
}
