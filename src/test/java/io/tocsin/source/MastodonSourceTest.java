package io.tocsin.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.Waiting;
import io.tocsin.post.PostEvent;
import io.tocsin.post.PostId;
import io.tocsin.post.SourceLog.Cursor;
import io.tocsin.post.SourceLog.Gap;
import io.tocsin.source.MastodonConfig.Transport;
import io.tocsin.source.SourceState.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mastodon as a source, over a socket, against a server that has all of its faults. */
final class MastodonSourceTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private final Instant start = Instant.now();

    private final SourceScene scene = new SourceScene();
    private final MastodonSimulator service = MastodonSimulator.start();
    private int sequence;

    @AfterEach
    void stop() throws Exception {
        scene.close();
        service.close();
    }

    private void begin(Transport transport, Optional<String> tag, Duration silence) throws Exception {
        MastodonConfig config = new MastodonConfig(
                service.service(),
                Optional.empty(),
                transport,
                tag,
                false,
                new Secret(MastodonSimulator.TOKEN),
                "mastodon",
                silence);
        scene.read(vertx -> new MastodonSource(vertx, config, InstantSource.system()));
    }

    private void read(Transport transport) throws Exception {
        begin(transport, Optional.empty(), LONG);
        scene.until(state -> state.phase() == Phase.READING);
    }

    /** The timeline has been read, and what comes now comes from the stream alone. */
    private void readLive(Transport transport) throws Exception {
        read(transport);
        service.say("delete", "1");
        assertThat(scene.sink.next()).isEqualTo(new PostEvent.Deleted(new PostId("mastodon", "1")));
    }

    private String nextId() {
        sequence++;
        return Long.toString(MastodonSimulator.id(start.plusSeconds(60 + sequence), sequence));
    }

    private String post() {
        String id = nextId();
        service.post(MastodonSimulator.status(id, "<p>flood</p>"));
        return id;
    }

    private static String id(PostEvent event) {
        return ((PostEvent.Published) event).post().id().id();
    }

    private void readBefore(String id, Instant upTo) {
        var unused = scene.log.save(SourceScene.NAME, new Cursor(Long.parseLong(id), upTo), List.of());
    }

    @ParameterizedTest
    @EnumSource
    void read_whatHappens_isTakenInOrder(Transport transport) throws Exception {
        readLive(transport);
        String id = nextId();
        service.say("delete", "12");
        service.post(MastodonSimulator.status(id, "<p>flood &amp; fire</p>"));
        service.say(
                "status.update",
                MastodonSimulator.status(id, "<p>flood</p>")
                        .put("edited_at", "2026-11-24T11:00:00.000Z")
                        .encode());
        List<PostEvent> events = scene.sink.next(3);
        assertThat(events.get(0)).isEqualTo(new PostEvent.Deleted(new PostId("mastodon", "12")));
        assertThat(((PostEvent.Published) events.get(1)).post().text()).isEqualTo("flood & fire");
        PostEvent.Edited edited = (PostEvent.Edited) events.get(2);
        assertThat(edited.id()).isEqualTo(new PostId("mastodon", id));
        assertThat(edited.at()).contains(Instant.parse("2026-11-24T11:00:00Z"));
        assertThat(scene.state().refused()).isZero();
        scene.log.untilAt(Long.parseLong(id));
    }

    @Test
    void read_tag_asksForIt() throws Exception {
        begin(Transport.WEBSOCKET, Optional.of("hochwasser zürich"), LONG);
        assertThat(service.asked()).isEqualTo("/api/v1/streaming?stream=hashtag&tag=hochwasser+z%C3%BCrich");
    }

    @Test
    void read_tagOverEvents_asksForIt() throws Exception {
        begin(Transport.SSE, Optional.of("flood"), LONG);
        assertThat(service.asked()).isEqualTo("/api/v1/streaming/hashtag?tag=flood");
    }

    @ParameterizedTest
    @EnumSource
    void connection_breaks_whatWasPostedMeanwhileIsReadFromTheTimeline(Transport transport) throws Exception {
        readLive(transport);
        Set<String> posted = new HashSet<>();
        posted.add(post());
        scene.sink.next();
        scene.until(state -> state.cursor().isPresent());
        service.refuse(503);
        service.drop();
        for (int i = 0; i < 100; i++) {
            String id = nextId();
            posted.add(id);
            service.posted(MastodonSimulator.status(id, "<p>flood</p>"));
        }
        scene.until(state -> state.phase() == Phase.READING && state.reconnects() > 1);
        posted.add(post());
        Set<String> seen = new HashSet<>();
        while (!seen.equals(posted)) {
            seen.add(id(scene.sink.next()));
        }
        SourceState state = scene.state();
        assertThat(state.gaps()).isEmpty();
        SourceState.Unsaid unsaid = state.unsaid().orElseThrow();
        assertThat(unsaid.to()).isBetween(start, Instant.now());
        assertThat(unsaid.sum()).isEqualTo(Waiting.next(scene.heard.unsaid));
    }

    @Test
    void away_whatWasDoneMeanwhile_isToldToBeUnsaid() throws Exception {
        readBefore(Long.toString(MastodonSimulator.id(start.minusSeconds(600), 0)), start.minusSeconds(600));
        read(Transport.WEBSOCKET);
        assertThat(Waiting.next(scene.heard.unsaid)).isBetween(Duration.ofSeconds(600), Duration.ofSeconds(620));
        SourceState.Unsaid first = scene.state().unsaid().orElseThrow();
        assertThat(first.from()).isEqualTo(start.minusSeconds(600));
        service.drop();
        Duration more = Waiting.next(scene.heard.unsaid);
        assertThat(scene.state().unsaid().orElseThrow().sum())
                .isEqualTo(first.sum().plus(more));
        assertThat(scene.state().gaps()).isEmpty();
    }

    /** Nothing was taken before that could be deleted. */
    @Test
    void begins_nothingIsUnsaid() throws Exception {
        readLive(Transport.WEBSOCKET);
        assertThat(scene.state().unsaid()).isEmpty();
    }

    @Test
    void away_streamWaitsUntilThePagesAreRead() throws Exception {
        String before = nextId();
        readBefore(before, start);
        List<String> missed = IntStream.range(0, 90).mapToObj(i -> nextId()).toList();
        missed.forEach(id -> service.posted(MastodonSimulator.status(id, "<p>flood</p>")));
        read(Transport.WEBSOCKET);
        assertThat(scene.sink.next(90).stream().map(MastodonSourceTest::id).toList())
                .isEqualTo(missed);
        assertThat(service.asked()).startsWith("/api/v1/streaming?");
        long from = Long.parseLong(before) - (Duration.ofMinutes(5).toMillis() << 16);
        assertThat(service.asked()).isEqualTo("/api/v1/timelines/public?limit=40&min_id=" + from);
        String live = post();
        assertThat(id(scene.sink.next())).isEqualTo(live);
    }

    @Test
    void away_lateFromAnotherServer_isReadFromTheTimeline() throws Exception {
        readBefore(Long.toString(MastodonSimulator.id(start, 0)), start);
        String late = Long.toString(MastodonSimulator.id(start.minusSeconds(60), 0));
        service.posted(MastodonSimulator.status(late, "<p>flood</p>"));
        read(Transport.SSE);
        assertThat(id(scene.sink.next())).isEqualTo(late);
    }

    @Test
    void away_pageRefused_isAskedForAgain() throws Exception {
        readBefore(nextId(), start);
        String missed = nextId();
        service.posted(MastodonSimulator.status(missed, "<p>flood</p>"));
        service.refuse(200);
        service.refuse(500);
        begin(Transport.WEBSOCKET, Optional.empty(), LONG);
        assertThat(Waiting.next(scene.heard.endings).reason()).startsWith("the timeline: refused with 500");
        assertThat(id(scene.sink.next())).isEqualTo(missed);
    }

    @Test
    void away_pageOfUnreadablePosts_costsThemOnly() throws Exception {
        readBefore(nextId(), start);
        for (int i = 0; i < 40; i++) {
            service.posted(MastodonSimulator.status(nextId(), "<p>flood</p>").putNull("account"));
        }
        String last = nextId();
        service.posted(MastodonSimulator.status(last, "<p>flood</p>"));
        read(Transport.WEBSOCKET);
        assertThat(id(scene.sink.next())).isEqualTo(last);
        assertThat(scene.state().refused()).isEqualTo(40);
    }

    @Test
    void away_pageWithoutEnd_isRefused() throws Exception {
        readBefore(nextId(), start);
        service.posted(MastodonSimulator.status(nextId(), "x".repeat(17 << 20)));
        begin(Transport.SSE, Optional.empty(), LONG);
        assertThat(Waiting.next(scene.heard.endings).reason())
                .isEqualTo("the timeline: too long (expected: at most 16777216 bytes)");
    }

    @Test
    void away_moreThanThePagesHold_isAGapFromWhereTheyEnd() throws Exception {
        readBefore(nextId(), start);
        service.longestPage(1);
        String last = "";
        for (int i = 0; i < 205; i++) {
            String id = nextId();
            last = i < 200 ? id : last;
            service.posted(MastodonSimulator.status(id, "<p>flood</p>"));
        }
        read(Transport.WEBSOCKET);
        assertThat(id(scene.sink.next(200).get(199))).isEqualTo(last);
        Gap gap = Waiting.next(scene.heard.gaps);
        assertThat(gap.reason()).isEqualTo("more was posted than 200 pages hold");
        assertThat(gap.from()).isEqualTo(Instant.ofEpochMilli(Long.parseLong(last) >> 16));
    }

    @ParameterizedTest
    @EnumSource
    void heartbeats_lost_theConnectionIsMadeAnew(Transport transport) throws Exception {
        begin(transport, Optional.empty(), Duration.ofMillis(400));
        scene.until(state -> state.phase() == Phase.READING);
        assertThat(scene.heard.endings).isEmpty();
        service.silent(true);
        assertThat(Waiting.next(scene.heard.endings).reason()).isEqualTo("nothing came for 400 ms");
        service.silent(false);
        scene.until(state -> state.phase() == Phase.READING);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 422, 500, 503})
    void connection_refused_isTriedAgainLater(int status) throws Exception {
        service.refuse(status);
        service.refuse(status);
        begin(Transport.WEBSOCKET, Optional.empty(), LONG);
        Ending ending = Waiting.next(scene.heard.endings);
        assertThat(ending.kind()).isEqualTo(Ending.Kind.REFUSED);
        assertThat(ending.reason()).startsWith("refused with " + status);
    }

    @ParameterizedTest
    @EnumSource
    void connection_tooOften_waitsAsLongAsAsked(Transport transport) throws Exception {
        service.refuse(429);
        begin(transport, Optional.empty(), LONG);
        Ending ending = Waiting.next(scene.heard.endings);
        assertThat(ending.kind()).isEqualTo(Ending.Kind.LIMITED);
        assertThat(ending.retryAfter()).contains(Duration.ofSeconds(33));
    }

    @ParameterizedTest
    @EnumSource
    void messages_thatAreNone_costThemselvesOnly(Transport transport) throws Exception {
        readLive(transport);
        String first = post();
        service.raw(transport == Transport.SSE ? "event: update\ndata: not JSON" : "not JSON");
        service.say("update", "{\"id\":\"1\",\"content\":");
        service.say("update", "{\"id\":\"1\"}");
        service.say("update", "x".repeat(3 << 20));
        service.say("moon", "{}");
        service.say("announcement", "{\"id\":\"1\"}");
        String last = post();
        assertThat(scene.sink.next(2).stream().map(MastodonSourceTest::id)).containsExactly(first, last);
        SourceState state = scene.state();
        assertThat(state.refused()).isEqualTo(4);
        assertThat(state.reconnects()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void messages_doubledAndInDisorder_allCome(Transport transport) throws Exception {
        readLive(transport);
        String one = nextId();
        String two = nextId();
        for (String id : List.of(two, one, two)) {
            service.post(MastodonSimulator.status(id, "<p>flood</p>"));
        }
        assertThat(scene.sink.next(3).stream().map(MastodonSourceTest::id)).containsExactly(two, one, two);
        scene.log.untilAt(Long.parseLong(two));
    }

    @ParameterizedTest
    @EnumSource
    void sink_behind_nothingIsLost(Transport transport) throws Exception {
        readLive(transport);
        scene.sink.hold();
        List<String> posted = IntStream.range(0, 3_000).mapToObj(i -> post()).toList();
        scene.until(state -> scene.sink.underWay() == Batches.MAX_UNDER_WAY);
        scene.sink.release();
        assertThat(scene.sink.next(3_000).stream().map(MastodonSourceTest::id).toList())
                .isEqualTo(posted);
    }
}
