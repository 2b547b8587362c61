package io.tocsin.ingest;

import static io.tocsin.Waiting.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.ProblemServer;
import io.tocsin.Waiting;
import io.tocsin.feed.Posts;
import io.tocsin.post.PostEvent;
import io.tocsin.post.PostSink;
import io.tocsin.post.Receipt;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over a real socket, into a sink that is slow. */
final class HttpIngestTest {
    private static final String NDJSON = "application/x-ndjson";
    private static final String JSON = "application/json";
    private static final int BATCH = 256;
    private static final int MANY = 20_000;
    private static final int WIDE = 100_000_000;

    private final Vertx vertx = Vertx.vertx();
    private final SlowSink sink = new SlowSink();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Repeats repeats = new Repeats(1 << 20);
    /** Allows all, and counts it. */
    private final PostQuota wide = new PostQuota(1_000_000, WIDE);

    private final AtomicLong seconds = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private ProblemServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ProblemServer(vertx);
        server.on("/posts", ingest(sink, Optional.of(wide)));
        server.on("/limited", ingest(this::take, Optional.of(new PostQuota(100, 1_000))));
    }

    private CompletionStage<List<Receipt>> take(List<PostEvent> batch, Instant receivedAt) {
        taken.addAndGet(batch.size());
        return CompletableFuture.completedStage(Collections.nCopies(batch.size(), Receipt.ACCEPTED));
    }

    /** How many posts were read, on their way or not. */
    private long read() {
        return WIDE - wide.take("somebody", 0, Posts.NOON).left();
    }

    private HttpIngest ingest(PostSink into, Optional<PostQuota> quota) {
        return new HttpIngest(
                into,
                request -> Optional.ofNullable(request.request().getHeader("Sender"))
                        .orElse("somebody"),
                quota,
                repeats,
                () -> Posts.NOON.plusSeconds(seconds.get()));
    }

    @AfterEach
    void stop() throws Exception {
        on(vertx.close());
    }

    @Test
    void post_sinkHoldsBatches_atMostFourAreUnderWay() throws Exception {
        CompletableFuture<HttpResponse<String>> response = send(NDJSON, lines(0, MANY));
        List<SlowSink.Batch> held = List.of(sink.next(), sink.next(), sink.next(), sink.next());
        assertThat(held).allSatisfy(batch -> assertThat(batch.posts()).hasSizeLessThanOrEqualTo(BATCH));
        held.forEach(batch -> batch.end(Receipt.ACCEPTED));
        Set<String> taken = ids(held);
        while (taken.size() < MANY) {
            SlowSink.Batch batch = sink.next();
            assertThat(response).isNotDone();
            taken.addAll(ids(List.of(batch)));
            batch.end(Receipt.ACCEPTED);
        }
        assertThat(on(response).statusCode()).isEqualTo(200);
        assertThat(counts(response)).containsExactly(MANY, 0, 0, 0);
        assertThat(sink.mostUnderWay()).isEqualTo(4);
    }

    /** Another request is answered meanwhile, so the first had its turn and did not use it. */
    @Test
    void post_sinkHoldsBatches_noMoreIsRead() throws Exception {
        CompletableFuture<HttpResponse<String>> response = send(NDJSON, lines(0, MANY));
        List<SlowSink.Batch> held = List.of(sink.next(), sink.next(), sink.next(), sink.next());
        assertThat(on(send("text/plain", lines(0, MANY))).statusCode()).isEqualTo(415);
        assertThat(sink.waiting()).isZero();
        assertThat(read()).isLessThan(2_000);
        assertThat(response).isNotDone();
        held.get(0).fail();
        assertThat(on(response).statusCode()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(strings = {JSON, "Application/JSON; charset=utf-8"})
    void post_array_isCounted(String type) throws Exception {
        CompletableFuture<HttpResponse<String>> response = send(type, "[" + post(1) + ",{}," + post(2) + "]");
        sink.next().end(Receipt.DUPLICATE);
        assertThat(on(response).statusCode()).isEqualTo(200);
        assertThat(counts(response)).containsExactly(0, 2, 0, 1);
        assertThat(json(response).getJsonArray("errors").encode())
                .isEqualTo("[{\"line\":2,\"reason\":\"text: missing (expected: a text)\"}]");
    }

    @Test
    void post_eachReceipt_isCounted() throws Exception {
        CompletableFuture<HttpResponse<String>> response = send(NDJSON, lines(0, 3) + "nonsense\n");
        sink.next().stage().complete(List.of(Receipt.ACCEPTED, Receipt.DUPLICATE, Receipt.DELETED_BEFORE));
        assertThat(on(response).statusCode()).isEqualTo(200);
        assertThat(counts(response)).containsExactly(1, 1, 1, 1);
        assertThat(json(response).getJsonArray("errors").getJsonObject(0).getInteger("line"))
                .isEqualTo(4);
    }

    @Test
    void post_manyBadLines_areCountedAndTheFirstNamed() throws Exception {
        CompletableFuture<HttpResponse<String>> response = send(NDJSON, lines(0, 1) + "x\n".repeat(5000));
        sink.next().end(Receipt.ACCEPTED);
        assertThat(on(response).statusCode()).isEqualTo(200);
        assertThat(counts(response)).containsExactly(1, 0, 0, 5000);
        assertThat(json(response).getJsonArray("errors")).hasSize(100);
    }

    @Test
    void post_onlyBadLines_isRefused() throws Exception {
        CompletableFuture<HttpResponse<String>> response = send(NDJSON, "x\ny\n");
        assertThat(on(response).statusCode()).isEqualTo(400);
        assertThat(counts(response)).containsExactly(0, 0, 0, 2);
    }

    @Test
    void post_nothing_isNothing() throws Exception {
        CompletableFuture<HttpResponse<String>> response = send(NDJSON, "");
        assertThat(on(response).statusCode()).isEqualTo(200);
        assertThat(counts(response)).containsExactly(0, 0, 0, 0);
    }

    @Test
    void post_brokenArray_isRefusedAndSaysWhatIsDurable() throws Exception {
        CompletableFuture<HttpResponse<String>> response = send(JSON, "[" + post(1) + "," + post(2) + "}");
        sink.next().end(Receipt.ACCEPTED);
        assertThat(on(response).statusCode()).isEqualTo(400);
        assertThat(counts(response)).containsExactly(2, 0, 0, 1);
    }

    @Test
    void post_sinkFails_isToldToComeAgain() throws Exception {
        CompletableFuture<HttpResponse<String>> response = send(NDJSON, lines(0, MANY));
        List<SlowSink.Batch> held = List.of(sink.next(), sink.next(), sink.next(), sink.next());
        held.get(0).end(Receipt.ACCEPTED);
        // A fifth batch comes only when the first has been counted.
        SlowSink.Batch fifth = sink.next();
        assertThat(fifth.posts()).isNotEmpty();
        held.get(1).fail();
        assertThat(on(response).statusCode()).isEqualTo(503);
        assertThat(json(response).getString("type")).isEqualTo("urn:tocsin:problem:unavailable");
        assertThat(json(response).getInteger("accepted")).isPositive();
    }

    @Test
    void post_sinkFailed_nextRequestIsTaken() throws Exception {
        CompletableFuture<HttpResponse<String>> first = send(NDJSON, lines(0, 1));
        sink.next().fail();
        assertThat(on(first).statusCode()).isEqualTo(503);
        CompletableFuture<HttpResponse<String>> second = send(NDJSON, lines(0, 1));
        sink.next().end(Receipt.ACCEPTED);
        assertThat(counts(second)).containsExactly(1, 0, 0, 0);
    }

    @Test
    void post_otherType_isRefused() throws Exception {
        assertThat(on(send("text/plain", post(1))).statusCode()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void post_packed_isUnpackedAsItIsTaken(String coding) throws Exception {
        CompletableFuture<HttpResponse<String>> response =
                send(request("/posts", UnpackingTest.pack(coding, bytes(lines(0, MANY))))
                        .header("Content-Encoding", coding));
        Set<String> taken = new HashSet<>();
        while (taken.size() < MANY) {
            SlowSink.Batch batch = sink.next();
            taken.addAll(ids(List.of(batch)));
            batch.end(Receipt.ACCEPTED);
        }
        assertThat(counts(response)).containsExactly(MANY, 0, 0, 0);
        assertThat(sink.mostUnderWay()).isLessThanOrEqualTo(4);
    }

    /** All of it is there at once, packed; while the sink holds what it has, the rest stays so. */
    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void post_packedAndSinkHoldsBatches_noMoreIsUnpacked(String coding) throws Exception {
        CompletableFuture<HttpResponse<String>> response =
                send(request("/posts", UnpackingTest.pack(coding, bytes((post(1) + "\n").repeat(1_000_000))))
                        .header("Content-Encoding", coding));
        List<SlowSink.Batch> held = List.of(sink.next(), sink.next(), sink.next(), sink.next());
        assertThat(on(send("text/plain", "")).statusCode()).isEqualTo(415);
        assertThat(sink.waiting()).isZero();
        assertThat(read()).isLessThan(2_000);
        assertThat(response).isNotDone();
        held.get(0).fail();
        assertThat(on(response).statusCode()).isEqualTo(503);
    }

    @Test
    void post_packedAndCut_isRefusedAndSaysWhatIsDurable() throws Exception {
        byte[] packed = UnpackingTest.pack("gzip", bytes(lines(0, 3)));
        CompletableFuture<HttpResponse<String>> response =
                send(request("/posts", Arrays.copyOf(packed, packed.length - 4)).header("Content-Encoding", "gzip"));
        sink.next().end(Receipt.ACCEPTED);
        assertThat(on(response).statusCode()).isEqualTo(400);
        assertThat(json(response).getString("detail"))
                .isEqualTo("The body could not be read to its end: gzip: it breaks off");
        assertThat(counts(response)).containsExactly(3, 0, 0, 0);
    }

    @Test
    void post_anotherCoding_isToldWhichThereAre() throws Exception {
        HttpResponse<String> response =
                on(send(request("/posts", bytes(post(1))).header("Content-Encoding", "br")));
        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.headers().firstValue("Accept-Encoding")).contains("gzip, zstd");
    }

    private HttpRequest.Builder named(String name, String body) {
        return request("/posts", bytes(body)).header("Idempotency-Key", name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"n\"", "n"})
    void post_namedAndSentAgain_isAnsweredAsBeforeAndGoesNowhere(String name) throws Exception {
        CompletableFuture<HttpResponse<String>> first = send(named("n", lines(0, 3) + "nonsense\n"));
        sink.next().end(Receipt.ACCEPTED);
        CompletableFuture<HttpResponse<String>> second = send(named(name, lines(0, 3) + "nonsense\n"), first);
        assertThat(on(second).statusCode()).isEqualTo(200);
        assertThat(on(second).body()).isEqualTo(on(first).body());
        assertThat(sink.waiting()).isZero();
    }

    @Test
    void post_namedAndRefused_isRefusedAgain() throws Exception {
        CompletableFuture<HttpResponse<String>> first = send(named("n", "x\n"));
        CompletableFuture<HttpResponse<String>> second = send(named("n", "x\n"), first);
        assertThat(on(second).statusCode()).isEqualTo(400);
        assertThat(on(second).body()).isEqualTo(on(first).body());
    }

    @Test
    void post_nameUsedForAnotherBody_isRefused() throws Exception {
        CompletableFuture<HttpResponse<String>> first = send(named("n", lines(0, 3)));
        sink.next().end(Receipt.ACCEPTED);
        CompletableFuture<HttpResponse<String>> second = send(named("n", lines(0, 2)), first);
        assertThat(on(second).statusCode()).isEqualTo(422);
        assertThat(json(second).getString("type")).isEqualTo("urn:tocsin:problem:idempotency-key-reused");
    }

    @Test
    void post_nameOfAnotherSender_isAnother() throws Exception {
        CompletableFuture<HttpResponse<String>> first = send(named("n", lines(0, 3)));
        sink.next().end(Receipt.ACCEPTED);
        CompletableFuture<HttpResponse<String>> second =
                send(named("n", lines(0, 2)).header("Sender", "another"), first);
        sink.next().end(Receipt.ACCEPTED);
        assertThat(counts(second)).containsExactly(2, 0, 0, 0);
    }

    @Test
    void post_namedAndUnderWay_isToldSo() throws Exception {
        CompletableFuture<HttpResponse<String>> first = send(named("n", lines(0, 3)));
        SlowSink.Batch batch = sink.next();
        assertThat(on(send(named("n", lines(0, 3)))).statusCode()).isEqualTo(409);
        batch.end(Receipt.ACCEPTED);
        assertThat(on(first).statusCode()).isEqualTo(200);
    }

    @Test
    void post_namedAndSinkFailed_isTakenAsNew() throws Exception {
        CompletableFuture<HttpResponse<String>> first = send(named("n", lines(0, 3)));
        sink.next().fail();
        CompletableFuture<HttpResponse<String>> second = send(named("n", lines(0, 3)), first);
        sink.next().end(Receipt.DUPLICATE);
        assertThat(counts(second)).containsExactly(0, 3, 0, 0);
    }

    /** What names are for. */
    @Test
    void post_namedAndSenderLeftBeforeItsAnswer_isAnsweredWhenItComesAgain() throws Exception {
        String body = lines(0, 3);
        SlowSink.Batch batch;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write(bytes("POST /posts HTTP/1.1\r\nHost: x\r\nIdempotency-Key: n\r\nContent-Type: " + NDJSON
                            + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
            batch = sink.next();
        }
        batch.end(Receipt.ACCEPTED);
        until(() -> repeats.begin(new Repeats.Name("somebody", "n"), Posts.NOON)
                .flatMap(Repeats.Known::answer)
                .isPresent());
        assertThat(counts(send(named("n", body)))).containsExactly(3, 0, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "\"n", "n\"", "\"\"", " "})
    void post_nameThatIsNone_isRefused(String name) throws Exception {
        assertThat(on(send(named(name, lines(0, 3)))).statusCode()).isEqualTo(400);
    }

    private HttpResponse<String> sendLimited(int posts) throws Exception {
        return on(send(request("/limited", bytes(lines(0, posts)))));
    }

    @Test
    void post_quotaUsedUp_isToldWhenToComeAgain() throws Exception {
        HttpResponse<String> first = sendLimited(900);
        assertThat(first.headers().firstValue("RateLimit-Policy")).contains("\"posts\";q=1000;w=10");
        assertThat(first.headers().firstValue("RateLimit")).contains("\"posts\";r=100;t=9");
        assertThat(sendLimited(110).statusCode()).isEqualTo(200);
        HttpResponse<String> refused = sendLimited(1);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(refused.headers().firstValue("RateLimit")).contains("\"posts\";r=0;t=1");
        assertThat(taken).hasValue(1_010);
        seconds.set(1);
        assertThat(sendLimited(1).statusCode()).isEqualTo(200);
    }

    @Test
    void post_moreThanTheQuota_isReadNoFasterThanThat() throws Exception {
        CompletableFuture<HttpResponse<String>> response = send(request("/limited", bytes(lines(0, MANY))));
        until(() -> taken.get() >= 1_000);
        assertThat(sendLimited(1).statusCode()).isEqualTo(429);
        assertThat(taken.get()).isLessThan(1_500);
        seconds.set(1_000);
        until(() -> taken.get() >= 2_000);
        assertThat(response).isNotDone();
        assertThat(taken.get()).isLessThan(2_500);
    }

    private static void until(BooleanSupplier holds) {
        Waiting.until("it is so", Duration.ofSeconds(Waiting.SECONDS), holds);
    }

    private CompletableFuture<HttpResponse<String>> send(String type, String body) {
        return send(HttpRequest.newBuilder(server.url("/posts"))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path, byte[] body) {
        return HttpRequest.newBuilder(server.url(path))
                .header("Content-Type", NDJSON)
                .POST(BodyPublishers.ofByteArray(body));
    }

    private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofString());
    }

    /** Sends it when the other has its answer. */
    private CompletableFuture<HttpResponse<String>> send(
            HttpRequest.Builder request, CompletableFuture<HttpResponse<String>> other) {
        return other.thenCompose(answer -> send(request));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Accepted, duplicate, deleted before, refused. */
    private static List<Integer> counts(CompletableFuture<HttpResponse<String>> response) throws Exception {
        JsonObject answer = json(response);
        return Stream.of("accepted", "duplicate", "deletedBefore", "refused")
                .map(answer::getInteger)
                .toList();
    }

    private static JsonObject json(CompletableFuture<HttpResponse<String>> response) throws Exception {
        return new JsonObject(on(response).body());
    }

    private static Set<String> ids(List<SlowSink.Batch> batches) {
        return batches.stream()
                .flatMap(batch -> batch.posts().stream())
                .map(post -> post.id().id())
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static String lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> post(i) + "\n").collect(Collectors.joining());
    }

    private static String post(int id) {
        return "{\"source\":\"x\",\"id\":\"" + id + "\",\"author\":{\"id\":\"a\"},\"text\":\"flood\"}";
    }
}
