package io.tocsin.ingest;

import io.tocsin.wire.Problem;
import io.tocsin.wire.ProblemException;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** A request that was answered before, and comes again: its body is read, and compared, and goes nowhere. */
final class Repetition {
    private final RoutingContext request;
    private final Repeats.Answer before;
    private final Fingerprint body = new Fingerprint();

    Repetition(RoutingContext request, Repeats.Answer before) {
        this.request = request;
        this.before = before;
    }

    void start() {
        request.request().handler(chunk -> body.add(chunk.getBytes())).endHandler(end -> answer());
    }

    private void answer() {
        if (before.fingerprint().equals(body.text())) {
            Upload.answer(request, before.counts(), before.problem());
            return;
        }
        request.fail(new ProblemException(new Problem(
                "idempotency-key-reused",
                422,
                "The Idempotency-Key was used for another body",
                "Expected: a key of its own for each request, or the body that was sent with it before.",
                Map.of())));
    }
}
