package io.tocsin.app;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Serves the router on one event loop; several of them share the port. */
final class HttpVerticle extends VerticleBase {
    /**
     * Longer than any wait in which nothing is said: long polls end after 60 s, pings and heartbeats come more often.
     */
    private static final int IDLE_SECONDS = 90;

    private static final int MAX_FRAME_BYTES = 64 * 1024;

    private final Config.Http config;
    private final Duration drain;
    private final Router router;
    private @Nullable HttpServer server;

    /** @param drain how long requests that are under way may take when it stops */
    HttpVerticle(Config.Http config, Duration drain, Router router) {
        this.config = config;
        this.drain = drain;
        this.router = router;
    }

    @Override
    public Future<?> start() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                // Sessions end with their connection, which HTTP/2 would share; it comes with TLS.
                .setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(true)
                .setWebSocketSubProtocols(List.of("tocsin.v1"))
                .setMaxWebSocketFrameSize(MAX_FRAME_BYTES)
                .setMaxWebSocketMessageSize(MAX_FRAME_BYTES)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
        server = vertx.createHttpServer(options).requestHandler(router);
        return server.listen();
    }

    @Override
    public Future<?> stop() {
        return server == null ? Future.succeededFuture() : server.shutdown(drain.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Where it listens, once it does. */
    int port() {
        if (server == null) {
            throw new IllegalStateException("port: not listening yet (expected: after start)");
        }
        return server.actualPort();
    }
}
