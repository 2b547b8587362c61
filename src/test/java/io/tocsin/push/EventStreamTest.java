package io.tocsin.push;

import static io.tocsin.Waiting.on;
import static io.tocsin.feed.Posts.NOON;
import static io.tocsin.push.Scene.FIRES;
import static io.tocsin.push.Scene.FLOODS;
import static io.tocsin.push.Scene.cursor;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.Waiting;
import io.tocsin.feed.Consumer;
import io.tocsin.subscription.SubscriptionId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over real sockets. */
final class EventStreamTest {
    private Scene scene;

    @BeforeEach
    void start() throws Exception {
        scene = new Scene();
    }

    @AfterEach
    void stop() throws Exception {
        scene.close();
    }

    @Test
    void open_isAnEventStream() throws Exception {
        Events events = Events.open(scene, FLOODS, "");
        assertThat(events.response().getHeader("Content-Type")).isEqualTo("text/event-stream");
        assertThat(events.response().getHeader("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void raised_hasIdEventAndData() throws Exception {
        Events events = Events.open(scene, FLOODS, "");
        scene.raise(FLOODS, 1, 1);
        List<String> lines = List.of(events.block().split("\n", -1));
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).isEqualTo("id: " + cursor(FLOODS, 1));
        assertThat(lines.get(1)).isEqualTo("event: alert");
        assertThat(lines.get(2))
                .startsWith("data: {\"id\":\"al_floods_000000000001\"")
                .endsWith("}");
        assertThat(Waiting.next(scene.delivered)).isEqualTo(new Scene.Delivered(Consumer.Kind.EVENT_STREAM, 1, true));
    }

    @Test
    void open_latest_getsWhatIsRaisedFromNowOn() throws Exception {
        scene.raise(FLOODS, 1, 3);
        Events events = Events.open(scene, FLOODS, "");
        scene.raise(FLOODS, 4, 5);
        assertThat(events.alerts(2)).containsExactly(4L, 5L);
    }

    @Test
    void open_earliest_getsAllInOrder() throws Exception {
        scene.raise(FLOODS, 1, 1000);
        Events events = Events.open(scene, FLOODS, "?after=earliest");
        assertThat(events.alerts(1000))
                .isSorted()
                .doesNotHaveDuplicates()
                .last()
                .isEqualTo(1000L);
    }

    @Test
    void open_last_getsSoMany() throws Exception {
        scene.raise(FLOODS, 1, 5);
        assertThat(Events.open(scene, FLOODS, "?last=2").alerts(2)).containsExactly(4L, 5L);
    }

    @Test
    void open_lastEventId_isNewerThanTheUrl() throws Exception {
        scene.raise(FLOODS, 1, 5);
        Events events = Events.resume(scene, FLOODS, "?after=earliest", cursor(FLOODS, 3));
        assertThat(events.alerts(2)).containsExactly(4L, 5L);
    }

    @Test
    void open_emptyLastEventId_isNone() throws Exception {
        scene.raise(FLOODS, 1, 2);
        Events events = Events.resume(scene, FLOODS, "?after=earliest", "");
        assertThat(events.alerts(2)).containsExactly(1L, 2L);
    }

    @Test
    void open_cursorOlderThanTheFeed_isToldAndGoesOn() throws Exception {
        scene.raise(FLOODS, 1, 5);
        scene.stored.expire(FLOODS, 3);
        Events events = Events.resume(scene, FLOODS, "", cursor(FLOODS, 1));
        assertThat(events.block()).isEqualTo("id: " + cursor(FLOODS, 3) + "\nevent: gap\ndata: {\"from\":2,\"to\":3}");
        assertThat(events.alerts(2)).containsExactly(4L, 5L);
    }

    @Test
    void open_afterATime_getsWhatWasRaisedLater() throws Exception {
        scene.stored.at(NOON);
        scene.raise(FLOODS, 1, 2);
        scene.stored.at(NOON.plusSeconds(1));
        scene.raise(FLOODS, 3, 4);
        assertThat(Events.open(scene, FLOODS, "?after=2026-11-23T12:00:00Z").alerts(2))
                .containsExactly(3L, 4L);
    }

    @Test
    void open_unknown_isNotFound() throws Exception {
        assertThat(status(new SubscriptionId("sub_none"))).isEqualTo(404);
    }

    @Test
    void open_draining_isUnavailable() throws Exception {
        on(scene.sessions.drain());
        assertThat(status(FLOODS)).isEqualTo(503);
    }

    @Test
    void read_logFails_looksAgain() throws Exception {
        scene.raise(FLOODS, 1, 1);
        scene.stored.failingReads(Optional.of(new IllegalStateException("disk gone")));
        Events resumed = Events.open(scene, FLOODS, "?after=earliest");
        scene.stored.failingReads(Optional.empty());
        assertThat(resumed.alerts(1)).containsExactly(1L);
    }

    @Test
    void removed_ends() throws Exception {
        Events floods = Events.open(scene, FLOODS, "");
        Events fires = Events.open(scene, FIRES, "");
        scene.remove(FLOODS);
        floods.ends();
        scene.raise(FIRES, 1, 1);
        assertThat(fires.alerts(1)).containsExactly(1L);
    }

    @Test
    void removed_whileItsHeadIsLookedFor_ends() throws Exception {
        CompletableFuture<Void> found = new CompletableFuture<>();
        scene.log.hold(found);
        Events events = Events.ask(scene, FLOODS, "", Map.of());
        assertThat(Waiting.next(scene.log.heads)).isEqualTo(FLOODS);
        scene.remove(FLOODS);
        found.complete(null);
        assertThat(events.response().statusCode()).isEqualTo(200);
        events.ends();
    }

    @Test
    void drain_saysWhenToComeBackAndEnds() throws Exception {
        Events events = Events.open(scene, FLOODS, "");
        Future<Void> drained = scene.sessions.drain();
        assertThat(events.block()).matches("retry: [23][0-9]{3}");
        events.ends();
        on(drained);
        assertThat(scene.sessions.count(Consumer.Kind.EVENT_STREAM)).isZero();
    }

    @Test
    void drain_beforeItWasFound_endsIt() throws Exception {
        CompletableFuture<Void> found = new CompletableFuture<>();
        scene.subscriptions.hold(found);
        Events events = Events.ask(scene, FLOODS, "", Map.of());
        assertThat(Waiting.next(scene.subscriptions.asked)).isEqualTo(FLOODS);
        on(scene.sessions.drain());
        found.complete(null);
        assertThat(events.response().statusCode()).isEqualTo(200);
        events.ends();
    }

    @Test
    void leave_beforeItWasFound_leavesNothing() throws Exception {
        CompletableFuture<Void> found = new CompletableFuture<>();
        scene.subscriptions.hold(found);
        Events gone = Events.ask(scene, FLOODS, "", Map.of());
        assertThat(Waiting.next(scene.subscriptions.asked)).isEqualTo(FLOODS);
        gone.leave();
        on(scene.disconnected);
        found.complete(null);
        Events other = Events.open(scene, FIRES, "");
        int reads = scene.log.reads(FLOODS);
        scene.raise(FLOODS, 1, 1);
        scene.raise(FIRES, 1, 1);
        assertThat(other.alerts(1)).containsExactly(1L);
        assertThat(scene.log.reads(FLOODS)).isEqualTo(reads);
        assertThat(scene.sessions.count(Consumer.Kind.EVENT_STREAM)).isEqualTo(1);
    }

    private int status(SubscriptionId id) throws Exception {
        return Events.ask(scene, id, "", Map.of()).response().statusCode();
    }
}
