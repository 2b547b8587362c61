package io.tocsin.webhook;

import static io.tocsin.feed.Posts.NOON;
import static io.tocsin.webhook.Scene.ENDPOINT;
import static io.tocsin.webhook.Scene.config;
import static io.tocsin.webhook.Scene.quick;
import static io.tocsin.webhook.Scene.twice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.Waiting;
import io.tocsin.delivery.Attempt;
import io.tocsin.delivery.Claim;
import io.tocsin.delivery.Endpoint;
import io.tocsin.delivery.EndpointId;
import io.tocsin.delivery.EndpointListener;
import io.tocsin.delivery.Outcome;
import io.tocsin.delivery.OvertakenException;
import io.tocsin.delivery.PaceLimits;
import io.tocsin.delivery.RetrySchedule;
import io.tocsin.delivery.Step;
import io.tocsin.feed.FeedChange;
import io.tocsin.feed.Gap;
import io.tocsin.post.PostId;
import io.tocsin.subscription.SubscriptionId;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over real sockets, against receivers that misbehave. */
final class WebhookVerticleTest {
    private final Scene scene = new Scene();
    private Receiver receiver;

    @BeforeEach
    void start() throws Exception {
        receiver = scene.receiver();
    }

    @AfterEach
    void stop() throws Exception {
        scene.close();
    }

    @Test
    void raised_arrivesSigned() throws Exception {
        scene.endpoint(receiver);
        String unused = scene.start(quick(3));
        scene.raise(1, 1);
        receiver.next().verify(scene.secret);
        assertThat(scene.nextSettled().step()).isEqualTo(new Step.Done());
        assertThat(scene.cursor()).isEqualTo(1);
    }

    @Test
    void raised_beforeTheEndpointCame_doesNotArrive() throws Exception {
        scene.feedLog.at(NOON);
        scene.raise(1, 3);
        scene.feedLog.at(NOON.plusSeconds(1));
        scene.raise(4, 4);
        scene.endpoint(receiver);
        String unused = scene.start(quick(3));
        assertThat(receiver.next().sequence()).isEqualTo(4);
    }

    @Test
    void goneBeforeItsTurn_isPassedAndToldToTheListener() throws Exception {
        scene.raise(1, 5);
        scene.feedLog.expire(Scene.FLOODS, 3);
        scene.endpoint(receiver);
        String unused = scene.start(quick(3));
        assertThat(Waiting.next(scene.missed)).isEqualTo(new Gap(Scene.FLOODS, 1, 3));
        assertThat(receiver.next().sequence()).isEqualTo(4);
        List<Scene.Settled> settled = scene.settled(2, Step.Done.class);
        assertThat(settled).hasSize(2);
        assertThat(scene.cursor()).isEqualTo(5);
    }

    @Test
    void allGoneBeforeItsTurn_movesTheCursorPastIt() throws Exception {
        scene.raise(1, 3);
        scene.feedLog.expire(Scene.FLOODS, 3);
        scene.endpoint(receiver);
        String unused = scene.start(quick(3));
        assertThat(Waiting.next(scene.missed)).isEqualTo(new Gap(Scene.FLOODS, 1, 3));
        assertThat(scene.cursor()).isEqualTo(3);
        scene.raise(4, 4);
        assertThat(receiver.next().sequence()).isEqualTo(4);
        assertThat(scene.nextSettled().step()).isEqualTo(new Step.Done());
        assertThat(scene.cursor()).isEqualTo(4);
    }

    @Test
    void ownerMoves_newOwnerGoesOn_onceEach() throws Exception {
        Scene.Owning here = new Scene.Owning();
        Scene.Owning there = new Scene.Owning();
        here.owns(true);
        scene.endpoint(receiver);
        String one = scene.start(quick(3), here);
        String other = scene.start(quick(3), there);
        scene.raise(1, 1);
        assertThat(receiver.next().sequence()).isEqualTo(1);
        assertThat(scene.nextSettled().step()).isEqualTo(new Step.Done());

        here.owns(false);
        there.owns(true);
        scene.raise(2, 2);
        assertThat(receiver.next().sequence()).isEqualTo(2);
        assertThat(scene.nextSettled().step()).isEqualTo(new Step.Done());

        scene.stop(one);
        scene.stop(other);
        assertThat(receiver.rest()).isEmpty();
        assertThat(scene.cursor()).isEqualTo(2);
    }

