package io.tocsin.source;

import io.tocsin.post.PostSink;
import io.tocsin.wire.PostReader;
import io.tocsin.wire.Problem;
import io.tocsin.wire.ProblemException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Takes posts from a request body: one JSON post, an array of them, or NDJSON. */
public final class HttpIngest implements Handler<RoutingContext> {
    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";

    private final PostSink sink;
    private final InstantSource clock;

    public HttpIngest(PostSink sink, InstantSource clock) {
        this.sink = sink;
        this.clock = clock;
    }

    @Override
    public void handle(RoutingContext request) {
        String type = Optional.ofNullable(request.request().getHeader(HttpHeaders.CONTENT_TYPE))
                .map(header -> header.split(";", 2)[0].trim().toLowerCase(Locale.ROOT))
                .orElse("no content type");
        switch (type) {
            case JSON -> new Upload(request, PostReader.json(), sink, clock).start();
            case NDJSON -> new Upload(request, PostReader.ndjson(), sink, clock).start();
            default ->
                request.fail(new ProblemException(new Problem(
                        "unsupported-media-type",
                        415,
                        "The content type is not one of ours",
                        "content-type: " + type + " (expected: " + JSON + " or " + NDJSON + ")",
                        Map.of())));
        }
    }
}
