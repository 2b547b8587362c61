package io.tocsin.webhook;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Cursor;
import io.tocsin.delivery.Attempt;
import io.tocsin.delivery.Claim;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryLog;
import io.tocsin.delivery.Endpoint;
import io.tocsin.delivery.EndpointId;
import io.tocsin.delivery.Outcome;
import io.tocsin.delivery.Pace;
import io.tocsin.delivery.Step;
import io.tocsin.feed.Consumer;
import io.tocsin.feed.Entry;
import io.tocsin.subscription.SubscriptionId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything under way to one enabled endpoint: it has its own connections, window and timer, so that it can be slow or
 * dead without another one noticing. Belongs to one context.
 */
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private record Start(Cursor cursor, List<Delivery> parked) {}

    // Given once.
    private final Surroundings around;
    private final Vertx vertx;
    private final Context context;
    private final Runnable overtaken;
    private final HttpClient client;
    private final Insistent insistent;
    private final Settlement settlement;
    private final Retries retries;
    private final Window window;
    private final Pace pace;
    private final Promise<Void> ended = Promise.promise();
    // Touched only on the context.
    private final Map<SubscriptionId, EndpointFeed> feeds = new HashMap<>();
    private final Set<SubscriptionId> opening = new HashSet<>();
    private final Queue<Sending> queue = new ArrayDeque<>();
    private final Set<Sending> reading = new HashSet<>();
    private Endpoint endpoint;
    private WebhookCarrier carrier;
    private int requests;
    private long waking;
    private boolean retrying;
    private boolean halted;
    private boolean closed;

    /**
     * Fails with {@link IllegalArgumentException} if the endpoint's secret cannot be opened.
     *
     * @param claim the latest of the endpoint
     * @param overtaken called when it is not the latest any more: nothing can be settled
     */
    Lane(Surroundings around, Vertx vertx, Context context, Endpoint endpoint, Claim claim, Runnable overtaken) {
        Signer signer = Signer.of(endpoint, around.box());
        this.around = around;
        this.vertx = vertx;
        this.context = context;
        this.endpoint = endpoint;
        this.overtaken = overtaken;
        WebhookConfig config = around.config();
        this.client = WebhookCarrier.client(vertx, config);
        this.carrier = carrier(endpoint.url(), signer);
        this.insistent = new Insistent(vertx, context, config.maxBackOff());
        this.settlement = new Settlement(claim, around.log(), insistent, this);
        this.retries = new Retries(endpoint.id(), around.log(), this, vertx, around.clock());
        this.window = new Window(config.window());
        this.pace = new Pace(config.pace());
    }

    /** Delivers as the endpoint now says, from these subscriptions. */
    void update(Endpoint changed, Set<SubscriptionId> subscriptions) {
        if (!changed.url().equals(endpoint.url())
                || !changed.secret().equals(endpoint.secret())
                || !changed.retiring().equals(endpoint.retiring())) {
            carrier = carrier(changed.url(), Signer.of(changed, around.box()));
        }
        endpoint = changed;
        Set<SubscriptionId> open = new HashSet<>(feeds.keySet());
        open.addAll(opening);
        open.stream()
                .filter(id -> !subscriptions.contains(id) || !endpoint.takes(id))
                .forEach(this::remove);
        subscriptions.forEach(this::add);
        if (retrying) {
            // Who lets dead letters be tried again says so by a change.
            retries.look();
        }
        startRetrying();
    }

    /** The subscription is there; nothing happens if it is known, or not taken. */
    void add(SubscriptionId subscription) {
        if (endpoint.takes(subscription) && !feeds.containsKey(subscription) && opening.add(subscription)) {
            insistent.call("opening a feed", () -> start(subscription), start -> {
                if (opening.remove(subscription)) {
                    feeds.put(subscription, new EndpointFeed(this, start.cursor(), start.parked()));
                    startRetrying();
                }
            });
        }
    }

    /** The subscription is gone, or not taken any more. */
    void remove(SubscriptionId subscription) {
        opening.remove(subscription);
        Optional.ofNullable(feeds.remove(subscription)).ifPresent(EndpointFeed::close);
        List<Sending> dropped = Stream.concat(queue.stream(), reading.stream())
                .filter(sending -> sending.delivery().alert().subscription().equals(subscription))
                .toList();
        queue.removeAll(dropped);
        reading.removeAll(Set.copyOf(dropped));
        for (Sending sending : dropped) {
            if (sending.feed().isPresent()) {
                window.give(1);
            } else {
                retries.release(sending.delivery().alert());
            }
        }
        startRetrying();
    }

    /** Makes no new attempt; completes when those under way have ended and what came of them is settled. */
    Future<Void> close() {
        if (!closed) {
            closed = true;
            opening.clear();
            boolean unused = vertx.cancelTimer(waking);
            queue.clear();
            reading.clear();
            feeds.values().forEach(EndpointFeed::close);
            feeds.clear();
            retries.close();
            insistent.close();
            settlement.close();
            endIfDone();
        }
        return ended.future();
    }

    /** Takes a delivery in hand. */
    void send(Sending sending) {
        queue.add(sending);
        pump();
    }

    /** Deliveries are durably settled. */
    void settled(List<Settlement.Ended> batch) {
        int places = 0;
        for (Settlement.Ended one : batch) {
            DeliveryLog.Settled settled = one.settled();
            around.listener().settled(settled.delivery(), settled.step());
            if (settled.step() instanceof Step.Retry retry) {
                retries.waiting(retry.at());
            }
            if (one.feed().isPresent()) {
                places++;
            } else {
                retries.release(settled.delivery().alert());
            }
        }
        window.give(places);
        endIfDone();
    }

    Consumer open(Cursor cursor, EndpointFeed feed) {
        return around.feeds()
                .open(Consumer.Kind.ENDPOINT, cursor, 0, task -> context.runOnContext(go -> task.run()), feed);
    }

    void moved(EndpointFeed feed) {
        settlement.moved(feed);
    }

    EndpointId id() {
        return endpoint.id();
    }

    WebhookConfig config() {
        return around.config();
    }

    Window window() {
        return window;
    }

    Insistent insistent() {
        return insistent;
    }

    private WebhookCarrier carrier(URI url, Signer signer) {
        return new WebhookCarrier(
                vertx, client, Names.system(vertx), url, signer, around.config(), around.cursors(), around.clock());
    }

    private CompletionStage<Start> start(SubscriptionId subscription) {
        return around.log()
                .cursor(endpoint.id(), subscription)
                .thenCompose(cursor -> cursor.<CompletionStage<Cursor>>map(CompletableFuture::completedStage)
                        .orElseGet(() -> around.feeds().headAt(subscription, endpoint.createdAt())))
                .thenCompose(cursor ->
                        around.log().parked(endpoint.id(), cursor).thenApply(parked -> new Start(cursor, parked)));
    }

    /** Not before the feeds have said what is parked: a retry that succeeds in between would look unsent. */
    private void startRetrying() {
        if (!retrying && opening.isEmpty()) {
            retrying = true;
            retries.look();
        }
    }

    /** Nothing that is under way here counts any more. */
    void overtaken() {
        overtaken.run();
    }

    private void pump() {
        Instant now = around.clock().instant();
        while (!closed && !halted && !queue.isEmpty() && pace.allows(reading.size() + requests, now)) {
            Sending next = queue.remove();
            if (endpoint.takes(next.delivery().alert().subscription())) {
                read(next);
            } else {
                fail(next, "the endpoint takes the subscription no more");
            }
        }
        boolean unused = vertx.cancelTimer(waking);
        if (!closed && !queue.isEmpty()) {
            pace.closedUntil(now).ifPresent(until -> wake(Duration.between(now, until)));
        }
    }

    /** By the clock, which may be set meanwhile: a timer counts on its own. */
    private void wake(Duration wait) {
        long millis = Math.min(wait.toMillis(), config().maxBackOff().toMillis()) + 1;
        waking = vertx.setTimer(millis, fired -> pump());
    }

    /** Not before its turn: what is sent is what the feed says now, however long the delivery has waited. */
    private void read(Sending sending) {
        Cursor alert = sending.delivery().alert();
        Cursor before = new Cursor(alert.subscription(), alert.sequence() - 1);
        reading.add(sending);
        insistent.call("reading an alert", () -> around.feeds().read(before, 1), page -> {
            if (reading.remove(sending)) {
                turned(sending, page.entries());
            }
            pump();
        });
    }

    private void turned(Sending sending, List<Entry> found) {
        if (halted) {
            queue.add(sending);
            return;
        }
        found.stream()
                .filter(entry ->
                        entry.alert().cursor().equals(sending.delivery().alert()))
                .findFirst()
                .ifPresentOrElse(
                        entry -> attempt(sending, entry), () -> fail(sending, "the alert is gone from its feed"));
    }

    /** Ends a delivery without an attempt. */
    private void fail(Sending sending, String why) {
        settlement.add(new Settlement.Ended(
                new DeliveryLog.Settled(sending.delivery(), new Step.Failed(why), Optional.empty()), sending.feed()));
    }

    private void attempt(Sending sending, Entry entry) {
        requests++;
        Alert alert = entry.alert();
        Instant began = around.clock().instant();
        long version = endpoint.version();
        Future.succeededFuture(entry)
                .compose(carrier::attempt)
                .otherwise(bug -> {
                    LOG.error("an attempt failed on our side alert={} endpoint={}", alert.id(), id(), bug);
                    return Reply.none(new Outcome.Deferred("an error on our side", Optional.empty()));
                })
                .onSuccess(reply -> attempted(sending, alert, reply, began, version));
    }

    private void attempted(Sending sending, Alert alert, Reply reply, Instant began, long version) {
        requests--;
        Instant now = around.clock().instant();
        Outcome outcome = reply.outcome();
        // The clock may have been set back meanwhile.
        Duration took = now.isBefore(began) ? Duration.ZERO : Duration.between(began, now);
        DeliveryLog.Settled settled = sending.delivery()
                .after(
                        new Attempt(began, took, outcome, reply.status(), reply.excerpt()),
                        now,
                        config().schedule(),
                        around.random().nextDouble());
        LOG.trace("attempted alert={} endpoint={} outcome={}", alert.id(), id(), outcome);
        around.listener().attempted(settled.delivery(), outcome, took);
        if (outcome instanceof Outcome.Accepted) {
            pace.accepted();
            sending.feed()
                    .or(() -> Optional.ofNullable(feeds.get(alert.subscription())))
                    .ifPresent(feed -> feed.delivered(alert));
        } else if (outcome instanceof Outcome.Refused) {
            disable(version);
        } else if (outcome instanceof Outcome.Deferred deferred) {
            pace.failed(began, now, reply.overloaded(), deferred.retryAfter().map(config().schedule()::bounded));
        }
        settlement.add(new Settlement.Ended(settled, sending.feed()));
        pump();
    }

    /** The endpoint said that it is gone. One that was changed since it was asked is asked again. */
    private void disable(long version) {
        if (halted || closed) {
            return;
        }
        halted = true;
        LOG.info("disabling an endpoint that is gone endpoint={}", id());
        insistent.call(
                "disabling an endpoint",
                () -> around.endpoints().update(id(), now -> now.version() == version ? disabled(now) : now),
                updated -> {
                    halted = false;
                    pump();
                });
    }

    private Endpoint disabled(Endpoint now) {
        return now.changed(
                now.url(),
                now.subscriptions(),
                now.description(),
                false,
                around.clock().instant());
    }

    private void endIfDone() {
        if (closed && requests == 0 && settlement.idle() && ended.tryComplete()) {
            client.close().onFailure(failure -> LOG.warn("connections not closed endpoint={}", id(), failure));
        }
    }
}
