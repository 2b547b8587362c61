package io.tocsin.push;

import static io.tocsin.Waiting.on;
import static io.tocsin.feed.Posts.NOON;
import static io.tocsin.push.Scene.FIRES;
import static io.tocsin.push.Scene.FLOODS;
import static io.tocsin.push.Scene.cursor;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.Waiting;
import io.tocsin.feed.Consumer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over real sockets. */
final class SessionTest {
    private static final JsonObject LATEST = new JsonObject();
    private static final JsonObject EARLIEST = new JsonObject().put("after", "earliest");

    private Scene scene;
    private Client client;

    @BeforeEach
    void start() throws Exception {
        scene = new Scene();
        client = new Client(scene);
    }

    @AfterEach
    void stop() throws Exception {
        scene.close();
    }

    @Test
    void subscribe_latest_getsWhatIsRaisedFromNowOn() throws Exception {
        scene.raise(FLOODS, 1, 3);
        JsonObject subscribed = client.subscribe(FLOODS, LATEST);
        assertThat(subscribed.getString("after")).isEqualTo(cursor(FLOODS, 3));
        assertThat(subscribed.getLong("headSequence")).isEqualTo(3);
        scene.raise(FLOODS, 4, 5);
        assertThat(client.alerts(2)).containsExactly(4L, 5L);
    }

    @Test
    void subscribe_earliest_getsAllInOrder() throws Exception {
        scene.raise(FLOODS, 1, 1000);
        JsonObject subscribed = client.subscribe(FLOODS, EARLIEST);
        assertThat(subscribed.getString("after")).isEqualTo(cursor(FLOODS, 0));
        assertThat(client.alerts(1000)).isEqualTo(numbers(1, 1000));
    }

    @Test
    void subscribe_afterCursor_resumesThere() throws Exception {
        scene.raise(FLOODS, 1, 5);
        JsonObject unused = client.subscribe(FLOODS, new JsonObject().put("after", cursor(FLOODS, 3)));
        assertThat(client.alerts(2)).containsExactly(4L, 5L);
        client.nothingCame();
    }

    @Test
    void subscribe_cursorOlderThanTheFeed_isToldAndGoesOn() throws Exception {
        scene.raise(FLOODS, 1, 9);
        scene.stored.expire(FLOODS, 3);
        JsonObject unused = client.subscribe(
                FLOODS, new JsonObject().put("after", cursor(FLOODS, 1)).put("window", 2));
        assertThat(client.next("gap"))
                .isEqualTo(new JsonObject()
                        .put("type", "gap")
                        .put("subscription", "sub_floods")
                        .put("from", 2)
                        .put("to", 3)
                        .put("cursor", cursor(FLOODS, 3)));
        assertThat(client.alerts(2)).containsExactly(4L, 5L);
        client.nothingCame();
        client.acknowledge(FLOODS, 4);
        assertThat(client.alerts(1)).containsExactly(6L);
        client.nothingCame();
    }

    @Test
    void window_whatIsGone_isNotUnacknowledged() throws Exception {
        scene.raise(FLOODS, 1, 5);
        scene.stored.expire(FLOODS, 5);
        JsonObject unused = client.subscribe(
                FLOODS, new JsonObject().put("after", cursor(FLOODS, 1)).put("window", 1));
        assertThat(client.next("gap").getInteger("to")).isEqualTo(5);
        scene.raise(FLOODS, 6, 7);
        assertThat(client.alerts(1)).containsExactly(6L);
        client.nothingCame();
    }

    @Test
    void subscribe_afterATime_getsWhatWasRaisedLater() throws Exception {
        scene.stored.at(NOON);
        scene.raise(FLOODS, 1, 2);
        scene.stored.at(NOON.plusSeconds(1));
        scene.raise(FLOODS, 3, 4);
        JsonObject unused = client.subscribe(FLOODS, new JsonObject().put("after", "2026-11-23T12:00:00Z"));
        assertThat(client.alerts(2)).containsExactly(3L, 4L);
    }

