package io.tocsin.webhook;

import static io.tocsin.feed.Posts.NOON;
import static io.tocsin.feed.Posts.post;

import io.tocsin.Waiting;
import io.tocsin.alert.Alert;
import io.tocsin.delivery.Claim;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryListener;
import io.tocsin.delivery.DeliveryLog;
import io.tocsin.delivery.Endpoint;
import io.tocsin.delivery.EndpointId;
import io.tocsin.delivery.InMemoryDeliveryLog;
import io.tocsin.delivery.InMemoryEndpoints;
import io.tocsin.delivery.Network;
import io.tocsin.delivery.Outcome;
import io.tocsin.delivery.PaceLimits;
import io.tocsin.delivery.Reach;
import io.tocsin.delivery.RetrySchedule;
import io.tocsin.delivery.SecretBox;
import io.tocsin.delivery.SigningSecret;
import io.tocsin.delivery.Step;
import io.tocsin.feed.Consumer;
import io.tocsin.feed.ConsumerListener;
import io.tocsin.feed.FeedChange;
import io.tocsin.feed.Feeds;
import io.tocsin.feed.Gap;
import io.tocsin.feed.InMemoryFeedLog;
import io.tocsin.feed.Ownership;
import io.tocsin.post.PostId;
import io.tocsin.rule.Condition;
import io.tocsin.rule.Rule;
import io.tocsin.subscription.InMemorySubscriptions;
import io.tocsin.subscription.Subscription;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.wire.CursorText;
import io.vertx.core.Vertx;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;

/** A gateway with nothing but feeds and webhooks, whose clock can be set; what it keeps outlives its verticles. */
final class Scene {
    static final SubscriptionId FLOODS = new SubscriptionId("sub_floods");
    static final EndpointId ENDPOINT = new EndpointId("ep_1");

    /** Where the tests' receivers are. */
    static final Reach LOOPBACK =
            new Reach(List.of(Network.parse("127.0.0.0/8"), Network.parse("::1")), false, Set.of());

    /** An endpoint that is never left alone. */
    static final PaceLimits PACE = new PaceLimits(16, Integer.MAX_VALUE, Duration.ofSeconds(1), Duration.ofSeconds(1));

    static final CursorText CURSORS = new CursorText(new SecretKeySpec(new byte[32], "AES"));

    /** What came of a delivery, durably. */
    record Settled(Delivery delivery, Step step) {}

    final Vertx vertx = Vertx.vertx();
    final InMemoryFeedLog feedLog = new InMemoryFeedLog();
    final BlockingQueue<Gap> missed = new LinkedBlockingQueue<>();
    final Feeds feeds = new Feeds(feedLog, new Missing(), 1 << 20, () -> NOON);
    final InMemoryDeliveryLog log = new InMemoryDeliveryLog();
    final InMemoryEndpoints endpoints = new InMemoryEndpoints();
    final InMemorySubscriptions subscriptions = new InMemorySubscriptions();
    final SigningSecret secret = SigningSecret.generate(new SecureRandom());
    final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    final BlockingQueue<Settled> settled = new LinkedBlockingQueue<>();
    volatile InstantSource clock = InstantSource.system();

    /** Owns everything or nothing, as the test says. */
    static final class Owning implements Ownership {
        private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
        private volatile boolean all;

        void owns(boolean everything) {
            all = everything;
            listeners.forEach(Runnable::run);
        }

        @Override
        public boolean owns(String key) {
            return all;
        }

        @Override
        public void listen(Runnable changed) {
            listeners.add(changed);
        }
    }

    private final class Missing implements ConsumerListener {
        @Override
        public void delivered(Consumer.Kind kind, Alert alert, boolean owed) {}

        @Override
        public void missed(Consumer.Kind kind, Gap gap) {
            missed.add(gap);
        }
    }

    private final SecretBox box = new SecretBox(new SecretKeySpec(new byte[32], "AES"), new SecureRandom());
    private final List<Receiver> receivers = new ArrayList<>();

    Scene() {
        subscribe(FLOODS);
        feedLog.at(NOON.plusSeconds(1));
    }

    /** Waits of a millisecond each, for so many attempts. */
    static WebhookConfig quick(int attempts) {
        List<Duration> waits = Stream.concat(
                        Stream.of(Duration.ZERO),
                        Stream.generate(() -> Duration.ofMillis(1)).limit(attempts - 1L))
                .toList();
        return config(new RetrySchedule(waits, 0.1, Duration.ofHours(1)));
    }

    /** One attempt, and another after the wait. */
    static WebhookConfig twice(Duration wait) {
        return config(new RetrySchedule(List.of(Duration.ZERO, wait), 0, Duration.ofHours(1)));
    }

