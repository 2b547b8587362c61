package io.tocsin.push;

import static io.tocsin.Waiting.on;
import static io.tocsin.feed.Posts.NOON;
import static io.tocsin.feed.Posts.post;

import io.tocsin.ProblemServer;
import io.tocsin.alert.Cursor;
import io.tocsin.feed.Appended;
import io.tocsin.feed.Consumer;
import io.tocsin.feed.FeedChange;
import io.tocsin.feed.Feeds;
import io.tocsin.feed.InMemoryConsumerPlaces;
import io.tocsin.feed.InMemoryFeedLog;
import io.tocsin.rule.Rule;
import io.tocsin.subscription.Subscription;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.wire.CursorText;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.WebSocketClient;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import javax.crypto.spec.SecretKeySpec;

/** A server with nothing but feeds and sessions. */
final class Scene {
    static final SubscriptionId FLOODS = new SubscriptionId("sub_floods");
    static final SubscriptionId FIRES = new SubscriptionId("sub_fires");

    static final CursorText CURSORS = new CursorText(new SecretKeySpec(new byte[32], "AES"));

    /** What the listener heard. */
    record Delivered(Consumer.Kind kind, long sequence, boolean owed) {}

    final Vertx vertx = Vertx.vertx();
    final CountingFeedLog log = new CountingFeedLog();
    final InMemoryFeedLog stored = log;
    final BlockingQueue<Delivered> delivered = new LinkedBlockingQueue<>();
    final Feeds feeds = new Feeds(
            log,
            (kind, alert, owed) -> delivered.add(new Delivered(kind, alert.sequence(), owed)),
            1 << 20,
            () -> NOON);
    final HeldSubscriptions subscriptions = new HeldSubscriptions();
    final InMemoryConsumerPlaces places = new InMemoryConsumerPlaces();
    final AnyVisitors visitors = new AnyVisitors();
    final Sessions sessions;
    final ProblemServer server;

    /** Held here: a client that nobody holds is closed when the garbage is collected. */
    final WebSocketClient sockets = vertx.createWebSocketClient();

    final HttpClient requests = vertx.createHttpClient();

    /** Completes when a connection that brought a request for an event stream is closed. */
    final CompletableFuture<Void> disconnected = new CompletableFuture<>();

    Scene() throws Exception {
        this(PushConfig.USUAL);
    }

    Scene(PushConfig config) throws Exception {
        sessions = new Sessions(
                feeds, subscriptions, places, CURSORS, visitors, config, () -> "ses_1", new SplittableRandom(1));
        server = new ProblemServer(
                vertx,
                new HttpServerOptions()
                        .setWebSocketSubProtocols(List.of("tocsin.v1"))
                        .setMaxWebSocketFrameSize(config.maxMessageBytes())
                        .setPerFrameWebSocketCompressionSupported(false)
                        .setPerMessageWebSocketCompressionSupported(config.compression())
                        .setWebSocketAllowServerNoContext(true)
                        .setWebSocketPreferredClientNoContext(true));
        server.on("/v1/stream", sessions.webSockets());
        server.on(
                "/v1/subscriptions/:id/alerts",
                request -> {
                    request.request().connection().closeHandler(closed -> disconnected.complete(null));
                    request.next();
                },
                sessions.eventStreams());
        subscriptions.listen(sessions);
        subscribe(FLOODS);
        subscribe(FIRES);
    }

    void close() throws Exception {
        on(vertx.close());
    }

    private void subscribe(SubscriptionId id) throws Exception {
        Subscription unused = on(
                subscriptions.create(new Subscription(id, "A", Rule.parse(id.rule(), "a"), "b", true, NOON, NOON, 1)));
    }

    void remove(SubscriptionId id) throws Exception {
        boolean unused = on(subscriptions.remove(id));
    }

    /** Raises alerts for the posts with these numbers. */
    void raise(SubscriptionId feed, int from, int to) throws Exception {
        raise(feed, from, to, "flood");
    }

    void raise(SubscriptionId feed, int from, int to, String text) throws Exception {
        String json = "{\"text\":\"" + text + "\"}";
        List<Appended> unused = on(feeds.append(IntStream.rangeClosed(from, to)
                .<FeedChange>mapToObj(i -> new FeedChange.Raise(
                        post(feed + "-" + i, json), List.of(new FeedChange.Target(feed, List.of())), NOON))
                .toList()));
    }

    /** The post with this number is deleted. */
    void retract(SubscriptionId feed, int post) throws Exception {
        List<Appended> unused = on(feeds.append(
                List.of(new FeedChange.Retract(post(feed + "-" + post, "").id(), NOON))));
    }

    static String cursor(SubscriptionId feed, long sequence) {
        return CURSORS.encode(new Cursor(feed, sequence));
    }
}