    @Test
    void subscribe_last_getsSoMany() throws Exception {
        scene.raise(FLOODS, 1, 5);
        JsonObject unused = client.subscribe(FLOODS, new JsonObject().put("last", 2));
        assertThat(client.alerts(2)).containsExactly(4L, 5L);
    }

    @Test
    void subscribe_two_getsBoth() throws Exception {
        JsonObject floods = client.subscribe(FLOODS, LATEST);
        JsonObject fires = client.subscribe(FIRES, LATEST);
        assertThat(floods.getString("subscription")).isNotEqualTo(fires.getString("subscription"));
        scene.raise(FIRES, 1, 1);
        assertThat(client.next("alert").getJsonObject("alert").getString("subscription"))
                .isEqualTo(FIRES.value());
        scene.raise(FLOODS, 1, 1);
        assertThat(client.next("alert").getJsonObject("alert").getString("subscription"))
                .isEqualTo(FLOODS.value());
    }

    @Test
    void window_noMoreThanThatIsOutstanding() throws Exception {
        scene.raise(FLOODS, 1, 200);
        JsonObject unused = client.subscribe(FLOODS, EARLIEST.copy().put("window", 3));
        assertThat(client.alerts(3)).containsExactly(1L, 2L, 3L);
        client.nothingCame();
        client.acknowledge(FLOODS, 2);
        assertThat(client.alerts(2)).containsExactly(4L, 5L);
        client.nothingCame();
        client.acknowledge(FLOODS, 1);
        client.nothingCame();
        client.acknowledge(FLOODS, 5);
        assertThat(client.alerts(3)).containsExactly(6L, 7L, 8L);
        client.nothingCame();
    }

    @Test
    void delivered_tellsWhatWasOwedFromWhatIsReadAgain() throws Exception {
        scene.raise(FLOODS, 1, 1);
        JsonObject unused = client.subscribe(FLOODS, EARLIEST);
        scene.raise(FLOODS, 2, 2);
        assertThat(Waiting.next(scene.delivered)).isEqualTo(new Scene.Delivered(Consumer.Kind.SESSION, 1, false));
        assertThat(Waiting.next(scene.delivered)).isEqualTo(new Scene.Delivered(Consumer.Kind.SESSION, 2, true));
    }

    @Test
    void subscribe_unknown_isSaid() throws Exception {
        client.say("{\"type\":\"subscribe\",\"subscription\":\"sub_none\"}");
        client.error(false, "subscription: sub_none");
        client.nothingCame();
    }

    @Test
    void subscribe_again_isRefusedAndDisturbsNothing() throws Exception {
        JsonObject unused = client.subscribe(FLOODS, LATEST);
        client.say("{\"type\":\"subscribe\",\"subscription\":\"sub_floods\"}");
        client.error(false, "subscription: sub_floods is followed already (expected: unsubscribe first)");
        scene.raise(FLOODS, 1, 1);
        assertThat(client.alerts(1)).containsExactly(1L);
        client.nothingCame();
    }

    @Test
    void subscribe_cursorOfAnother_isRefusedAndCanBeRepeated() throws Exception {
        client.say(subscribeAfter(cursor(FIRES, 0)));
        client.error(false, "cursor: of sub_fires (expected: a cursor of sub_floods)");
        client.say(subscribeAfter(cursor(FLOODS, 7)));
        client.error(false, "cursor: after alert 7 (expected: at most the feed's last alert, 0)");
        assertThat(client.subscribe(FLOODS, LATEST).getLong("headSequence")).isZero();
    }

    @Test
    void subscribe_logFails_isSaidAndCanBeRepeated() throws Exception {
        scene.stored.failing(Optional.of(new IllegalStateException("disk gone")));
        client.say("{\"type\":\"subscribe\",\"subscription\":\"sub_floods\"}");
        client.error(false, "subscription: sub_floods cannot be read now");
        scene.stored.failing(Optional.empty());
        assertThat(client.subscribe(FLOODS, LATEST).getLong("headSequence")).isZero();
    }

