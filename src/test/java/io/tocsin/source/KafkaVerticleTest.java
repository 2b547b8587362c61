package io.tocsin.source;

import static io.tocsin.Waiting.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.Waiting;
import io.tocsin.post.PostEvent;
import io.tocsin.post.SourceLog.Gap;
import io.tocsin.source.SourceState.Phase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** A topic of Kafka as a source, at a broker as it is. */
@Tag("sources")
final class KafkaVerticleTest {
    private static final String GROUP = "tocsin";
    /** Members hear of each other sooner. */
    private static final Map<String, String> HASTY =
            Map.of("heartbeat.interval.ms", "100", "metadata.max.age.ms", "500");

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private static Path directory;

    private static KafkaBroker broker;

    private final Vertx vertx = Vertx.vertx();
    private final TakingSink sink = new TakingSink();
    private final HeldSourceLog log = new HeldSourceLog();
    private final SourceScene.Heard heard = new SourceScene.Heard();
    private String topic = "";

    @BeforeAll
    static void startBroker() throws Exception {
        broker = KafkaBroker.start(directory);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void makeTopic(TestInfo test) throws Exception {
        topic = test.getTestMethod().orElseThrow().getName();
        broker.topic(topic, 2);
    }

    @AfterEach
    void stop() throws Exception {
        sink.release();
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private KafkaVerticle verticle() {
        return verticle(List.of(broker.address()));
    }

    private KafkaVerticle verticle(List<String> brokers) {
        return new KafkaVerticle(
                topic,
                new KafkaConfig(brokers, topic, GROUP + topic, HASTY),
                sink,
                log,
                heard,
                InstantSource.system(),
                // Ten times as fast, so that it commits as often.
                () -> System.nanoTime() * 10,
                new SplittableRandom(1));
    }

    /** Begins to read; the answer stops it. */
    private Callable<Void> read(KafkaVerticle verticle) throws Exception {
        String id = on(vertx.deployVerticle(verticle));
        return () -> on(vertx.undeploy(id));
    }

    private static SourceState until(KafkaVerticle verticle, Predicate<SourceState> holds) throws Exception {
        return Waiting.until(() -> on(verticle.state()), LIMIT, holds);
    }

    private static String post(int number) {
        return "{\"source\":\"k\",\"id\":\"" + number + "\",\"author\":{\"id\":\"a\"},\"text\":\"flood\"}";
    }

    private static List<String> posts(int from, int to) {
        return IntStream.range(from, to).mapToObj(KafkaVerticleTest::post).toList();
    }

    private static String id(PostEvent event) {
        return ((PostEvent.Published) event).post().id().id();
    }

    private static List<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private void untilCommitted(int partition, long offset) throws Exception {
        assertThat(Waiting.until(
                        () -> broker.committed(GROUP + topic, topic, partition),
                        LIMIT,
                        committed -> committed >= offset))
                .isEqualTo(offset);
    }

    @Test
    void read_records_areTakenInOrderAndCommitted() throws Exception {
        broker.write(topic, 0, posts(0, 500));
        KafkaVerticle verticle = verticle();
        Instant begun = Instant.now();
        read(verticle);
        assertThat(sink.next(500).stream().map(KafkaVerticleTest::id)).isEqualTo(ids(0, 500));
        untilCommitted(0, 500);
        SourceState state = until(
                verticle,
                its -> its.phase() == Phase.READING
                        && its.cursor()
                                .filter(cursor -> cursor.upTo().isAfter(begun))
                                .isPresent());
        assertThat(state.gaps()).isEmpty();
        assertThat(state.refused()).isZero();
    }

    @Test
    void sink_holds_nothingIsCommittedAndReadingStops() throws Exception {
        sink.hold();
        broker.write(topic, 0, posts(0, 10_000));
        KafkaVerticle verticle = verticle();
        read(verticle);
        Waiting.until("batches are under way", LIMIT, () -> sink.underWay() == Batches.MAX_UNDER_WAY);
        until(verticle, its -> its.phase() == Phase.READING);
        assertThat(broker.committed(GROUP + topic, topic, 0)).isZero();
        sink.release();
        assertThat(sink.next(10_000).stream().map(KafkaVerticleTest::id)).isEqualTo(ids(0, 10_000));
        untilCommitted(0, 10_000);
    }

    @Test
    void sink_fails_recordsAreGivenAgain() throws Exception {
        sink.fail(1);
        broker.write(topic, 1, posts(0, 10));
        read(verticle());
        assertThat(sink.next(10).stream().map(KafkaVerticleTest::id)).isEqualTo(ids(0, 10));
        untilCommitted(1, 10);
    }

    @Test
    void records_thatAreNoPosts_costThemselvesOnly() throws Exception {
        List<String> poison = List.of(
                "not JSON",
                "{\"source\":\"k\"}",
                "[" + post(7) + "]",
                post(8).substring(0, 20),
                "[".repeat(100_000),
                "\"" + "x".repeat(900_000) + "\"",
                "");
        broker.write(
                topic,
                0,
                Stream.of(posts(0, 1), poison, posts(1, 2))
                        .flatMap(List::stream)
                        .toList());
        KafkaVerticle verticle = verticle();
        read(verticle);
        assertThat(sink.next(2).stream().map(KafkaVerticleTest::id)).containsExactly("0", "1");
        untilCommitted(0, poison.size() + 2);
        assertThat(on(verticle.state()).refused()).isEqualTo(poison.size() - 1);
    }

    @Test
    void records_onlyThatAreNoPosts_areCommitted() throws Exception {
        broker.write(topic, 0, List.of("x", "y"));
        read(verticle());
        untilCommitted(0, 2);
    }

    @Test
    void stopped_othersGoOnWhereItWas() throws Exception {
        broker.write(topic, 0, posts(0, 100));
        Callable<Void> first = read(verticle());
        assertThat(sink.next(100)).hasSize(100);
        assertThat(first.call()).isNull();
        broker.write(topic, 0, posts(100, 200));
        read(verticle());
        assertThat(id(sink.next())).isEqualTo("100");
    }

    /** The second takes a partition over; what the first has under way then may be read twice, and nothing never. */
    @Test
    void anotherJoins_partitionsAreSharedAndNothingIsLost() throws Exception {
        KafkaVerticle first = verticle();
        read(first);
        until(first, its -> its.phase() == Phase.READING);
        broker.write(topic, 0, posts(0, 200));
        broker.write(topic, 1, posts(200, 400));
        KafkaVerticle second = verticle();
        Callable<Void> stopping = read(second);
        until(second, its -> its.phase() == Phase.READING);
        broker.write(topic, 0, posts(400, 600));
        broker.write(topic, 1, posts(600, 800));
        untilCommitted(0, 400);
        untilCommitted(1, 400);
        assertThat(stopping.call()).isNull();
        broker.write(topic, 0, posts(800, 900));
        broker.write(topic, 1, posts(900, 1_000));
        Set<String> seen = new HashSet<>();
        while (seen.size() < 1_000) {
            seen.add(id(sink.next()));
        }
        untilCommitted(0, 500);
        untilCommitted(1, 500);
    }

    @Test
    void away_whatIsGoneMeanwhile_isAGapThatIsTold() throws Exception {
        broker.write(topic, 0, posts(0, 10));
        Callable<Void> first = read(verticle());
        assertThat(sink.next(10)).hasSize(10);
        assertThat(first.call()).isNull();
        broker.write(topic, 0, posts(10, 30));
        broker.forgetBefore(topic, 0, 20);
        read(verticle());
        assertThat(id(sink.next())).isEqualTo("20");
        Gap gap = Waiting.next(heard.gaps);
        assertThat(gap.reason()).isEqualTo(topic + "-0: from offset 10 on it is gone, and read on at 20");
    }

    @Test
    void begin_brokersHaveNoAddress_isToldAndNobodyElsesTrouble() throws Exception {
        KafkaVerticle verticle = verticle(List.of("broker.invalid:9092"));
        Callable<Void> stopping = read(verticle);
        SourceState state = until(verticle, its -> its.error().isPresent());
        assertThat(state.error().orElseThrow().reason())
                .startsWith("it can't be begun: ")
                .contains("bootstrap");
        assertThat(state.phase()).isEqualTo(Phase.CONNECTING);
        assertThat(stopping.call()).isNull();
    }

    @Test
    void config_passwords_areToldToNobody() {
        KafkaConfig config = new KafkaConfig(List.of("a:1"), "t", "g", Map.of("sasl.jaas.config", "geheim"));
        assertThat(config.toString()).doesNotContain("geheim");
    }
}
