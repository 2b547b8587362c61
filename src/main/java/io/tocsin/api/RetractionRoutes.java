package io.tocsin.api;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Cursor;
import io.tocsin.delivery.DeliveryLog;
import io.tocsin.delivery.Endpoint;
import io.tocsin.delivery.Endpoints;
import io.tocsin.feed.ConsumerPlaces;
import io.tocsin.feed.FeedLog;
import io.tocsin.post.PostId;
import io.tocsin.wire.CursorText;
import io.tocsin.wire.RetractionJson;
import io.tocsin.wire.RetractionJson.Receiver;
import io.tocsin.wire.RetractionJson.Told;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Comparator;
import java.util.List;

/** {@code /v1/posts/{source}/{id}/retraction}: who has been told that a post was corrected or taken back. */
public final class RetractionRoutes {
    private final FeedLog feeds;
    private final Endpoints endpoints;
    private final DeliveryLog deliveries;
    private final ConsumerPlaces consumers;
    private final CursorText cursors;

    public RetractionRoutes(
            FeedLog feeds, Endpoints endpoints, DeliveryLog deliveries, ConsumerPlaces consumers, CursorText cursors) {
        this.feeds = feeds;
        this.endpoints = endpoints;
        this.deliveries = deliveries;
        this.consumers = consumers;
        this.cursors = cursors;
    }

    public void bind(Routes routes) {
        routes.on("getRetraction", this::get);
    }

    private void get(RoutingContext request) {
        PostId post = new PostId(request.pathParam("source"), request.pathParam("id"));
        Answer.here(request, endpoints.all())
                .compose(all -> Answer.here(request, feeds.takenBack(post))
                        .compose(alerts -> all(alerts.stream()
                                .map(alert -> told(request, alert, all))
                                .toList())))
                .onSuccess(alerts -> Answer.json(request, 200, RetractionJson.encode(post, alerts, cursors)))
                .onFailure(request::fail);
    }

    /** An endpoint that was made later has nothing to take. */
    private Future<Told> told(RoutingContext request, Alert alert, List<Endpoint> all) {
        return all(all.stream()
                        .filter(endpoint -> endpoint.takes(alert.subscription())
                                && !endpoint.createdAt().isAfter(alert.raisedAt()))
                        .map(endpoint -> receiver(request, alert, endpoint))
                        .toList())
                .compose(
                        receivers -> consumers(request, alert).map(consumers -> new Told(alert, receivers, consumers)));
    }

    private Future<List<Receiver>> consumers(RoutingContext request, Alert alert) {
        return Answer.here(request, consumers.places(alert.subscription()))
                .map(places -> places.entrySet().stream()
                        .map(place -> new Receiver(
                                place.getKey().value(), place.getValue().sequence() >= alert.sequence()))
                        .sorted(Comparator.comparing(Receiver::name))
                        .toList());
    }

    /** Behind an endpoint's cursor lies also what waits for another attempt, or is dead. */
    private Future<Receiver> receiver(RoutingContext request, Alert alert, Endpoint endpoint) {
        Cursor before = new Cursor(alert.subscription(), alert.sequence() - 1);
        return Answer.here(request, deliveries.cursor(endpoint.id(), alert.subscription()))
                .compose(cursor -> {
                    if (cursor.filter(at -> at.sequence() >= alert.sequence()).isEmpty()) {
                        return Future.succeededFuture(false);
                    }
                    return Answer.here(request, deliveries.parked(endpoint.id(), before))
                            .map(parked -> parked.stream()
                                    .noneMatch(delivery -> delivery.alert().equals(alert.cursor())));
                })
                .map(passed -> new Receiver(endpoint.id().value(), passed));
    }

    private static <T> Future<List<T>> all(List<Future<T>> futures) {
        return Future.all(futures).map(all -> all.list());
    }
}