    @Test
    void failsTwice_isAttemptedUntilItArrives() throws Exception {
        receiver.answers(failing(2));
        scene.endpoint(receiver);
        String unused = scene.start(quick(3));
        scene.raise(1, 1);
        scene.settled(1, Step.Done.class);
        assertThat(receiver.rest()).extracting(Receiver.Received::id).hasSize(3).containsOnly("al_floods_000000000001");
    }

    @Test
    void failsPastTheSchedule_isADeadLetter() throws Exception {
        receiver.answers(Receiver.status(500));
        scene.endpoint(receiver);
        String unused = scene.start(quick(3));
        scene.raise(1, 1);
        assertThat(scene.settled(1, Step.Failed.class)).singleElement().satisfies(settled -> {
            assertThat(settled.step()).isEqualTo(new Step.Failed("status 500"));
            assertThat(settled.delivery().attempts()).isEqualTo(3);
        });
        assertThat(receiver.rest()).hasSize(3);
    }

    @Test
    void retryAfter_isObeyed() throws Exception {
        scene.clock = InstantSource.fixed(NOON);
        receiver.answers(request -> request.response()
                .setStatusCode(429)
                .putHeader("retry-after", "120")
                .end()
                .onComplete(sent -> {}));
        scene.endpoint(receiver);
        String unused = scene.start(quick(3));
        scene.raise(1, 1);
        assertThat(scene.nextSettled().step()).isEqualTo(new Step.Retry(NOON.plusSeconds(120), "status 429"));
    }

    @Test
    void aborted_isADeadLetterAndTheEndpointGoesOn() throws Exception {
        receiver.answers(request -> request.response()
                .setStatusCode(422)
                .putHeader("webhook-delivery", "abort-message")
                .end()
                .onComplete(sent -> {}));
        scene.endpoint(receiver);
        String unused = scene.start(quick(3));
        scene.raise(1, 1);
        assertThat(scene.nextSettled().step())
                .isEqualTo(new Step.Failed("status 422: the endpoint asks for no other attempt"));
        receiver.answers(Receiver.status(200));
        scene.raise(2, 2);
        assertThat(scene.nextSettled().step()).isEqualTo(new Step.Done());
    }

    /** Every other answer is a failure: all arrives in the end. */
    @Test
    void flapping_everythingArrives() throws Exception {
        AtomicInteger count = new AtomicInteger();
        receiver.answers(request -> Receiver.status(request, count.incrementAndGet() % 2 == 0 ? 200 : 500));
        scene.endpoint(receiver);
        String unused = scene.start(quick(50));
        scene.raise(1, 100);
        assertThat(scene.settled(100, Step.Done.class))
                .extracting(settled -> settled.delivery().alert().sequence())
                .doesNotHaveDuplicates();
    }

    @Test
    void attempts_areKeptWithWhatCameOfThem() throws Exception {
        scene.clock = InstantSource.fixed(NOON);
        receiver.answers(request ->
                request.response().setStatusCode(500).end("out of order").onComplete(sent -> {}));
        scene.endpoint(receiver);
        String unused = scene.start(twice(Duration.ofHours(1)));
        scene.raise(1, 1);
        scene.settled(1, Step.Retry.class);
        assertThat(scene.log.history())
                .singleElement()
                .satisfies(settled -> assertThat(settled.attempt())
                        .contains(new Attempt(
                                NOON,
                                Duration.ZERO,
                                new Outcome.Deferred("status 500", Optional.empty()),
                                OptionalInt.of(500),
                                "out of order")));
    }

