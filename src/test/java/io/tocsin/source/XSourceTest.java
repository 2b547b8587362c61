package io.tocsin.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.Waiting;
import io.tocsin.post.AuthorId;
import io.tocsin.post.PostEvent;
import io.tocsin.post.PostId;
import io.tocsin.post.SerialId;
import io.tocsin.post.SourceLog.Cursor;
import io.tocsin.post.SourceLog.Gap;
import io.tocsin.source.SourceState.Phase;
import io.tocsin.source.XConfig.Stream;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** X as a source, over a socket, against a service that has all of its faults. */
final class XSourceTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final SourceScene scene = new SourceScene();
    private final XSimulator service = XSimulator.start();

    @AfterEach
    void stop() throws Exception {
        scene.close();
        service.close();
    }

    private void begin(Stream stream, OptionalInt partition, Duration silence) throws Exception {
        XConfig config = config(stream, silence);
        scene.read(vertx -> new XSource(vertx, config, partition, InstantSource.system()));
    }

    private XConfig config(Stream stream, Duration silence) {
        return new XConfig(service.service(), stream, List.of(), new Secret(XSimulator.TOKEN), "x", silence);
    }

    private void read(Stream stream) throws Exception {
        begin(stream, OptionalInt.empty(), LONG);
        scene.until(state -> state.phase() == Phase.READING);
    }

    private static String id(PostEvent event) {
        return event instanceof PostEvent.Published published
                ? published.post().id().id()
                : ((PostEvent.Deleted) event).id().id();
    }

    private Instant readBefore(Duration ago) {
        Instant time = Instant.now().minus(ago).truncatedTo(ChronoUnit.MICROS);
        var unused = scene.log.save(
                SourceScene.NAME, new Cursor(ChronoUnit.MICROS.between(Instant.EPOCH, time), time), List.of());
        return time;
    }

    @Test
    void read_givenMessages_areTakenInOrder() throws Exception {
        read(Stream.SEARCH);
        assertThat(service.asked()).startsWith("/2/tweets/search/stream?tweet.fields=");
        List<String> lines = lines();
        for (String line : lines) {
            if (!line.contains("\"title\"")) {
                service.say(line);
            }
        }
        List<PostEvent> events = scene.sink.next(7);
        PostId tweet = new PostId("x", "1346889436626259968");
        AuthorId user = new AuthorId("x", "2244994945");
        assertThat(((PostEvent.Published) events.get(0)).post().text()).isEqualTo("fire on 5th ave #nyc");
        assertThat(events.subList(1, 7))
                .containsExactly(
                        new PostEvent.Deleted(tweet),
                        new PostEvent.Deleted(tweet),
                        new PostEvent.AuthorRemoved(user),
                        new PostEvent.AuthorRemoved(user),
                        new PostEvent.AuthorRemoved(user),
                        new PostEvent.AuthorGeoScrubbed(user, new SerialId("1346889436626259968")));
        assertThat(scene.state().refused()).isZero();
    }

    private static List<String> lines() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/wire/x_v2_stream_messages.jsonl"));
    }

    @Test
    void read_partition_asksForIt() throws Exception {
        begin(Stream.FIREHOSE, OptionalInt.of(7), LONG);
        scene.until(state -> state.phase() == Phase.READING);
        assertThat(service.asked()).startsWith("/2/tweets/firehose/stream?").contains("&partition=7");
        service.say(6, XSimulator.post("1", "9", "flood"));
        service.say(7, XSimulator.post("2", "9", "flood"));
        assertThat(id(scene.sink.next())).isEqualTo("2");
    }

    @Test
    void read_compliance_asksForNoFields() throws Exception {
        begin(Stream.TWEET_COMPLIANCE, OptionalInt.of(1), LONG);
        scene.until(state -> state.phase() == Phase.READING);
        assertThat(service.asked()).isEqualTo("/2/tweets/compliance/stream?partition=1&backfill_minutes=2");
    }

    @Test
    void heartbeats_moveTheCursor() throws Exception {
        read(Stream.SEARCH);
        Instant begun = Instant.now();
        scene.until(state ->
                state.cursor().filter(cursor -> cursor.upTo().isAfter(begun)).isPresent());
        assertThat(scene.sink.left()).isZero();
    }

    @Test
    void heartbeats_lost_theConnectionIsMadeAnew() throws Exception {
        begin(Stream.SEARCH, OptionalInt.empty(), Duration.ofMillis(300));
        scene.until(state -> state.phase() == Phase.READING);
        service.asked();
        service.silent(true);
        assertThat(Waiting.next(scene.heard.endings).reason()).isEqualTo("nothing came for 300 ms");
        service.silent(false);
        assertThat(service.asked()).contains("/2/tweets/search/stream");
        service.say(XSimulator.post("1", "9", "flood"));
        assertThat(id(scene.sink.next())).isEqualTo("1");
    }

    @Test
    void connection_breaksAgainAndAgain_losesNothing() throws Exception {
        read(Stream.SEARCH);
        service.asked();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 50; j++) {
                service.say(XSimulator.post("1" + i + "0" + j, "9", "flood"));
            }
            service.drop();
        }
        while (seen.size() < 200) {
            seen.add(id(scene.sink.next()));
        }
        assertThat(service.asked()).contains("&backfill_minutes=2");
        assertThat(scene.state().gaps()).isEmpty();
    }

    @Test
    void connection_endsAsItShould_isMadeAnew() throws Exception {
        read(Stream.SEARCH);
        service.end();
        assertThat(Waiting.next(scene.heard.endings)).isEqualTo(Ending.lost("the service ended the stream"));
        scene.until(state -> state.phase() == Phase.READING);
    }

    @Test
    void backfill_notGranted_isAGapThatIsToldAndTheStreamIsRead() throws Exception {
        Instant before = readBefore(Duration.ofMinutes(2));
        service.refuse(403, "{\"title\":\"client-forbidden\"}", Map.of());
        begin(Stream.SEARCH, OptionalInt.empty(), LONG);
        assertThat(service.asked()).contains("backfill_minutes");
        assertThat(service.asked()).doesNotContain("backfill_minutes");
        Gap gap = Waiting.next(scene.heard.gaps);
        assertThat(gap.from()).isEqualTo(before);
        assertThat(gap.reason()).isEqualTo("there is no backfill for us");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 409, 500, 503})
    void connection_refused_waitsAsForErrorsOfHttp(int status) throws Exception {
        service.refuse(status, "{\"title\":\"Stream has no rules\"}", Map.of());
        begin(Stream.SEARCH, OptionalInt.empty(), LONG);
        Ending ending = Waiting.next(scene.heard.endings);
        assertThat(ending.kind()).isEqualTo(Ending.Kind.REFUSED);
        assertThat(ending.reason()).isEqualTo("refused with " + status + ": {\"title\":\"Stream has no rules\"}");
        assertThat(scene.state().phase()).isEqualTo(Phase.WAITING);
    }

    @ParameterizedTest
    @ValueSource(ints = {420, 429})
    void connection_tooOften_waitsUntilTheReset(int status) throws Exception {
        long reset = Instant.now().getEpochSecond() + 500;
        service.refuse(status, "", Map.of("x-rate-limit-reset", Long.toString(reset)));
        begin(Stream.SEARCH, OptionalInt.empty(), LONG);
        Ending ending = Waiting.next(scene.heard.endings);
        assertThat(ending.kind()).isEqualTo(Ending.Kind.LIMITED);
        assertThat(ending.retryAfter().orElseThrow()).isBetween(Duration.ofSeconds(480), Duration.ofSeconds(500));
    }

    @ParameterizedTest
    @CsvSource({"1, LOST", "2, REFUSED"})
    void error_withinTheStream_endsIt(int line, Ending.Kind kind) throws Exception {
        read(Stream.SEARCH);
        service.say(lines().get(line));
        assertThat(Waiting.next(scene.heard.endings).kind()).isEqualTo(kind);
        scene.until(state -> state.reconnects() == 1);
    }

    @Test
    void away_forMinutes_isBackfilled() throws Exception {
        readBefore(Duration.ofSeconds(150));
        service.said(Instant.now().minusSeconds(100), XSimulator.post("1", "9", "flood"));
        read(Stream.SEARCH);
        assertThat(service.asked()).contains("&backfill_minutes=4");
        assertThat(id(scene.sink.next())).isEqualTo("1");
        assertThat(scene.state().gaps()).isEmpty();
    }

    @Test
    void away_forHours_isRecovered() throws Exception {
        Instant before = readBefore(Duration.ofHours(3));
        service.said(Instant.now().minus(Duration.ofHours(2)), XSimulator.post("1", "9", "flood"));
        begin(Stream.SEARCH, OptionalInt.empty(), LONG);
        assertThat(service.asked())
                .contains("&start_time=" + before.minus(Duration.ofMinutes(1)).truncatedTo(ChronoUnit.SECONDS)
                        + "&end_time=");
        assertThat(id(scene.sink.next())).isEqualTo("1");
        assertThat(service.asked()).contains("&backfill_minutes=");
        scene.until(state -> state.phase() == Phase.READING
                && state.cursor().orElseThrow().upTo().isAfter(before));
        assertThat(scene.state().gaps()).isEmpty();
    }

    @Test
    void away_recoveryBreaks_isRecoveredFromItsBeginning() throws Exception {
        readBefore(Duration.ofHours(3));
        saidTwo(Duration.ofHours(2));
        service.breakNext();
        begin(Stream.SEARCH, OptionalInt.empty(), LONG);
        String first = service.asked();
        String second = service.asked();
        assertThat(second).contains(first.substring(first.indexOf("&start_time="), first.indexOf("&end_time=")));
        assertThat(scene.sink.next(3).stream().map(XSourceTest::id)).containsExactly("1", "1", "2");
        assertThat(service.asked()).contains("&backfill_minutes=");
    }

    /** What was heard of it says nothing of what was not. */
    @Test
    void away_backfillBreaks_isBackfilledFromItsBeginning() throws Exception {
        readBefore(Duration.ofSeconds(210));
        saidTwo(Duration.ofSeconds(205));
        service.breakNext();
        begin(Stream.SEARCH, OptionalInt.empty(), LONG);
        assertThat(service.asked()).contains("&backfill_minutes=5");
        assertThat(service.asked()).contains("&backfill_minutes=5");
        assertThat(scene.sink.next(3).stream().map(XSourceTest::id)).containsExactly("1", "1", "2");
    }

    private void saidTwo(Duration ago) {
        Instant then = Instant.now().minus(ago);
        service.said(then, XSimulator.post("1", "9", "flood", then));
        service.said(then.plusSeconds(1), XSimulator.post("2", "9", "flood", then));
    }

    @ParameterizedTest
    @EnumSource(
            value = Stream.class,
            names = {"SAMPLE10", "TWEET_COMPLIANCE"})
    void backfill_whatHappensNowIsHeard_movesTheCursor(Stream stream) throws Exception {
        Instant before = readBefore(Duration.ofSeconds(150));
        service.silent(true);
        begin(stream, OptionalInt.of(1), LONG);
        scene.until(state -> state.phase() == Phase.READING);
        JsonObject tweet = new JsonObject().put("tweet", new JsonObject().put("id", "3"));
        service.say(
                1,
                stream == Stream.SAMPLE10
                        ? XSimulator.post("3", "9", "flood")
                        : XSimulator.compliance("delete", tweet));
        scene.until(state -> state.cursor().orElseThrow().upTo().isAfter(before));
    }

    @Test
    void connect_clockWasSetBack_asksForABackfillThatThereIs() throws Exception {
        readBefore(Duration.ofMinutes(-10));
        read(Stream.SEARCH);
        assertThat(service.asked()).contains("&backfill_minutes=1");
    }

    /** What was refused was not the past, but all of it; when that is over, the past is to be had. */
    @Test
    void connection_refusedWithoutThePastToo_asksForThePastAgain() throws Exception {
        readBefore(Duration.ofMinutes(2));
        service.refuse(403, "{\"title\":\"client-forbidden\"}", Map.of());
        service.refuse(403, "{\"title\":\"client-forbidden\"}", Map.of());
        XConfig config = config(Stream.SEARCH, LONG);
        scene.read(vertx -> new Hasty(new XSource(vertx, config, OptionalInt.empty(), InstantSource.system())));
        assertThat(service.asked()).contains("backfill_minutes");
        assertThat(service.asked()).doesNotContain("backfill_minutes");
        assertThat(service.asked()).contains("backfill_minutes");
        assertThat(scene.state().gaps()).isEmpty();
    }

    /** As the source is, but it doesn't wait. */
    private record Hasty(Source source) implements Source {
        private static final BackOff.Waits SHORT = BackOff.Waits.linear(Duration.ofMillis(1), Duration.ofMillis(1));

        @Override
        public Connection connect(Cursor after, Intake intake) {
            return source.connect(after, intake);
        }

        @Override
        public Cursor beginning(Instant now) {
            return source.beginning(now);
        }

        @Override
        public BackOff backOff() {
            return new BackOff(SHORT, SHORT, SHORT);
        }

        @Override
        public Duration silence() {
            return source.silence();
        }
    }

    @Test
    void away_forDays_isAGapThatIsTold() throws Exception {
        Instant before = readBefore(Duration.ofHours(30));
        begin(Stream.FIREHOSE, OptionalInt.of(1), LONG);
        Gap gap = Waiting.next(scene.heard.gaps);
        assertThat(gap.from()).isEqualTo(before);
        assertThat(Duration.between(gap.to(), Instant.now())).isBetween(Duration.ofHours(23), Duration.ofHours(24));
        assertThat(service.asked()).contains("start_time=");
    }

    @Test
    void away_longerThanASampleBackfills_isAGapThatIsTold() throws Exception {
        Instant before = readBefore(Duration.ofMinutes(20));
        read(Stream.SAMPLE);
        assertThat(service.asked()).contains("backfill_minutes=5").doesNotContain("start_time");
        Gap gap = Waiting.next(scene.heard.gaps);
        assertThat(gap.from()).isEqualTo(before);
        assertThat(gap.reason()).isEqualTo("longer ago than the 5 min of a backfill");
    }

    @Test
    void away_andRecoveryIsNotGranted_isAGapThatIsTold() throws Exception {
        readBefore(Duration.ofMinutes(20));
        service.refuse(403, "{\"title\":\"client-forbidden\"}", Map.of());
        scene.sink.hold();
        begin(Stream.SEARCH, OptionalInt.empty(), LONG);
        assertThat(service.asked()).contains("start_time=");
        assertThat(service.asked()).contains("backfill_minutes=5");
        assertThat(Waiting.next(scene.heard.gaps).reason()).isEqualTo("longer ago than the 5 min of a backfill");
    }

    @Test
    void sink_behind_theServiceWaits() throws Exception {
        read(Stream.SEARCH);
        scene.sink.hold();
        String text = "flood ".repeat(500);
        int all = 5_000;
        for (int i = 0; i < all; i++) {
            service.say(XSimulator.post("1" + i, "9", text));
        }
        scene.until(state -> scene.sink.underWay() == Batches.MAX_UNDER_WAY);
        assertThat(service.waits()).isTrue();
        scene.sink.release();
        assertThat(scene.sink.next(all).stream().map(XSourceTest::id).toList())
                .isEqualTo(IntStream.range(0, all).mapToObj(i -> "1" + i).toList());
    }

    @Test
    void messages_thatAreNone_costThemselvesOnly() throws Exception {
        read(Stream.SEARCH);
        String whole = XSimulator.post("1", "9", "flood");
        service.say(whole);
        service.say("not JSON");
        service.say(whole.substring(0, whole.length() / 2));
        service.say("x".repeat(3 << 20));
        service.say("[".repeat(100_000));
        service.say("{\"data\":{\"id\":\"3\",\"text\":7}}");
        service.say("{\"data\":{\"moon\":{}}}");
        service.say("{\"type\":\"connection_metadata\",\"datacenter\":\"atla\"}");
        service.say("{\"data\":{\"undrop\":{\"tweet\":{\"id\":\"1\"}}}}");
        service.say(XSimulator.post("2", "9", "fire"));
        assertThat(scene.sink.next(2).stream().map(XSourceTest::id)).containsExactly("1", "2");
        SourceState state = scene.state();
        assertThat(state.refused()).isEqualTo(5);
        assertThat(state.reconnects()).isZero();
    }

    @Test
    void messages_doubledInDisorderAndDeletedBefore_allCome() throws Exception {
        read(Stream.SEARCH);
        JsonObject tweet = new JsonObject().put("tweet", new JsonObject().put("id", "3"));
        service.say(XSimulator.compliance("delete", tweet));
        service.say(XSimulator.post("3", "9", "flood"));
        service.say(XSimulator.post("1", "9", "flood"));
        service.say(XSimulator.post("3", "9", "flood"));
        assertThat(scene.sink.next(4).stream().map(XSourceTest::id)).containsExactly("3", "3", "1", "3");
    }

    @Test
    void token_isToldToNobody() {
        XConfig config = new XConfig(service.service(), Stream.SEARCH, List.of(), new Secret("geheim"), "x", LONG);
        assertThat(config.toString()).doesNotContain("geheim");
    }
}
