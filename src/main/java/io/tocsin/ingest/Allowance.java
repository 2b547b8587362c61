package io.tocsin.ingest;

import io.tocsin.wire.Problem;
import io.tocsin.wire.ProblemException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What the sender of a request may send. Who may send nothing now is refused before anything is read; who sends more
 * than that in one body is read more slowly.
 */
record Allowance(String sender, Optional<PostQuota> quota, InstantSource clock) {
    /** Whatever is answered says how much is left. */
    void tell(RoutingContext request) {
        quota.ifPresent(limit -> request.addHeadersEndHandler(heads -> request.response()
                .putHeader("RateLimit-Policy", limit.policy())
                .putHeader("RateLimit", PostQuota.header(limit.take(sender, 0, clock.instant())))));
    }

    /** Fails if nothing may be sent now. */
    void check(RoutingContext request) {
        Duration wait = take(0);
        if (!wait.isZero()) {
            request.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(PostQuota.seconds(wait)));
            throw new ProblemException(Problem.tooManyRequests(
                    "posts: more than this key may send (expected: none for " + PostQuota.seconds(wait) + " s)"));
        }
    }

    /** So many were sent; how long to wait before the next. */
    Duration take(long posts) {
        return quota.map(limit -> limit.take(sender, posts, clock.instant()).dueIn())
                .orElse(Duration.ZERO);
    }
}