    @Test
    void deadLetter_revived_isDelivered() throws Exception {
        receiver.answers(Receiver.status(500));
        scene.endpoint(receiver);
        String unused = scene.start(quick(1));
        scene.raise(1, 2);
        scene.settled(2, Step.Failed.class);
        receiver.answers(Receiver.status(200));
        receiver.rest();
        assertThat(Scene.done(scene.log.revive(ENDPOINT, Scene.FLOODS, 1, 1, NOON)))
                .isEqualTo(1);
        scene.enable(true);
        assertThat(receiver.next().sequence()).isEqualTo(1);
        assertThat(scene.nextSettled().step()).isEqualTo(new Step.Done());
        assertThat(receiver.rest()).isEmpty();
    }

    /** A member that was taken over while it stood still: what it has in hand changes nothing any more. */
    @Test
    void claimedByAnother_settlesNothing_andGoesOnWhenItIsItsOwnAgain() throws Exception {
        Held held = new Held();
        receiver.answers(held);
        scene.endpoint(receiver);
        String unused = scene.start(quick(3));
        scene.raise(1, 1);
        assertThat(receiver.next().sequence()).isEqualTo(1);
        Claim other = scene.claim();
        held.release();
        assertThat(receiver.next().sequence()).isEqualTo(1);
        assertThat(scene.nextSettled().step()).isEqualTo(new Step.Done());
        assertThat(scene.log.history()).hasSize(1);
        assertThatThrownBy(() -> Scene.done(scene.log.settle(other, List.of(), List.of())))
                .hasCauseInstanceOf(OvertakenException.class);
    }

    /** The clock is set forward by a day while a retry waits for an hour. */
    @Test
    void clockSetForward_retryIsMadeWithoutItsHour() throws Exception {
        scene.clock = InstantSource.fixed(NOON);
        receiver.answers(failing(1));
        scene.endpoint(receiver);
        String unused = scene.start(twice(Duration.ofHours(1)));
        scene.raise(1, 1);
        scene.settled(1, Step.Retry.class);
        scene.clock = InstantSource.fixed(NOON.plus(Duration.ofDays(1)));
        scene.settled(1, Step.Done.class);
        assertThat(receiver.rest()).hasSize(2);
    }

    /** The others wait in the feed, and their attempts are not used up. */
    @Test
    void deadEndpoint_isLeftAlone_andGetsAllWhenItIsBack() throws Exception {
        AtomicInteger status = new AtomicInteger(500);
        receiver.answers(request -> Receiver.status(request, status.get()));
        scene.clock = InstantSource.fixed(NOON);
        scene.endpoint(receiver);
        PaceLimits pace = new PaceLimits(2, 3, Duration.ofMinutes(1), Duration.ofMinutes(1));
        String unused = scene.start(config(new RetrySchedule(List.of(Duration.ZERO), 0, Duration.ofHours(1)), pace));
        scene.raise(1, 10);
        scene.settled(4, Step.Failed.class);
        assertThat(receiver.next(4)).hasSize(4);

        status.set(200);
        scene.clock = InstantSource.fixed(NOON.plusSeconds(61));
        scene.settled(6, Step.Done.class);
        assertThat(receiver.rest()).hasSize(6);
    }

    /** For two hours as it asks; of that one counts. */
    @Test
    void retryAfter_holdsTheOthersToo() throws Exception {
        scene.clock = InstantSource.fixed(NOON);
        AtomicInteger status = new AtomicInteger(429);
        receiver.answers(request -> request.response()
                .setStatusCode(status.get())
                .putHeader("retry-after", "7200")
                .end()
                .onComplete(sent -> {}));
        scene.endpoint(receiver);
        String unused = scene.start(quick(3));
        scene.raise(1, 1);
        scene.settled(1, Step.Retry.class);
        scene.raise(2, 30);
        status.set(200);
        assertThat(receiver.next().sequence()).isEqualTo(1);
        scene.clock = InstantSource.fixed(NOON.plusSeconds(3599));
        EndpointId other = new EndpointId("ep_2");
        Receiver others = scene.receiver();
        scene.endpoint(other, others.url());
        assertThat(others.next(30)).hasSize(30);
        assertThat(receiver.rest()).isEmpty();
        scene.clock = InstantSource.fixed(NOON.plusSeconds(3601));
        assertThat(receiver.next(30)).hasSize(30);
    }

