package io.tocsin.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the store takes what is written, as its writer finds. Callable from any thread.
 *
 * <p>A full disk may take a small write where it refused a large one. So a failure is over when a write is durable that
 * weighs as much as the lightest that failed, or any that comes long enough after the last that did.
 */
final class Intake {
    private final InstantSource clock;
    private final Duration calm;
    // Guarded by this.
    private @Nullable Failure failure;

    private record Failure(Throwable why, int lightest, Instant last) {}

    /** @param calm how long after a failure a write that is lighter says nothing */
    Intake(InstantSource clock, Duration calm) {
        this.clock = clock;
        this.calm = calm;
    }

    /** Writes of this weight could not be made durable; whether the ones before could. */
    synchronized boolean failed(int weight, Throwable why) {
        Failure before = failure;
        failure = new Failure(why, before == null ? weight : Math.min(weight, before.lightest()), clock.instant());
        return before == null;
    }

    /** Writes of this weight are durable; whether that ends a failure. */
    synchronized boolean written(int weight) {
        Failure before = failure;
        if (before == null
                || (weight < before.lightest()
                        && clock.instant().isBefore(before.last().plus(calm)))) {
            return false;
        }
        failure = null;
        return true;
    }

    /** Why writes fail, if they do. */
    synchronized Optional<Throwable> failure() {
        return Optional.ofNullable(failure).map(Failure::why);
    }
}
