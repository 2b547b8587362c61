package io.tocsin.api;

import io.tocsin.post.PostEvent;
import io.tocsin.post.PostId;
import io.tocsin.post.PostSink;
import io.tocsin.wire.IngestJson;
import io.tocsin.wire.Problem;
import io.tocsin.wire.ProblemException;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /v1/posts}. */
public final class PostRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(PostRoutes.class);

    private final PostSink sink;
    private final Handler<RoutingContext> ingest;
    private final InstantSource clock;

    /** @param ingest takes posts from a request's body */
    public PostRoutes(PostSink sink, Handler<RoutingContext> ingest, InstantSource clock) {
        this.sink = sink;
        this.ingest = ingest;
        this.clock = clock;
    }

    public void bind(Routes routes) {
        routes.on("ingestPosts", ingest).on("deletePost", this::delete);
    }

    private void delete(RoutingContext request) {
        PostId post = new PostId(request.pathParam("source"), request.pathParam("id"));
        Answer.here(request, sink.take(List.of(new PostEvent.Deleted(post)), clock.instant()))
                .onSuccess(receipts -> Answer.json(request, 200, IngestJson.encode(receipts.get(0))))
                .onFailure(failure -> {
                    LOG.warn("post={} deletion not stored: {}", post, failure.toString());
                    request.fail(new ProblemException(Problem.unavailable("The deletion could not be stored.")));
                });
    }
}