    @Test
    void gone_disablesTheEndpoint() throws Exception {
        CompletableFuture<Endpoint> disabled = new CompletableFuture<>();
        receiver.answers(Receiver.status(410));
        scene.endpoint(receiver);
        scene.endpoints.listen(new Watching(endpoint -> {
            if (!endpoint.enabled()) {
                disabled.complete(endpoint);
            }
        }));
        String unused = scene.start(quick(3));
        scene.raise(1, 1);
        assertThat(disabled.get(Waiting.SECONDS, TimeUnit.SECONDS).version()).isEqualTo(2);
    }

    @Test
    void disabled_keepsItsCursorAndGoesOnFromThere() throws Exception {
        scene.endpoint(receiver);
        String unused = scene.start(quick(3));
        scene.raise(1, 2);
        scene.settled(2, Step.Done.class);
        scene.enable(false);
        scene.raise(3, 4);
        scene.enable(true);
        scene.settled(2, Step.Done.class);
        assertThat(receiver.rest()).extracting(Receiver.Received::sequence).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
    }

    @Test
    void endpoint_takesOnlyWhatItSays() throws Exception {
        SubscriptionId fires = new SubscriptionId("sub_fires");
        scene.endpoint(receiver);
        Scene.done(scene.endpoints.update(
                ENDPOINT, now -> now.changed(now.url(), Set.of(fires), now.description(), true, NOON)));
        String unused = scene.start(quick(3));
        scene.raise(1, 5);
        scene.subscribe(fires);
        scene.raise(fires, 6, 6);
        assertThat(receiver.next().id()).isEqualTo("al_fires_000000000001");
        scene.nextSettled();
        assertThat(receiver.rest()).isEmpty();
    }

    @Test
    void subscription_createdLater_isTakenFromItsStart() throws Exception {
        SubscriptionId fires = new SubscriptionId("sub_fires");
        scene.endpoint(receiver);
        String unused = scene.start(quick(3));
        scene.raise(fires, 1, 3);
        scene.subscribe(fires);
        assertThat(receiver.next(3)).extracting(Receiver.Received::sequence).containsExactlyInAnyOrder(1L, 2L, 3L);
    }

    @Test
    void subscription_removed_isTakenNoMore() throws Exception {
        SubscriptionId fires = new SubscriptionId("sub_fires");
        scene.subscribe(fires);
        scene.endpoint(receiver);
        String unused = scene.start(quick(3));
        scene.raise(fires, 1, 1);
        scene.settled(1, Step.Done.class);
        assertThat(Scene.done(scene.subscriptions.remove(fires))).isTrue();
        scene.raise(fires, 2, 2);
        scene.raise(3, 3);
        scene.settled(1, Step.Done.class);
        assertThat(receiver.rest())
                .extracting(Receiver.Received::id)
                .containsExactly("al_fires_000000000001", "al_floods_000000000001");
    }

    @Test
    void url_changed_isUsedFromThenOn() throws Exception {
        Receiver moved = scene.receiver();
        scene.endpoint(receiver);
        String unused = scene.start(quick(3));
        scene.raise(1, 1);
        scene.settled(1, Step.Done.class);
        Scene.done(scene.endpoints.update(
                ENDPOINT, now -> now.changed(moved.url(), now.subscriptions(), now.description(), true, NOON)));
        scene.raise(2, 2);
        assertThat(moved.next().sequence()).isEqualTo(2);
        assertThat(receiver.rest()).hasSize(1);
    }

