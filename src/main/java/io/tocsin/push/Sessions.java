package io.tocsin.push;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.tocsin.feed.Consumer;
import io.tocsin.feed.ConsumerPlaces;
import io.tocsin.feed.Feeds;
import io.tocsin.subscription.Subscription;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.subscription.SubscriptionListener;
import io.tocsin.subscription.Subscriptions;
import io.tocsin.wire.CursorText;
import io.tocsin.wire.Problem;
import io.tocsin.wire.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All open sessions of this member, WebSocket and SSE. Callable from any thread. */
public final class Sessions implements SubscriptionListener {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final int PHASES = 60;

    private static final Problem NO_UPGRADE = new Problem(
            "upgrade-required",
            426,
            "This route is a WebSocket",
            "upgrade: missing (expected: a WebSocket handshake)",
            Map.of());

    private final Feeds feeds;
    private final Subscriptions subscriptions;
    private final ConsumerPlaces places;
    private final CursorText cursors;
    private final Visitors visitors;
    private final PushConfig config;
    private final Supplier<String> names;
    private final RandomGenerator random;
    private final Origins origins;
    private final Quota quota;
    private final Frames frames;
    private final EventBlocks events;
    private final Set<Open> open = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<EventLoop, Loop> loops = new ConcurrentHashMap<>();
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
            Feeds feeds,
            Subscriptions subscriptions,
            ConsumerPlaces places,
            CursorText cursors,
            Visitors visitors,
            PushConfig config,
            Supplier<String> names,
            RandomGenerator random) {
        this.feeds = feeds;
        this.subscriptions = subscriptions;
        this.places = places;
        this.cursors = cursors;
        this.visitors = visitors;
        this.config = config;
        this.names = names;
        this.random = random;
        this.origins = new Origins(config.origins());
        this.quota = new Quota(config.maxSessions(), config.maxSessionsPerKey());
        this.frames = new Frames(cursors);
        this.events = new EventBlocks(cursors);
    }

    Feeds feeds() {
        return feeds;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    ConsumerPlaces places() {
        return places;
    }

    CursorText cursors() {
        return cursors;
    }

    Visitors visitors() {
        return visitors;
    }

    PushConfig config() {
        return config;
    }

    EventBlocks events() {
        return events;
    }

    /** How many frames were made of alerts: one for each, however many sessions it goes to. */
    long framesMade() {
        return frames.count();
    }

    /** Serves {@code GET /v1/stream}: upgrades to a WebSocket session. */
    public Handler<RoutingContext> webSockets() {
        return request -> {
            if (draining) {
                request.fail(new ProblemException(Problem.unavailable("This member is stopping.")));
            } else if (!"websocket".equalsIgnoreCase(request.request().getHeader(HttpHeaders.UPGRADE))) {
                request.response().putHeader(HttpHeaders.UPGRADE, "websocket");
                request.fail(new ProblemException(NO_UPGRADE));
            } else if (!origins.allow(request)) {
                request.fail(new ProblemException(Origins.refused(request)));
            } else {
                Visitor visitor = visitors.of(request);
                Channel channel = Line.channel(request.request().connection());
                request.request()
                        .toWebSocket()
                        .onSuccess(socket -> upgraded(channel, visitor))
                        .onFailure(failure -> LOG.debug("stream: no upgrade: {}", failure.toString()));
            }
        };
    }

    /** Serves a subscription's alerts as server-sent events. */
    public Handler<RoutingContext> eventStreams() {
        return request -> {
            if (draining) {
                request.fail(new ProblemException(Problem.unavailable("This member is stopping.")));
            } else if (!origins.allow(request)) {
                request.fail(new ProblemException(Origins.refused(request)));
            } else {
                origins.answer(request);
                begin(request);
            }
        };
    }

    private void begin(RoutingContext request) {
        Visitor visitor = visitors.of(request);
        Optional<String> full = quota.enter(visitor.key());
        if (full.isPresent()) {
            request.fail(new ProblemException(Problem.tooManyRequests(full.get())));
            return;
        }
        // What comes of the request, and whenever: its place is given back once.
        new EventStream(request, visitor, this, () -> quota.leave(visitor.key())).start();
    }

    private void upgraded(Channel channel, Visitor visitor) {
        Loop loop = loops.computeIfAbsent(channel.eventLoop(), of -> new Loop(of, frames));
        Line line = Line.on(channel, loop, config.maxMessageBytes(), config.compression());
        Session session = new Session(names.get(), line, loop, visitor, this, random.nextInt(PHASES));
        Optional<String> full = quota.enter(visitor.key());
        if (full.isPresent()) {
            session.turnAway(full.get());
        } else {
            session.start();
        }
    }

    void opened(Open session) {
        open.add(session);
        if (draining) {
            // It was on its way in when the draining began.
            session.drain(random).onComplete(closed -> LOG.debug("a late session is closed"));
        }
    }

    /** False if it was not open, or is closed already. */
    boolean closed(Open session) {
        return open.remove(session);
    }

    void left(String key) {
        quota.leave(key);
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
        return Future.join(closing).<Void>mapEmpty().onComplete(drained -> frames.clear());
    }

    @Override
    public void put(Subscription subscription) {}

    @Override
    public void removed(SubscriptionId id) {
        open.forEach(session -> session.removed(id));
    }
}
