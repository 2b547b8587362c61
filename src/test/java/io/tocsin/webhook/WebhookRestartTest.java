package io.tocsin.webhook;

import static io.tocsin.feed.Posts.NOON;
import static io.tocsin.webhook.Scene.ENDPOINT;
import static io.tocsin.webhook.Scene.FLOODS;
import static io.tocsin.webhook.Scene.quick;
import static io.tocsin.webhook.Scene.twice;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.Waiting;
import io.tocsin.alert.Cursor;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryLog;
import io.tocsin.delivery.Step;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A verticle stops, another goes on with the same log. */
final class WebhookRestartTest {
    private final Scene scene = new Scene();
    private Receiver receiver;

    @BeforeEach
    void start() throws Exception {
        receiver = scene.receiver();
        scene.endpoint(receiver);
    }

    @AfterEach
    void stop() throws Exception {
        scene.close();
    }

    @Test
    void restart_goesOnAtTheCursor() throws Exception {
        String first = scene.start(quick(3));
        scene.raise(1, 3);
        scene.settled(3, Step.Done.class);
        scene.stop(first);
        scene.raise(4, 5);
        String unused = scene.start(quick(3));
        scene.settled(2, Step.Done.class);
        assertThat(receiver.rest())
                .extracting(Receiver.Received::sequence)
                .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void restart_whatHasComeDue_isAttempted() throws Exception {
        scene.clock = InstantSource.fixed(NOON);
        receiver.answers(Receiver.status(500));
        String first = scene.start(twice(Duration.ofHours(1)));
        scene.raise(1, 1);
        scene.settled(1, Step.Retry.class);
        scene.stop(first);
        scene.clock = InstantSource.fixed(NOON.plus(Duration.ofHours(2)));
        receiver.answers(Receiver.status(200));
        String unused = scene.start(twice(Duration.ofHours(1)));
        assertThat(scene.nextSettled().step()).isEqualTo(new Step.Done());
        assertThat(receiver.rest()).extracting(Receiver.Received::sequence).containsExactly(1L, 1L);
        assertThat(scene.log.parked(ENDPOINT)).isEmpty();
    }

    @Test
    void restart_whatIsParkedAfterTheCursor_isNotAttemptedOutOfTurn() throws Exception {
        scene.clock = InstantSource.fixed(NOON);
        Delivery parked = new Delivery(ENDPOINT, new Cursor(FLOODS, 2), 1);
        scene.raise(1, 3);
        assertThat(scene.log.settle(
                        scene.claim(),
                        List.of(new DeliveryLog.Settled(
                                parked, new Step.Retry(NOON.plusSeconds(60), "busy"), Optional.empty())),
                        List.of(new Cursor(FLOODS, 0))))
                .isCompleted();
        String unused = scene.start(quick(3));
        scene.settled(2, Step.Done.class);
        assertThat(receiver.rest()).extracting(Receiver.Received::sequence).containsExactlyInAnyOrder(1L, 3L);
        assertThat(scene.cursor()).isEqualTo(3);
        assertThat(scene.log.parked(ENDPOINT)).hasSize(1);
    }

    @Test
    void stop_letsAttemptsEndAndSettlesThem() throws Exception {
        CompletableFuture<HttpServerRequest> held = new CompletableFuture<>();
        receiver.answers(held::complete);
        String verticle = scene.start(quick(3));
        scene.raise(1, 1);
        HttpServerRequest request = held.get(Waiting.SECONDS, TimeUnit.SECONDS);
        Future<Void> stopped = scene.vertx.undeploy(verticle);
        assertThat(stopped.isComplete()).isFalse();
        Receiver.status(request, 200);
        Waiting.on(stopped);
        assertThat(scene.nextSettled().step()).isEqualTo(new Step.Done());
        assertThat(scene.cursor()).isEqualTo(1);
    }

    @Test
    void stop_storeThatFails_isNotWaitedFor() throws Exception {
        String verticle = scene.start(quick(3));
        scene.raise(1, 1);
        scene.settled(1, Step.Done.class);
        scene.log.failing(Integer.MAX_VALUE);
        scene.raise(2, 2);
        receiver.next(2);
        scene.stop(verticle);
        assertThat(scene.log.parked(ENDPOINT)).isEmpty();
    }

    static Stream<Integer> seeds() {
        return IntStream.range(0, 3).boxed();
    }

    /**
     * The endpoint fails, hangs up or takes it, as it comes; the store fails now and then; twice the verticle stops.
     */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void thousandAlerts_endpointThatFailsAtRandom_eachArrives(int seed) throws Exception {
        Random random = new Random(seed);
        Set<String> taken = ConcurrentHashMap.newKeySet();
        receiver.answers(request -> answer(request, random.nextInt(10), taken));
        for (int third = 0; third < 3; third++) {
            String verticle = scene.start(quick(40));
            scene.raise(third * 400 + 1, third * 400 + 400);
            scene.log.failing(random.nextInt(4));
            scene.settled(200, Step.Done.class);
            scene.stop(verticle);
        }
        String unused = scene.start(quick(40));
        while (taken.size() < 1200 || !scene.log.parked(ENDPOINT).isEmpty()) {
            assertThat(scene.nextSettled().step()).isNotInstanceOf(Step.Failed.class);
        }
    }

    private static void answer(HttpServerRequest request, int chance, Set<String> taken) {
        if (chance < 2) {
            Receiver.status(request, 500);
        } else if (chance == 2) {
            request.connection().close().onComplete(closed -> {});
        } else {
            taken.add(request.getHeader("webhook-id"));
            Receiver.status(request, 200);
        }
    }
}