    @Test
    void endpoint_removed_isSentNoMore() throws Exception {
        EndpointId other = new EndpointId("ep_2");
        Receiver others = scene.receiver();
        scene.endpoint(receiver);
        scene.endpoint(other, others.url());
        String unused = scene.start(quick(3));
        scene.raise(1, 1);
        assertThat(receiver.next().sequence()).isEqualTo(1);
        assertThat(others.next().sequence()).isEqualTo(1);
        scene.settled(2, Step.Done.class);
        assertThat(Scene.done(scene.endpoints.remove(ENDPOINT))).isTrue();
        scene.raise(2, 2);
        assertThat(others.next().sequence()).isEqualTo(2);
        assertThat(receiver.rest()).isEmpty();
    }

    @Test
    void deletedBetweenAttempts_goesOutAsATombstone() throws Exception {
        scene.clock = InstantSource.fixed(NOON);
        receiver.answers(failing(1));
        scene.endpoint(receiver);
        String unused = scene.start(twice(Duration.ofHours(1)));
        scene.raise(1, 1);
        scene.settled(1, Step.Retry.class);
        Scene.done(scene.feeds.append(List.of(new FeedChange.Retract(new PostId("test", "p1"), NOON))));
        scene.settled(1, Step.Done.class);
        receiver.rest();
        scene.clock = InstantSource.fixed(NOON.plus(Duration.ofHours(2)));
        scene.enable(false);
        scene.enable(true);
        Receiver.Received second = receiver.next();
        assertThat(second.sequence()).isEqualTo(1);
        assertThat(second.json().getJsonObject("data").getJsonObject("post").getBoolean("deleted"))
                .isTrue();
        assertThat(second.body()).doesNotContain("flood 1");
    }

    @Test
    void deletedWhileTheyWaitForTheirTurn_goOutAsTombstones() throws Exception {
        Held held = new Held();
        receiver.answers(held);
        scene.endpoint(receiver);
        String unused = scene.start(quick(3));
        scene.raise(1, 60);
        receiver.next(16);
        scene.retract(1, 60);
        held.release();
        assertThat(receiver.next(44 + 60)).allSatisfy(WebhookVerticleTest::isBare);
        scene.settled(120, Step.Done.class);
    }

    @Test
    void deletedWhileTheirRetriesWaitForTheirTurn_goOutAsTombstones() throws Exception {
        scene.clock = InstantSource.fixed(NOON);
        receiver.answers(Receiver.status(500));
        scene.endpoint(receiver);
        String unused = scene.start(twice(Duration.ofHours(1)));
        scene.raise(1, 60);
        scene.settled(60, Step.Retry.class);
        assertThat(receiver.rest()).hasSize(60);
        Held held = new Held();
        receiver.answers(held);
        scene.enable(false);
        scene.clock = InstantSource.fixed(NOON.plus(Duration.ofHours(2)));
        scene.enable(true);
        receiver.next(16);
        scene.retract(1, 60);
        held.release();
        assertThat(receiver.next(44 + 60)).allSatisfy(WebhookVerticleTest::isBare);
        scene.settled(120, Step.Done.class);
    }

    @Test
    void feed_thatFailsWhileAlertsWaitForTheirTurn_losesNothing() throws Exception {
        Held held = new Held();
        receiver.answers(held);
        scene.endpoint(receiver);
        String unused = scene.start(quick(3));
        scene.raise(1, 60);
        receiver.next(16);
        scene.feedLog.failing(Optional.of(new IllegalStateException("disk")));
        held.release();
        scene.settled(16, Step.Done.class);
        scene.feedLog.failing(Optional.empty());
        scene.settled(44, Step.Done.class);
        assertThat(receiver.rest()).extracting(Receiver.Received::sequence).doesNotHaveDuplicates();
        assertThat(scene.cursor()).isEqualTo(60);
    }

