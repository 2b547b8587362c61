package io.tocsin.app;

import io.tocsin.cluster.ClusterState;
import io.tocsin.cluster.Member;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /v1/cluster}. */
final class ClusterRoute {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterRoute.class);

    private ClusterRoute() {}

    static void answer(RoutingContext request, Member member) {
        Future.fromCompletionStage(member.state(), request.vertx().getOrCreateContext())
                .onSuccess(state -> send(request, json(state)))
                .onFailure(request::fail);
    }

    private static void send(RoutingContext request, JsonObject json) {
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(json.toBuffer())
                .onFailure(gone -> LOG.debug("cluster: nobody waits for the answer: {}", gone.toString()));
    }

    private static JsonObject json(ClusterState state) {
        JsonArray members = new JsonArray();
        state.members().forEach(member -> members.add(json(member)));
        return new JsonObject()
                .put("name", state.name())
                .put("self", state.self())
                .put("safe", state.safe())
                .put("members", members);
    }

    private static JsonObject json(ClusterState.Seen member) {
        return new JsonObject()
                .put("id", member.peer().id())
                .put("address", member.peer().address().toString())
                .put("version", member.peer().version())
                .put("owns", member.owned())
                .put("lag", member.lag());
    }
}
