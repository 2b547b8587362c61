package io.tocsin.api;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.tocsin.wire.PostReader;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Binds the contract's operations to handlers; an operation without one stops the start. */
public final class Routes {
    private static final int MAX_BODY_BYTES = 64 * 1024;
    private static final String YAML = "application/yaml";
    private static final String EXPLAIN = Contract.forRouter("/v1/rules:explain");

    private final Map<String, Handler<RoutingContext>> handlers = new LinkedHashMap<>();
    private final Contract contract;
    private final Handler<RoutingContext> gate;

    /** @param gate passes on or fails every request that is not open to all */
    public Routes(Contract contract, Handler<RoutingContext> gate) {
        this.contract = contract;
        this.gate = gate;
    }

    /** Binds an operation. */
    @CanIgnoreReturnValue
    public Routes on(String operationId, Handler<RoutingContext> handler) {
        if (handlers.putIfAbsent(operationId, handler) != null) {
            throw new IllegalStateException("operation: " + operationId + " (expected: bound once)");
        }
        return this;
    }

    /** Makes the router; fails if the contract and what is bound differ. */
    public Future<Router> router(Vertx vertx) {
        on("getContract", request -> Answer.with(request, 200, YAML, contract.yaml()));
        on("getAsyncContract", request -> Answer.with(request, 200, YAML, contract.asyncYaml()));
        return contract.forRequests(vertx).map(checked -> router(vertx, checked));
    }

    private Router router(Vertx vertx, OpenAPIContract checked) {
        Router router = Router.router(vertx);
        Handler<RoutingContext> problems = new Problems();
        router.route().failureHandler(problems);
        router.errorHandler(404, problems).errorHandler(405, request -> {
            request.response().putHeader(HttpHeaders.ALLOW, methods(checked, request.normalizedPath()));
            problems.handle(request);
        });
        Dashboard.mount(router);
        router.get("/health/live").handler(handler("getLive"));
        router.get("/health/ready").handler(handler("getReady"));
        router.get("/v1/openapi.yaml").handler(handler("getContract"));
        router.get("/v1/asyncapi.yaml").handler(handler("getAsyncContract"));
        router.routeWithRegex("/v1/rules:\\w+")
                .handler(request -> request.reroute(Contract.forRouter(request.normalizedPath())));
        router.route().handler(gate);
        // Their sockets are read by themselves, not by the body handler of the checked routes.
        router.post("/v1/posts").handler(handler("ingestPosts"));
        router.get("/v1/stream").handler(handler("openStream"));
        // A post may be larger than what else is asked.
        router.post(EXPLAIN).handler(BodyHandler.create(false).setBodyLimit(maxBodyBytes(EXPLAIN)));
        router.route().subRouter(checkedRoutes(vertx, checked));
        return router;
    }

    /** How large a body may be that a route of the contract takes, in the router's spelling. */
    static int maxBodyBytes(String path) {
        return path.equals(EXPLAIN) ? PostReader.MAX_BYTES + MAX_BODY_BYTES : MAX_BODY_BYTES;
    }

    private Router checkedRoutes(Vertx vertx, OpenAPIContract checked) {
        RouterBuilder builder = RouterBuilder.create(vertx, checked, RequestExtractor.withBodyHandler());
        var withBody = builder.rootHandler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
        withBody.getRoutes().forEach(route -> {
            var unused = route.addHandler(handler(route.getOperation().getOperationId()));
        });
        if (handlers.size() != checked.operations().size()) {
            throw new IllegalStateException("operations: " + handlers.keySet() + " (expected: those of the contract)");
        }
        return builder.createRouter();
    }

    private Handler<RoutingContext> handler(String operationId) {
        Handler<RoutingContext> handler = handlers.get(operationId);
        if (handler == null) {
            throw new IllegalStateException("operation: " + operationId + " (expected: bound to a handler)");
        }
        return handler;
    }

    private static String methods(OpenAPIContract checked, String path) {
        return Stream.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PATCH, HttpMethod.DELETE)
                .filter(method -> checked.findOperation(path, method) != null)
                .map(HttpMethod::name)
                .collect(Collectors.joining(", "));
    }
}