    /** What waits for the store when its feed is given up must not stand in the way of another feed. */
    @Test
    void feed_removedWhileItCannotBeRead_leavesTheOthersTheirTurn() throws Exception {
        SubscriptionId fires = new SubscriptionId("sub_fires");
        Held held = new Held();
        receiver.answers(held);
        scene.subscribe(fires);
        scene.endpoint(receiver);
        String unused = scene.start(quick(3));
        scene.raise(fires, 1, 40);
        receiver.next(16);
        scene.raise(41, 60);
        scene.feedLog.failing(Optional.of(new IllegalStateException("disk")));
        held.release();
        scene.settled(16, Step.Done.class);
        assertThat(Scene.done(scene.subscriptions.remove(fires))).isTrue();
        scene.feedLog.failing(Optional.empty());
        while (scene.cursor() < 20) {
            assertThat(scene.nextSettled().step()).isEqualTo(new Step.Done());
        }
    }

    @Test
    void dead_besideAHealthyOne_holdsUpOnlyItself() throws Exception {
        Receiver dead = scene.receiver();
        dead.answers(request -> {});
        scene.endpoint(new EndpointId("ep_0"), dead.url());
        scene.endpoint(receiver);
        String unused = scene.start(quick(3));
        scene.raise(1, 300);
        assertThat(receiver.next(300)).extracting(Receiver.Received::sequence).doesNotHaveDuplicates();
        scene.settled(300, Step.Done.class);
        assertThat(dead.next(16)).hasSize(16);
        assertThat(dead.rest()).isEmpty();
    }

    @Test
    void store_thatFails_losesNothing() throws Exception {
        scene.endpoint(receiver);
        scene.log.failing(3);
        String unused = scene.start(quick(3));
        scene.raise(1, 50);
        receiver.next();
        scene.log.failing(3);
        scene.settled(50, Step.Done.class);
        assertThat(scene.cursor()).isEqualTo(50);
    }

    @Test
    void feed_thatFails_losesNothing() throws Exception {
        scene.endpoint(receiver);
        scene.raise(1, 50);
        scene.feedLog.failing(Optional.of(new IllegalStateException("disk")));
        String unused = scene.start(quick(3));
        scene.feedLog.failing(Optional.empty());
        scene.settled(50, Step.Done.class);
        assertThat(scene.cursor()).isEqualTo(50);
    }

    /** The store stands still until a window full has arrived, and a while longer: what comes then is too much. */
    @Test
    void store_thatStandsStill_holdsTheWindow() throws Exception {
        CompletableFuture<Void> durable = new CompletableFuture<>();
        AtomicInteger arrived = new AtomicInteger();
        AtomicInteger arrivedBeforeDurable = new AtomicInteger();
        receiver.answers(request -> {
            Receiver.status(request, 200);
            if (arrived.incrementAndGet() == 64) {
                long unused = scene.vertx.setTimer(100, fired -> {
                    arrivedBeforeDurable.set(arrived.get());
                    durable.complete(null);
                });
            }
        });
        scene.endpoint(receiver);
        String unused = scene.start(quick(3), new SlowDeliveryLog(scene.log, count -> durable));
        scene.raise(1, 500);
        scene.settled(500, Step.Done.class);
        assertThat(arrivedBeforeDurable).hasValue(64);
    }

    private static void isBare(Receiver.Received received) {
        assertThat(received.body()).doesNotContainPattern("flood \\d");
    }

    /** The first {@code times} requests fail. */
    private static Consumer<HttpServerRequest> failing(int times) {
        AtomicInteger left = new AtomicInteger(times);
        return request -> Receiver.status(request, left.getAndDecrement() > 0 ? 503 : 200);
    }

    /** Holds its answers back until it is released. */
    private static final class Held implements Consumer<HttpServerRequest> {
        private final CompletableFuture<Void> released = new CompletableFuture<>();

        @Override
        public void accept(HttpServerRequest request) {
            var unused = released.thenRun(() -> Receiver.status(request, 200));
        }

        void release() {
            released.complete(null);
        }
    }

    private record Watching(Consumer<Endpoint> seen) implements EndpointListener {
        @Override
        public void put(Endpoint endpoint) {
            seen.accept(endpoint);
        }

        @Override
        public void removed(EndpointId id) {}
    }
}