    @Test
    void read_logFails_looksAgain() throws Exception {
        scene.raise(FLOODS, 1, 3);
        scene.stored.failingReads(Optional.of(new IllegalStateException("disk gone")));
        JsonObject unused = client.subscribe(FLOODS, EARLIEST);
        client.nothingCame();
        scene.stored.failingReads(Optional.empty());
        assertThat(client.alerts(3)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void ack_neverSent_isRefused() throws Exception {
        scene.raise(FLOODS, 1, 5);
        JsonObject unused = client.subscribe(FLOODS, EARLIEST.copy().put("window", 1));
        assertThat(client.alerts(1)).containsExactly(1L);
        client.acknowledge(FLOODS, 2);
        client.error(false, "ack: alert 2 (expected: one that was sent)");
        client.acknowledge(FLOODS, 1);
        assertThat(client.alerts(1)).containsExactly(2L);
    }

    @Test
    void ack_notFollowed_isRefused() throws Exception {
        client.acknowledge(FLOODS, 0);
        client.error(false, "ack: of sub_floods (expected: a subscription of this session)");
    }

    @Test
    void unsubscribe_endsTheAlerts() throws Exception {
        JsonObject unused = client.subscribe(FLOODS, LATEST);
        client.say("{\"type\":\"unsubscribe\",\"subscription\":\"sub_floods\"}");
        assertThat(client.next("unsubscribed").getString("reason")).isEqualTo("asked");
        scene.raise(FLOODS, 1, 1);
        client.nothingCame();
        client.say("{\"type\":\"unsubscribe\",\"subscription\":\"sub_floods\"}");
        client.error(false, "unsubscribe: sub_floods (expected: a subscription of this session)");
    }

    @Test
    void unsubscribe_beforeItWasFound_isHeeded() throws Exception {
        CompletableFuture<Void> found = new CompletableFuture<>();
        scene.subscriptions.hold(found);
        client.say("{\"type\":\"subscribe\",\"subscription\":\"sub_floods\"}");
        client.say("{\"type\":\"unsubscribe\",\"subscription\":\"sub_floods\"}");
        assertThat(client.next("unsubscribed").getString("reason")).isEqualTo("asked");
        found.complete(null);
        client.nothingCame();
    }

    @Test
    void removed_isSaidToThoseWhoFollow() throws Exception {
        JsonObject floods = client.subscribe(FLOODS, LATEST);
        scene.remove(FIRES);
        scene.remove(FLOODS);
        JsonObject unsubscribed = client.next("unsubscribed");
        assertThat(unsubscribed.getString("subscription")).isEqualTo(floods.getString("subscription"));
        assertThat(unsubscribed.getString("reason")).isEqualTo("removed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "{}", "{\"type\":\"alert\"}", "{\"type\":\"ack\",\"cursor\":\"1\"}", "[]", ""})
    void say_notOurProtocol_isFatal(String text) throws Exception {
        client.say(text);
        assertThat(client.next("error").getBoolean("fatal")).isTrue();
        assertThat(client.closedWith()).isEqualTo(1008);
    }

    @Test
    void say_binary_isFatal() throws Exception {
        client.sayBinary();
        client.error(true, "a binary frame (expected: JSON in text frames)");
        assertThat(client.closedWith()).isEqualTo(1008);
    }

    @Test
    void drain_saysWhenToComeBackAndCloses() throws Exception {
        JsonObject unused = client.subscribe(FLOODS, LATEST);
        assertThat(scene.sessions.count(Consumer.Kind.SESSION)).isEqualTo(1);
        Future<Void> drained = scene.sessions.drain();
        assertThat(client.next("reconnect").getInteger("afterMillis")).isBetween(0, 5000);
        assertThat(client.closedWith()).isEqualTo(1001);
        on(drained);
        assertThat(scene.sessions.count(Consumer.Kind.SESSION)).isZero();
    }

    private static String subscribeAfter(String cursor) {
        return "{\"type\":\"subscribe\",\"subscription\":\"sub_floods\",\"after\":\"" + cursor + "\"}";
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }
}
