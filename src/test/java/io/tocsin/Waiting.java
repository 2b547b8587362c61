package io.tocsin;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Waits for what must come. */
public final class Waiting {
    public static final long SECONDS = 10;

    private Waiting() {}

    public static <T> T on(Future<T> future) throws Exception {
        return on(future.toCompletionStage());
    }

    public static <T> T on(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    }

    /** The next in the queue. */
    public static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        return Optional.ofNullable(queue.poll(SECONDS, TimeUnit.SECONDS))
                .orElseThrow(() -> new AssertionError("nothing came"));
    }
}
