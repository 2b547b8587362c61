package io.tocsin.push;

import io.tocsin.wire.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which pages' scripts may open sessions. A browser says the page's origin, and sends a WebSocket's handshake to
 * whomever the script names: only the server can refuse it (RFC 6455, 10.2). What is no browser says none.
 */
final class Origins {
    private static final String ALL = "*";

    private final Set<String> allowed;

    Origins(Set<String> allowed) {
        this.allowed = allowed;
    }

    boolean allow(RoutingContext request) {
        String origin = request.request().getHeader(HttpHeaders.ORIGIN);
        String host = request.request().getHeader(HttpHeaders.HOST);
        return origin == null || ours(origin, host) || allowed.contains(ALL) || allowed.contains(origin);
    }

    /** Our own pages: their host and port are those that the request was sent to, whatever ends TLS before us. */
    private static boolean ours(String origin, @Nullable String host) {
        int scheme = origin.indexOf("://");
        return host != null
                && scheme > 0
                && origin.substring(scheme + 3).toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT));
    }

    /** Lets the page's script read the answer. */
    void answer(RoutingContext request) {
        String origin = request.request().getHeader(HttpHeaders.ORIGIN);
        if (origin != null) {
            request.response()
                    .putHeader("Access-Control-Allow-Origin", origin)
                    .putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        }
    }

    static Problem refused(RoutingContext request) {
        return new Problem(
                "forbidden",
                403,
                "This is not allowed",
                "origin: " + request.request().getHeader(HttpHeaders.ORIGIN)
                        + " (expected: our own, or one of push.origins)",
                Map.of());
    }
}
