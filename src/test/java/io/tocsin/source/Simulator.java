package io.tocsin.source;

import io.tocsin.Waiting;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A service as its documentation has it. All of it is on one context; what tests call hops there, and waits. */
abstract class Simulator implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

    /** Serves on a free port, which is the answer. */
    final int listen(Handler<HttpServerRequest> handler, String... subProtocols) {
        HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(0);
        if (subProtocols.length > 0) {
            options.setWebSocketSubProtocols(List.of(subProtocols));
        }
        return on(() -> vertx.createHttpServer(options).requestHandler(handler).listen())
                .actualPort();
    }

    final <T> T on(Supplier<Future<T>> step) {
        CompletableFuture<T> done = new CompletableFuture<>();
        context.runOnContext(go -> {
            var unused = step.get().onComplete(done::complete, done::completeExceptionally);
        });
        return done.orTimeout(Waiting.SECONDS, TimeUnit.SECONDS).join();
    }

    final void run(Runnable step) {
        Boolean unused = on(() -> {
            step.run();
            return Future.succeededFuture(true);
        });
    }

    final <T> T look(Supplier<T> at) {
        return on(() -> Future.succeededFuture(at.get()));
    }

    /** Does it again and again, on the context. */
    final void every(Duration period, Runnable step) {
        long unused = vertx.setPeriodic(period.toMillis(), beat -> context.runOnContext(go -> step.run()));
    }

    /** Notes what somebody wants. */
    final void asks(String what) {
        asked.add(what);
    }

    /** What the next that came, or comes, asked for. */
    final String asked() throws InterruptedException {
        return Waiting.next(asked);
    }

    @Override
    public final void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(Waiting.SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
