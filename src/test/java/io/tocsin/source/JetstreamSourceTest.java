package io.tocsin.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.Waiting;
import io.tocsin.post.AuthorId;
import io.tocsin.post.PostEvent;
import io.tocsin.post.PostId;
import io.tocsin.post.SourceLog.Cursor;
import io.tocsin.post.SourceLog.Gap;
import io.tocsin.source.JetstreamConfig.Version;
import io.tocsin.source.SourceState.Phase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jetstream as a source, over a socket, against a service that has all of its faults. */
final class JetstreamSourceTest {
    private static final String DID = "did:plc:a";
    private static final Duration LONG = Duration.ofMinutes(10);

    private final SourceScene scene = new SourceScene();
    private final JetstreamSimulator service = JetstreamSimulator.start(2);
    private Cursor begun = new Cursor(0, Instant.EPOCH);

    @AfterEach
    void stop() throws Exception {
        scene.close();
        service.close();
    }

    private void read(Version version) throws Exception {
        read(version, LONG);
    }

    private void read(Version version, Duration silence) throws Exception {
        JetstreamConfig config = new JetstreamConfig(service.hosts(), version, "bluesky", silence);
        scene.read(vertx -> new JetstreamSource(vertx, config, InstantSource.system()));
        scene.until(state -> state.phase() == Phase.READING);
        begun = reached();
    }

    /** Waits until something of what was read is durable. */
    private void untilMoved() throws Exception {
        scene.until(state -> !state.cursor().equals(Optional.of(begun)));
    }

    private static String key(PostEvent event) {
        PostId id = event instanceof PostEvent.Published published
                ? published.post().id()
                : event instanceof PostEvent.Edited edited ? edited.id() : ((PostEvent.Deleted) event).id();
        return id.id().substring(id.id().lastIndexOf('/') + 1);
    }

    private static PostId id(String key) {
        return new PostId("bluesky", "at://" + DID + "/app.bsky.feed.post/" + key);
    }

