package io.tocsin.webhook;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;

/** Waits for what must come. */
final class Waiting {
    static final long SECONDS = 10;

    private Waiting() {}

    static <T> T on(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    }
}
