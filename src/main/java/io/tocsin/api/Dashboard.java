package io.tocsin.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.Map;

/**
 * The dashboard page: files of the class path, and what it needs of WebJars. Holds no data; the page brings its key.
 */
final class Dashboard {
    private static final String FILES = "io/tocsin/api/dashboard";
    /** The libraries that the page may load, and where their WebJars keep them. */
    private static final Map<String, String> WEBJARS =
            Map.of("lit-html", "META-INF/resources/webjars/lit-html/" + WebJars.version("lit-html"));

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            + "img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private Dashboard() {}

    static void mount(Router router) {
        router.get("/").handler(Dashboard::guard).handler(files(FILES));
        router.get("/assets/*").handler(Dashboard::guard).handler(files(FILES));
        WEBJARS.forEach((name, root) ->
                router.get("/webjars/" + name + "/*").handler(Dashboard::guard).handler(files(root)));
    }

    private static StaticHandler files(String root) {
        return StaticHandler.create(root).setIndexPage("index.html").setCachingEnabled(false);
    }

    private static void guard(RoutingContext request) {
        request.response()
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        request.next();
    }
}
