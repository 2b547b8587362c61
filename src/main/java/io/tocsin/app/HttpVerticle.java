package io.tocsin.app;

import io.tocsin.push.PushConfig;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Serves the router on one event loop; several of them share the port. */
final class HttpVerticle extends VerticleBase {
    /**
     * Longer than any wait in which nothing is said: long polls end after 60 s, pings and heartbeats come more often.
     */
    private static final int IDLE_SECONDS = 90;

    static final Duration HANDSHAKE = Duration.ofSeconds(10);

    private final Config.Http config;
    private final PushConfig push;
    private final Duration drain;
    private final Duration handshake;
    private final Router router;
    /** Those whose first request is not there yet, and the timers that wait for them. */
    private final Map<HttpConnection, Long> awaited = new HashMap<>();

    private @Nullable HttpServer server;

    /**
     * @param drain how long requests that are under way may take when it stops
     * @param handshake from when a connection is opened until the head of its first request is there, at most
     */
    HttpVerticle(Config.Http config, PushConfig push, Duration drain, Duration handshake, Router router) {
        this.config = config;
        this.push = push;
        this.drain = drain;
        this.handshake = handshake;
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
                .setMaxWebSocketFrameSize(push.maxMessageBytes())
                .setMaxWebSocketMessageSize(push.maxMessageBytes())
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(push.compression())
                // What a session was sent or has sent before is not kept for what comes next.
                .setWebSocketAllowServerNoContext(true)
                .setWebSocketPreferredClientNoContext(true);
        server = vertx.createHttpServer(options)
                .connectionHandler(this::connected)
                .requestHandler(request -> {
                    answered(request.connection());
                    router.handle(request);
                });
        return server.listen();
    }

    private void connected(HttpConnection connection) {
        awaited.put(connection, vertx.setTimer(handshake.toMillis(), late -> {
            awaited.remove(connection);
            connection.close().onComplete(closed -> {});
        }));
        connection.closeHandler(closed -> answered(connection));
    }

    private void answered(HttpConnection connection) {
        Long timer = awaited.remove(connection);
        if (timer != null) {
            boolean unused = vertx.cancelTimer(timer);
        }
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
