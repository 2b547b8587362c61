package io.tocsin;

import io.tocsin.wire.ProblemException;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.List;

/** An HTTP server on a free port whose router answers with the problem that ended a request. */
public final class ProblemServer {
    private final Router router;
    private final HttpServer server;

    public ProblemServer(Vertx vertx) throws Exception {
        this(vertx, new HttpServerOptions().setWebSocketSubProtocols(List.of("tocsin.v1")));
    }

    public ProblemServer(Vertx vertx, HttpServerOptions options) throws Exception {
        this.router = Router.router(vertx);
        router.route().failureHandler(ProblemServer::failed);
        this.server = vertx.createHttpServer(options).requestHandler(router);
        Waiting.on(server.listen(0, "127.0.0.1"));
    }

    /** Serves the path with these, one after the other. */
    @SafeVarargs
    public final void on(String path, Handler<RoutingContext>... handlers) {
        for (Handler<RoutingContext> handler : handlers) {
            router.route(path).handler(handler);
        }
    }

    public int port() {
        return server.actualPort();
    }

    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    private static void failed(RoutingContext request) {
        if (request.failure() instanceof ProblemException e) {
            request.response()
                    .setStatusCode(e.problem().status())
                    .end(Buffer.buffer(e.problem().encode()))
                    .onComplete(sent -> {});
        } else {
            request.next();
        }
    }
}
