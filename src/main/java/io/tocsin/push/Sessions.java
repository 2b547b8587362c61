package io.tocsin.push;

import io.tocsin.feed.Consumer;
import io.tocsin.feed.Feeds;
import io.tocsin.subscription.Subscription;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.subscription.SubscriptionListener;
import io.tocsin.subscription.Subscriptions;
import io.tocsin.wire.CursorText;
import io.tocsin.wire.Problem;
import io.tocsin.wire.ProblemException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All open sessions of this member, WebSocket and SSE. Callable from any thread. */
public final class Sessions implements SubscriptionListener {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private static final Problem NO_UPGRADE = new Problem(
            "upgrade-required",
            426,
            "This route is a WebSocket",
            "upgrade: missing (expected: a WebSocket handshake)",
            Map.of());

    private final Vertx vertx;
    private final Feeds feeds;
    private final Subscriptions subscriptions;
    private final CursorText cursors;
    private final Supplier<String> names;
    private final RandomGenerator random;
    private final Set<Open> open = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    /** What all sessions can be told, from any thread. */
    interface Open {
        Consumer.Kind kind();

        /** The subscription is gone. */
        void removed(SubscriptionId subscription);

        /** Says goodbye and closes; completes when the socket is closed. */
        Future<Void> drain(RandomGenerator random);
    }

    /** @param names makes a new session's name */
    public Sessions(
            Vertx vertx,
            Feeds feeds,
            Subscriptions subscriptions,
            CursorText cursors,
            Supplier<String> names,
            RandomGenerator random) {
        this.vertx = vertx;
        this.feeds = feeds;
        this.subscriptions = subscriptions;
        this.cursors = cursors;
        this.names = names;
        this.random = random;
    }

    /** Serves {@code GET /v1/stream}: upgrades to a WebSocket session. */
    public Handler<RoutingContext> webSockets() {
        return request -> {
            if (draining) {
                request.fail(new ProblemException(Problem.unavailable("This member is stopping.")));
                return;
            }
            if (!"websocket".equalsIgnoreCase(request.request().getHeader(HttpHeaders.UPGRADE))) {
                request.response().putHeader(HttpHeaders.UPGRADE, "websocket");
                request.fail(new ProblemException(NO_UPGRADE));
                return;
            }
            HttpConnection connection = request.request().connection();
            request.request()
                    .toWebSocket()
                    .onSuccess(socket -> opened(socket, connection))
                    .onFailure(failure -> LOG.debug("stream: no upgrade: {}", failure.toString()));
        };
    }

    /** Serves a subscription's alerts as server-sent events. */
    public Handler<RoutingContext> eventStreams() {
        return request -> {
            if (draining) {
                request.fail(new ProblemException(Problem.unavailable("This member is stopping.")));
            } else {
                new EventStream(request, this, feeds, subscriptions, cursors).start();
            }
        };
    }

    private void opened(ServerWebSocket socket, HttpConnection connection) {
        Context context = vertx.getOrCreateContext();
        new Session(names.get(), socket, connection, context, this, feeds, subscriptions, cursors).start();
    }

    void opened(Open session) {
        open.add(session);
        if (draining) {
            // It was on its way in when the draining began.
            session.drain(random).onComplete(closed -> LOG.debug("a late session is closed"));
        }
    }

    void closed(Open session) {
        open.remove(session);
    }

    /** How many are open now. */
    public long count(Consumer.Kind kind) {
        return open.stream().filter(session -> session.kind() == kind).count();
    }

    /** Takes no more sessions, tells those that are open to come back later, and completes when all are closed. */
    public Future<Void> drain() {
        draining = true;
        List<Future<Void>> closing = new ArrayList<>();
        open.forEach(session -> closing.add(session.drain(random)));
        return Future.join(closing).mapEmpty();
    }

    @Override
    public void put(Subscription subscription) {}

    @Override
    public void removed(SubscriptionId id) {
        open.forEach(session -> session.removed(id));
    }
}
