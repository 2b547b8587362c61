package io.tocsin.api;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a request. */
final class Answer {
    static final String JSON = "application/json";
    private static final Logger LOG = LoggerFactory.getLogger(Answer.class);

    private Answer() {}

    static void json(RoutingContext request, int status, byte[] body) {
        with(request, status, JSON, Buffer.buffer(body));
    }

    static void with(RoutingContext request, int status, String contentType, Buffer body) {
        request.response().putHeader(HttpHeaders.CONTENT_TYPE, contentType);
        sent(request.response().setStatusCode(status).end(body));
    }

    static void noContent(RoutingContext request) {
        sent(request.response().setStatusCode(204).end());
    }

    private static void sent(Future<Void> answer) {
        answer.onFailure(gone -> LOG.debug("the client left before its answer: {}", gone.toString()));
    }

    /** A stage of another room, back on the request's context. */
    static <T> Future<T> here(RoutingContext request, CompletionStage<T> stage) {
        Context context = request.vertx().getOrCreateContext();
        return Future.fromCompletionStage(stage, context);
    }
}