    private static List<String> realLines() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/wire/jetstream_v1_window150.jsonl"));
    }

    private static long cursorAsked(String asked) {
        return Stream.of(asked.split("&", -1))
                .filter(part -> part.startsWith("cursor="))
                .map(part -> Long.parseLong(part.substring("cursor=".length())))
                .findFirst()
                .orElse(0L);
    }

    private Cursor reached() throws Exception {
        return scene.state().cursor().orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void read_realMessages_everyPostComesInOrder(Version version) throws Exception {
        read(version);
        assertThat(service.asked()).contains("ollections=app.bsky.feed.post");
        for (String line : realLines()) {
            service.say(line);
        }
        List<PostEvent> events = scene.sink.next(19);
        assertThat(events.stream().filter(PostEvent.Published.class::isInstance).map(JetstreamSourceTest::key))
                .startsWith("3mptbyoeyc22k", "3mptbyqhi7s2f")
                .hasSize(17);
        assertThat(scene.state().refused()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void read_whatHappensToPosts_isAllToldInOrder(Version version) throws Exception {
        read(version);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        service.say(JetstreamSimulator.commit(DID, "1", "delete", "", now));
        service.say(JetstreamSimulator.commit(DID, "1", "create", "flood", now));
        service.say(JetstreamSimulator.commit(DID, "2", "update", "fire", now));
        service.say(JetstreamSimulator.account(DID, false, "takendown", now));
        service.say(JetstreamSimulator.account(DID, true, "", now));
        List<PostEvent> events = scene.sink.next(5);
        assertThat(events.get(0)).isEqualTo(new PostEvent.Deleted(id("1")));
        assertThat(((PostEvent.Published) events.get(1)).post().text()).isEqualTo("flood");
        assertThat(((PostEvent.Edited) events.get(2)).id()).isEqualTo(id("2"));
        assertThat(((PostEvent.Edited) events.get(2)).at()).contains(now);
        assertThat(events.get(3)).isEqualTo(new PostEvent.AuthorRemoved(new AuthorId("bluesky", DID)));
        assertThat(events.get(4)).isEqualTo(new PostEvent.AuthorRestored(new AuthorId("bluesky", DID)));
    }

    @ParameterizedTest
    @EnumSource
    void connection_breaks_goesOnAtTheNextHostAFewSecondsBefore(Version version) throws Exception {
        read(version);
        assertThat(service.asked()).startsWith("0 ");
        service.post(DID, "1", "flood");
        assertThat(key(scene.sink.next())).isEqualTo("1");
        untilMoved();
        long reached = reached().position();
        service.drop();
        String asked = service.asked();
        assertThat(asked).startsWith("1 ");
        assertThat(cursorAsked(asked)).isEqualTo(reached - 5_000_000);
        service.post(DID, "2", "fire");
        assertThat(scene.sink.next(2).stream().map(JetstreamSourceTest::key)).containsExactly("1", "2");
        assertThat(scene.state().error().orElseThrow().reason()).contains("the connection ended");
    }

    @ParameterizedTest
    @EnumSource
    void connection_breaksAgainAndAgain_losesNothing(Version version) throws Exception {
        read(version);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 50; j++) {
                service.post(DID, i + "-" + j, "flood");
            }
            service.drop();
        }
        while (seen.size() < 250) {
            seen.add(key(scene.sink.next()));
        }
        assertThat(scene.state().gaps()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 500, 502, 503})
    void connection_refused_triesTheNext(int status) throws Exception {
        service.refuse(status, "{\"error\":\"whatever\"}");
        read(Version.V1);
        assertThat(service.asked()).startsWith("0 ");
        assertThat(service.asked()).startsWith("1 ");
        Ending ending = Waiting.next(scene.heard.endings);
        assertThat(ending.kind()).isEqualTo(Ending.Kind.REFUSED);
        assertThat(ending.reason()).contains("refused with " + status).contains("whatever");
    }

    @Test
    void connection_tooOften_waitsAsLongAsAsked() throws Exception {
        service.limit("77");
        JetstreamConfig config = new JetstreamConfig(service.hosts(), Version.V2, "bluesky", LONG);
        scene.read(vertx -> new JetstreamSource(vertx, config, InstantSource.system()));
        Ending ending = Waiting.next(scene.heard.endings);
        assertThat(ending.kind()).isEqualTo(Ending.Kind.LIMITED);
        assertThat(ending.retryAfter()).contains(Duration.ofSeconds(77));
    }

    @Test
    void connection_nobodyThere_triesTheNext() throws Exception {
        List<URI> hosts =
                List.of(URI.create("ws://127.0.0.1:1"), service.hosts().get(0));
        JetstreamConfig config = new JetstreamConfig(hosts, Version.V1, "bluesky", LONG);
        scene.read(vertx -> new JetstreamSource(vertx, config, InstantSource.system()));
        scene.until(state -> state.phase() == Phase.READING);
        assertThat(Waiting.next(scene.heard.endings).kind()).isEqualTo(Ending.Kind.LOST);
    }

    @Test
    void connection_silent_isMadeAnew() throws Exception {
        read(Version.V1, Duration.ofMillis(200));
        assertThat(service.asked()).startsWith("0 ");
        assertThat(service.asked()).startsWith("1 ");
        assertThat(Waiting.next(scene.heard.endings).reason()).isEqualTo("nothing came for 200 ms");
        service.post(DID, "1", "flood");
        assertThat(key(scene.sink.next())).isEqualTo("1");
    }

    @ParameterizedTest
    @EnumSource
    void reader_tooSlow_isToldAndGoesOnWithoutLoss(Version version) throws Exception {
        read(version);
        service.asked();
        service.post(DID, "1", "flood");
        assertThat(key(scene.sink.next())).isEqualTo("1");
        untilMoved();
        service.bear(-1);
        service.raw("{}");
        Ending ending = Waiting.next(scene.heard.endings);
        assertThat(ending.reason()).contains("ConsumerTooSlow");
        service.bear(1_000_000);
        service.post(DID, "2", "fire");
        while (!key(scene.sink.next()).equals("2")) {
            // What is read again.
        }
        assertThat(scene.state().gaps()).isEmpty();
    }

    /** The socket is read no further, so what the service has does not pile up here. */
    @Test
    void sink_behind_theServiceWaits() throws Exception {
        read(Version.V1);
        scene.sink.hold();
        String text = "flood ".repeat(500);
        Instant now = Instant.now();
        int all = 10_000;
        for (int i = 0; i < all; i++) {
            service.say(JetstreamSimulator.commit(DID, "k" + i, "create", text, now));
        }
        scene.until(state -> scene.sink.underWay() == Batches.MAX_UNDER_WAY);
        assertThat(service.behind()).isGreaterThan(all / 10);
        scene.sink.release();
        assertThat(scene.sink.next(all).stream().map(JetstreamSourceTest::key).toList())
                .isEqualTo(IntStream.range(0, all).mapToObj(i -> "k" + i).toList());
    }

    @ParameterizedTest
    @EnumSource
    void messages_thatAreNone_costThemselvesOnly(Version version) throws Exception {
        read(version);
        service.post(DID, "1", "flood");
        String whole = JetstreamSimulator.commit(DID, "x", "create", "flood", Instant.now());
        service.raw("not JSON");
        service.raw(whole.substring(0, whole.length() / 2));
        service.raw("");
        service.raw("{\"kind\":\"moon\",\"time_us\":1,\"did\":\"d\"}");
        service.raw("{\"$type\":\"message\",\"payload\":{\"$type\":\"x#moon\"}}");
        service.raw("x".repeat(3 << 20));
        service.raw("[".repeat(100_000));
        service.post(DID, "2", "fire");
        assertThat(scene.sink.next(2).stream().map(JetstreamSourceTest::key)).containsExactly("1", "2");
        SourceState state = scene.state();
        assertThat(state.refused()).isEqualTo(5);
        assertThat(state.reconnects()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void messages_doubledAndInDisorder_allCome(Version version) throws Exception {
        read(version);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        service.say(JetstreamSimulator.commit(DID, "2", "create", "flood", now));
        service.say(JetstreamSimulator.commit(DID, "1", "create", "flood", now.minusSeconds(3)));
        service.say(JetstreamSimulator.commit(DID, "2", "create", "flood", now));
        assertThat(scene.sink.next(3).stream().map(JetstreamSourceTest::key)).containsExactly("2", "1", "2");
        untilMoved();
        assertThat(reached().upTo()).isEqualTo(now);
    }

    @Test
    void cursor_clockAheadThere_isNotCarriedBeyondNow() throws Exception {
        read(Version.V1);
        service.say(JetstreamSimulator.commit(
                DID, "1", "create", "flood", Instant.now().plusSeconds(3600)));
        scene.sink.next();
        untilMoved();
        assertThat(reached().upTo()).isBeforeOrEqualTo(Instant.now());
    }

    private Instant readBefore(Duration ago) {
        Instant time = Instant.now().minus(ago).truncatedTo(ChronoUnit.MICROS);
        var unused = scene.log.save(
                SourceScene.NAME, new Cursor(ChronoUnit.MICROS.between(Instant.EPOCH, time), time), List.of());
        return time;
    }

    @ParameterizedTest
    @EnumSource
    void cursor_olderThanWhatIsKept_isAGapThatIsTold(Version version) throws Exception {
        Instant before = readBefore(Duration.ofDays(2));
        Instant first = Instant.now().minusSeconds(10).truncatedTo(ChronoUnit.MICROS);
        service.say(JetstreamSimulator.commit(DID, "1", "create", "flood", first));
        read(version);
        assertThat(key(scene.sink.next())).isEqualTo("1");
        Gap gap = Waiting.next(scene.heard.gaps);
        assertThat(gap.from()).isEqualTo(before);
        assertThat(gap.to()).isEqualTo(first);
        scene.log.next();
        assertThat(scene.log.next().gaps()).containsExactly(gap);
    }

    @Test
    void cursor_clampedByTheService_isAGapThatIsTold() throws Exception {
        Instant before = readBefore(Duration.ofMinutes(10));
        Instant first = Instant.now().minusSeconds(10).truncatedTo(ChronoUnit.MICROS);
        service.forgetBefore(first);
        service.say(JetstreamSimulator.commit(DID, "1", "create", "flood", first));
        read(Version.V2);
        assertThat(key(scene.sink.next())).isEqualTo("1");
        Gap gap = Waiting.next(scene.heard.gaps);
        assertThat(gap.from()).isEqualTo(before);
        assertThat(gap.to()).isEqualTo(first);
        assertThat(gap.reason()).startsWith("OutdatedCursor");
    }

    @Test
    void cursor_refusedAsTooOld_beginsNowAndTellsTheGap() throws Exception {
        Instant before = readBefore(Duration.ofMinutes(10));
        service.refuse(400, "{\"error\":\"CursorTooOld\",\"message\":\"floor is 17\"}");
        read(Version.V2);
        assertThat(cursorAsked(service.asked())).isPositive();
        assertThat(cursorAsked(service.asked())).isZero();
        service.post(DID, "1", "flood");
        scene.sink.next();
        Gap gap = Waiting.next(scene.heard.gaps);
        assertThat(gap.from()).isEqualTo(before);
        assertThat(gap.reason()).isEqualTo("CursorTooOld");
    }

    @Test
    void cursor_recent_isNoGap() throws Exception {
        readBefore(Duration.ofMinutes(10));
        service.post(DID, "1", "flood");
        read(Version.V2);
        scene.sink.next();
        assertThat(scene.state().gaps()).isEmpty();
    }
}
