package io.tocsin.webhook;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls that must succeed in the end: one that fails is made again, after a wait that doubles up to a bound. Belongs to
 * its context, and comes home to it.
 */
final class Insistent {
    private static final Logger LOG = LoggerFactory.getLogger(Insistent.class);
    private static final long FIRST_WAIT_MILLIS = 50;

    // Given once.
    private final Vertx vertx;
    private final Context context;
    private final Duration maxWait;
    // Touched only on the context.
    private final Set<Long> timers = new HashSet<>();
    private boolean closed;

    Insistent(Vertx vertx, Context context, Duration maxWait) {
        this.vertx = vertx;
        this.context = context;
        this.maxWait = maxWait;
    }

    /** Calls until there is an answer, and gives it to {@code then}; to nobody, once this is closed. */
    <T> void call(String what, Supplier<CompletionStage<T>> call, Consumer<? super T> then) {
        call(what, call, then, 0);
    }

    private <T> void call(String what, Supplier<CompletionStage<T>> call, Consumer<? super T> then, int failures) {
        once(call).onComplete(result -> {
            if (closed) {
                return;
            }
            if (result.succeeded()) {
                then.accept(result.result());
            } else {
                LOG.warn(
                        "{} failed, again soon failures={} cause={}",
                        what,
                        failures + 1,
                        result.cause().toString());
                later(failures, () -> call(what, call, then, failures + 1));
            }
        });
    }

    /** Calls once, also when closed. */
    <T> Future<T> once(Supplier<CompletionStage<T>> call) {
        try {
            return Future.fromCompletionStage(call.get(), context);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /** Runs the task after the wait that follows so many failures; not at all, if this is closed before. */
    void later(int failures, Runnable task) {
        if (closed) {
            return;
        }
        long wait = Math.min(maxWait.toMillis(), FIRST_WAIT_MILLIS << Math.min(failures, 20));
        timers.add(vertx.setTimer(Math.max(1, wait), fired -> {
            timers.remove(fired);
            task.run();
        }));
    }

    /** What waits is not called again, what is under way has no answer. */
    void close() {
        closed = true;
        timers.forEach(vertx::cancelTimer);
        timers.clear();
    }
}
