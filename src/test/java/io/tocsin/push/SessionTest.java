package io.tocsin.push;

import static io.tocsin.Waiting.on;
import static io.tocsin.feed.Posts.NOON;
import static io.tocsin.push.Scene.FIRES;
import static io.tocsin.push.Scene.FLOODS;
import static io.tocsin.push.Scene.cursor;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.RawSocket;
import io.tocsin.Waiting;
import io.tocsin.feed.Consumer;
import io.tocsin.subscription.SubscriptionId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private final List<Scene> scenes = new ArrayList<>();
    private Scene scene;
    private Client client;

    @BeforeEach
    void start() throws Exception {
        scene = configured(PushConfig.USUAL);
        client = new Client(scene);
    }

    @AfterEach
    void stop() throws Exception {
        for (Scene each : scenes) {
            each.close();
        }
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
        assertThat(client.closedWith()).isEqualTo(1003);
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

    @Test
    void subscribe_several_getsAllOfThem() throws Exception {
        client.sayWell(new JsonObject()
                .put("type", "subscribe")
                .put(
                        "subscriptions",
                        new JsonArray().add("sub_floods").add("sub_none").add("sub_fires")));
        assertThat(List.of(
                        client.next("subscribed").getString("subscription"),
                        client.next("error").getJsonObject("problem").getString("subscription"),
                        client.next("subscribed").getString("subscription")))
                .containsExactly("sub_floods", "sub_none", "sub_fires");
    }

    @Test
    void subscribe_saysWhichComesFirst() throws Exception {
        scene.raise(FLOODS, 1, 5);
        JsonObject subscribed = client.subscribe(FLOODS, new JsonObject().put("after", cursor(FLOODS, 3)));
        assertThat(subscribed.getString("first")).isEqualTo(cursor(FLOODS, 4));
        assertThat(subscribed.getString("mode")).isEqualTo("all");
        assertThat(subscribed.containsKey("window")).isFalse();
    }

    /** A session that never acknowledges is paced by its socket alone; one that does has a window from then on. */
    @Test
    void ack_withoutAWindow_beginsTheUsualOne() throws Exception {
        scene.raise(FLOODS, 1, 300);
        JsonObject unused = client.subscribe(FLOODS, EARLIEST);
        assertThat(client.alerts(300)).hasSize(300);
        client.acknowledge(FLOODS, 100);
        client.nothingCame();
        scene.raise(FLOODS, 301, 400);
        assertThat(client.alerts(56)).isEqualTo(numbers(301, 356));
        client.nothingCame();
        client.acknowledge(FLOODS, 300);
        assertThat(client.alerts(44)).isEqualTo(numbers(357, 400));
    }

    /** What is gone in between does not keep what was sent before it from being acknowledged. */
    @Test
    void ack_beforeAGap_opensTheWindow() throws Exception {
        scene.raise(FLOODS, 1, 2);
        JsonObject unused = client.subscribe(FLOODS, EARLIEST.copy().put("window", 2));
        assertThat(client.alerts(2)).containsExactly(1L, 2L);
        scene.raise(FLOODS, 3, 8);
        scene.stored.expire(FLOODS, 5);
        scene.feeds.forget(FLOODS);
        client.acknowledge(FLOODS, 1);
        assertThat(client.next("gap").getInteger("to")).isEqualTo(5);
        assertThat(client.alerts(1)).containsExactly(6L);
        client.nothingCame();
        client.acknowledge(FLOODS, 2);
        assertThat(client.alerts(1)).containsExactly(7L);
    }

    @Test
    void window_largerThanConfigured_isCapped() throws Exception {
        Scene small = configured(limits(100, 100, 2, 3));
        small.raise(FLOODS, 1, 10);
        Client other = new Client(small);
        assertThat(other.subscribe(FLOODS, EARLIEST.copy().put("window", 500)).getInteger("window"))
                .isEqualTo(3);
        assertThat(other.alerts(3)).containsExactly(1L, 2L, 3L);
        other.nothingCame();
    }

    @Test
    void consumer_comesBack_goesOnWhereItAcknowledged() throws Exception {
        scene.raise(FLOODS, 1, 5);
        JsonObject how = EARLIEST.copy().put("consumer", "ops-wall");
        JsonObject subscribed = client.subscribe(FLOODS, how);
        assertThat(subscribed.getString("consumer")).isEqualTo("ops-wall");
        assertThat(subscribed.getInteger("window")).isEqualTo(256);
        assertThat(client.alerts(5)).hasSize(5);
        client.acknowledge(FLOODS, 3);
        client.nothingCame();
        Client again = new Client(scene);
        assertThat(again.subscribe(FLOODS, how).getString("after")).isEqualTo(cursor(FLOODS, 3));
        assertThat(again.alerts(2)).containsExactly(4L, 5L);
    }

    /** Another name, or none, begins where it says. */
    @Test
    void consumer_another_beginsWhereItSays() throws Exception {
        scene.raise(FLOODS, 1, 5);
        JsonObject unused = client.subscribe(FLOODS, EARLIEST.copy().put("consumer", "ops-wall"));
        assertThat(client.alerts(5)).hasSize(5);
        client.acknowledge(FLOODS, 5);
        client.nothingCame();
        Client other = new Client(scene);
        assertThat(other.subscribe(FLOODS, EARLIEST.copy().put("consumer", "desk"))
                        .getString("after"))
                .isEqualTo(cursor(FLOODS, 0));
    }

    /** While one is written, many more come: they are one write. */
    @Test
    void consumer_manyAcknowledgements_areFewWrites() throws Exception {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        scene.places.hold(gate);
        scene.raise(FLOODS, 1, 50);
        JsonObject unused = client.subscribe(FLOODS, EARLIEST.copy().put("consumer", "ops-wall"));
        assertThat(client.alerts(50)).hasSize(50);
        for (int i = 1; i <= 50; i++) {
            client.acknowledge(FLOODS, i);
        }
        client.nothingCame();
        assertThat(scene.places.writes()).isEqualTo(1);
        scene.places.hold(CompletableFuture.allOf());
        gate.complete(null);
        client.nothingCame();
        Client again = new Client(scene);
        assertThat(again.subscribe(FLOODS, EARLIEST.copy().put("consumer", "ops-wall"))
                        .getString("after"))
                .isEqualTo(cursor(FLOODS, 50));
        assertThat(scene.places.writes()).isEqualTo(2);
    }

    @Test
    void credit_isTheMostThatComes() throws Exception {
        scene.raise(FLOODS, 1, 10);
        scene.raise(FIRES, 1, 10);
        client.sayWell(credit(0));
        JsonObject unused = client.subscribe(FLOODS, EARLIEST);
        client.nothingCame();
        client.sayWell(credit(2));
        client.sayWell(credit(2));
        assertThat(client.alerts(4)).containsExactly(1L, 2L, 3L, 4L);
        client.nothingCame();
        client.sayWell(credit(20));
        assertThat(client.alerts(6)).isEqualTo(numbers(5, 10));
        // What is left is for whatever comes, of any feed.
        JsonObject unusedToo = client.subscribe(FIRES, EARLIEST);
        assertThat(client.alerts(10)).isEqualTo(numbers(1, 10));
        client.nothingCame();
    }

    @Test
    void latest_notFarBehind_getsEveryAlert() throws Exception {
        scene.raise(FLOODS, 1, 64);
        JsonObject unused = client.subscribe(FLOODS, EARLIEST.copy().put("mode", "latest"));
        assertThat(client.alerts(64)).isEqualTo(numbers(1, 64));
    }

    @Test
    void latest_farBehind_isToldAndGetsTheNewest() throws Exception {
        scene.raise(FLOODS, 1, 1000);
        JsonObject unused = client.subscribe(FLOODS, EARLIEST.copy().put("mode", "latest"));
        JsonObject lag = client.next("lag");
        assertThat(lag.getLong("skipped")).isEqualTo(936);
        assertThat(lag.getLong("from")).isEqualTo(1);
        assertThat(lag.getLong("to")).isEqualTo(936);
        assertThat(lag.getString("after")).isEqualTo(cursor(FLOODS, 0));
        assertThat(client.alerts(64)).isEqualTo(numbers(937, 1000));
        scene.raise(FLOODS, 1001, 1001);
        assertThat(client.alerts(1)).containsExactly(1001L);
        client.nothingCame();
    }

    /** Of a post that has several alerts among the newest, only the last is given. */
    @Test
    void latest_farBehind_givesOneOfEachPost() throws Exception {
        scene.raise(FLOODS, 1, 100);
        scene.retract(FLOODS, 100);
        JsonObject unused = client.subscribe(FLOODS, EARLIEST.copy().put("mode", "latest"));
        JsonObject lag = client.next("lag");
        assertThat(List.of(lag.getLong("skipped"), lag.getLong("from"), lag.getLong("to")))
                .containsExactly(38L, 1L, 100L);
        assertThat(client.alerts(63).subList(61, 63)).containsExactly(99L, 101L);
    }

    @Test
    void refresh_ofTheSameKey_letsItStay() throws Exception {
        scene.visitors.stay = Optional.of(Duration.ofSeconds(2));
        Client short1 = Client.knocking(scene, "mine");
        assertThat(short1.next("welcome").getInteger("expiresInSeconds")).isEqualTo(2);
        scene.visitors.stay = Optional.empty();
        short1.sayWell(new JsonObject().put("type", "refresh").put("token", "nothing"));
        short1.next("error");
        short1.sayWell(new JsonObject().put("type", "refresh").put("token", "another's"));
        short1.next("error");
        short1.sayWell(new JsonObject().put("type", "refresh").put("token", "mine"));
        assertThat(short1.next("refreshed").containsKey("expiresInSeconds")).isFalse();
        // One that came later and was not refreshed is over: so would this be.
        scene.visitors.stay = Optional.of(Duration.ofSeconds(2));
        Client short2 = Client.knocking(scene, "mine");
        assertThat(short2.next("welcome").getInteger("expiresInSeconds")).isEqualTo(2);
        short2.error(true, "session: the session's time is over (expected: refresh with a new ticket, or a key)");
        assertThat(short2.closedWith()).isEqualTo(4401);
        short1.nothingCame();
    }

    @Test
    void open_tooMany_isSaidAndClosed() throws Exception {
        Scene small = configured(limits(2, 1, 256, 256));
        Client one = Client.knocking(small, "a");
        one.next("welcome");
        Client sameKey = Client.knocking(small, "a");
        sameKey.error(true, "sessions: 1 open with this key (expected: at most 1)");
        assertThat(sameKey.closedWith()).isEqualTo(1013);
        Client two = Client.knocking(small, "b");
        two.next("welcome");
        Client third = Client.knocking(small, "c");
        third.error(true, "sessions: 2 open (expected: at most 2 on this member)");
        assertThat(third.closedWith()).isEqualTo(1013);
        Events stream = Events.ask(small, FLOODS, "", Map.of("X-Key", "c"));
        assertThat(stream.response().statusCode()).isEqualTo(429);
    }

    /** Places are given back. */
    @Test
    void open_afterOthersLeft_isWelcome() throws Exception {
        Scene small = configured(limits(1, 1, 256, 256));
        for (int i = 0; i < 3; i++) {
            Client one = Client.knocking(small, "a");
            one.next("welcome");
            one.leave();
            assertThat(Events.ask(small, new SubscriptionId("sub_none"), "", Map.of("X-Key", "a"))
                            .response()
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void subscribe_flood_isClosed() throws Exception {
        try (RawSocket flood = new RawSocket(scene.server.port())) {
            for (int i = 0; i < 1500; i++) {
                flood.text("{\"type\":\"subscribe\",\"subscription\":\"sub_none\"}");
            }
            RawSocket.Got frame = flood.next();
            String last = frame.text();
            while (frame.opcode() == 1) {
                last = frame.text();
                frame = flood.next();
            }
            assertThat(last).contains("\"fatal\":true", "\"status\":429");
            assertThat(frame.code()).isEqualTo(4429);
        }
    }

    /** Every session gets the same bytes, which are made once. */
    @Test
    void alert_toManySessions_isMadeOnce() throws Exception {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Client each = new Client(scene);
            JsonObject unused = each.subscribe(FLOODS, LATEST);
            clients.add(each);
        }
        scene.raise(FLOODS, 1, 30);
        for (Client each : clients) {
            assertThat(each.alerts(30)).isEqualTo(numbers(1, 30));
        }
        assertThat(scene.sessions.framesMade()).isEqualTo(30);
    }

    private static JsonObject credit(int alerts) {
        return new JsonObject().put("type", "credit").put("n", alerts);
    }

    private static PushConfig limits(int sessions, int perKey, int window, int maxWindow) {
        PushConfig usual = PushConfig.USUAL;
        return new PushConfig(
                sessions,
                perKey,
                window,
                maxWindow,
                usual.subscribesPerSecond(),
                usual.maxMessageBytes(),
                usual.origins(),
                usual.compression(),
                usual.ticketSession());
    }

    /** Another scene, with other limits. */
    private Scene configured(PushConfig config) throws Exception {
        Scene configured = new Scene(config);
        scenes.add(configured);
        return configured;
    }

    private static String subscribeAfter(String cursor) {
        return "{\"type\":\"subscribe\",\"subscription\":\"sub_floods\",\"after\":\"" + cursor + "\"}";
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }
}
