package io.tocsin.app;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /metrics}. */
final class Metrics {
    private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);

    private Metrics() {}

    static void answer(RoutingContext request, Telemetry telemetry) {
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                .end(telemetry.scrape())
                .onFailure(gone -> LOG.debug("metrics: the scraper left: {}", gone.toString()));
    }
}