    private static WebhookConfig config(RetrySchedule schedule) {
        return config(schedule, PACE);
    }

    static WebhookConfig config(RetrySchedule schedule, PaceLimits pace) {
        return new WebhookConfig(
                "Tocsin/test", schedule, LOOPBACK, Duration.ofSeconds(30), 64, pace, 1024, Duration.ofMillis(20));
    }

    Receiver receiver() throws Exception {
        Receiver receiver = new Receiver(vertx, Receiver.status(200));
        receivers.add(receiver);
        return receiver;
    }

    /** Starts a verticle; its id stops it. */
    static WebhookConfig config(Duration timeout) {
        return new WebhookConfig(
                "Tocsin/1.2.3", RetrySchedule.DEFAULT, LOOPBACK, timeout, 64, PACE, 1024, Duration.ofSeconds(1));
    }

    String start(WebhookConfig config) throws Exception {
        return start(config, log);
    }

    String start(WebhookConfig config, DeliveryLog deliveries) throws Exception {
        return start(config, deliveries, Ownership.ALL);
    }

    /** Another member over the same log. */
    String start(WebhookConfig config, Ownership ownership) throws Exception {
        return start(config, log, ownership);
    }

    private String start(WebhookConfig config, DeliveryLog deliveries, Ownership ownership) throws Exception {
        DeliveryListener listener = new DeliveryListener() {
            @Override
            public void attempted(Delivery delivery, Outcome outcome, Duration duration) {
                outcomes.add(outcome);
            }

            @Override
            public void settled(Delivery delivery, Step step) {
                settled.add(new Settled(delivery, step));
            }
        };
        return Waiting.on(vertx.deployVerticle(new WebhookVerticle(
                config,
                endpoints,
                subscriptions,
                ownership,
                feeds,
                deliveries,
                box,
                CURSORS,
                listener,
                () -> clock.instant(),
                new SplittableRandom(1))));
    }

    void stop(String verticle) throws Exception {
        Waiting.on(vertx.undeploy(verticle));
    }

    /** Receivers go first: no attempt waits for them. */
    void close() throws Exception {
        for (Receiver receiver : receivers) {
            receiver.close();
        }
        Waiting.on(vertx.close());
    }

    void subscribe(SubscriptionId id) {
        Rule rule = new Rule(id.rule(), "flood", new Condition.Keyword("flood"));
        done(subscriptions.create(new Subscription(id, "Floods", rule, "relief", true, NOON, NOON, 1)));
    }

    void endpoint(Receiver receiver) {
        endpoint(ENDPOINT, receiver.url());
    }

    void endpoint(EndpointId id, URI url) {
        done(endpoints.create(new Endpoint(id, url, Set.of(), "", true, secret.seal(box), NOON, NOON, 1)));
    }

    void enable(boolean enabled) {
        done(endpoints.update(
                ENDPOINT, now -> now.changed(now.url(), now.subscriptions(), now.description(), enabled, NOON)));
    }

    /** Raises alerts for the posts with these numbers. */
    void raise(int from, int to) {
        raise(FLOODS, from, to);
    }

    void raise(SubscriptionId feed, int from, int to) {
        List<FeedChange> changes = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            changes.add(new FeedChange.Raise(
                    post("p" + i, "{\"text\":\"flood " + i + "\"}"),
                    List.of(new FeedChange.Target(feed, List.of())),
                    NOON));
        }
        done(feeds.append(changes));
    }

    /** Deletes the posts with these numbers. */
    void retract(int from, int to) {
        List<FeedChange> changes = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            changes.add(new FeedChange.Retract(new PostId("test", "p" + i), NOON));
        }
        done(feeds.append(changes));
    }

    /** The next that is durable. */
    Settled nextSettled() throws InterruptedException {
        return Optional.ofNullable(settled.poll(Waiting.SECONDS, TimeUnit.SECONDS))
                .orElseThrow(() -> new AssertionError("nothing settled"));
    }

    /** Waits until that many deliveries are settled with the step. */
    List<Settled> settled(int count, Class<? extends Step> step) throws InterruptedException {
        List<Settled> found = new ArrayList<>();
        while (found.size() < count) {
            Settled next = nextSettled();
            if (step.isInstance(next.step())) {
                found.add(next);
            }
        }
        return found;
    }

    /** What a member before has left. */
    Claim claim() {
        return done(log.claim(ENDPOINT)).orElseThrow();
    }

    /** How far the endpoint is in the feed of floods; -1 if nothing was settled. */
    long cursor() {
        return done(log.cursor(ENDPOINT, FLOODS))
                .map(cursor -> cursor.sequence())
                .orElse(-1L);
    }

    static <T> T done(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        return future.orTimeout(Waiting.SECONDS, TimeUnit.SECONDS).join();
    }
}
