package io.tocsin.app;

import io.tocsin.cluster.Member;
import io.tocsin.post.SourceLog;
import io.tocsin.post.SourceLog.Cursor;
import io.tocsin.post.SourceLog.Gap;
import io.tocsin.post.SourceLog.Progress;
import io.tocsin.source.SourceReader;
import io.tocsin.source.SourceState;
import io.tocsin.source.SourceVerticle;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /v1/sources}. */
final class SourcesRoute {
    private static final Logger LOG = LoggerFactory.getLogger(SourcesRoute.class);
    private static final double ROUNDING = 100;

    private final List<Part> parts;
    private final SourceLog log;
    private final Member member;
    private final InstantSource clock;

    /** @param shared all members read some of it; else one alone reads it */
    record Part(String type, boolean shared, SourceReader reader) {}

    SourcesRoute(List<Part> parts, SourceLog log, Member member, InstantSource clock) {
        this.parts = List.copyOf(parts);
        this.log = log;
        this.member = member;
        this.clock = clock;
    }

    void answer(RoutingContext request) {
        List<Future<SourceState>> states =
                parts.stream().map(part -> part.reader().state()).toList();
        Future.all(states)
                .compose(all ->
                        Future.fromCompletionStage(log.all(), request.vertx().getOrCreateContext()))
                .onSuccess(kept ->
                        send(request, states.stream().map(Future::result).toList(), kept))
                .onFailure(request::fail);
    }

    private void send(RoutingContext request, List<SourceState> states, Map<String, Progress> kept) {
        JsonArray sources = new JsonArray();
        for (int i = 0; i < states.size(); i++) {
            String name = parts.get(i).reader().name();
            sources.add(json(parts.get(i), states.get(i), kept.getOrDefault(name, Progress.NONE)));
        }
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(new JsonObject().put("sources", sources).toBuffer())
                .onFailure(gone -> LOG.debug("sources: nobody waits for the answer: {}", gone.toString()));
    }

    private JsonObject json(Part part, SourceState state, Progress kept) {
        String name = part.reader().name();
        JsonObject json = new JsonObject()
                .put("name", name)
                .put("type", part.type())
                .put("state", state.phase().name().toLowerCase(Locale.ROOT));
        if (!part.shared()) {
            member.owner(SourceVerticle.key(name)).ifPresent(id -> json.put("member", id));
        }
        Optional<Cursor> cursor = state.cursor().or(kept::cursor);
        cursor.ifPresent(its -> json.put("cursor", its.position())
                .put("upTo", its.upTo().toString())
                .put(
                        "lagMillis",
                        Math.max(
                                0, Duration.between(its.upTo(), clock.instant()).toMillis())));
        if (state.phase() != SourceState.Phase.ELSEWHERE) {
            json.put("eventsPerSecond", Math.rint(state.eventsPerSecond() * ROUNDING) / ROUNDING)
                    .put("reconnects", state.reconnects())
                    .put("refused", state.refused());
        }
        state.error()
                .ifPresent(error -> json.put(
                        "error",
                        new JsonObject().put("at", error.at().toString()).put("reason", error.reason())));
        state.unsaid()
                .ifPresent(unsaid -> json.put(
                        "unsaid",
                        new JsonObject()
                                .put("from", unsaid.from().toString())
                                .put("to", unsaid.to().toString())
                                .put("seconds", unsaid.sum().toSeconds())));
        JsonArray gaps = new JsonArray();
        (state.gaps().isEmpty() ? kept.gaps() : state.gaps()).forEach(gap -> gaps.add(json(gap)));
        return json.put("gaps", gaps);
    }

    private static JsonObject json(Gap gap) {
        return new JsonObject()
                .put("from", gap.from().toString())
                .put("to", gap.to().toString())
                .put("reason", gap.reason());
    }
}
