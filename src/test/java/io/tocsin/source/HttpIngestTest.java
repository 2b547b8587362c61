package io.tocsin.source;

import static io.tocsin.Waiting.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.ProblemServer;
import io.tocsin.feed.Posts;
import io.tocsin.post.Receipt;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over a real socket, into a sink that is slow. */
final class HttpIngestTest {
    private static final String NDJSON = "application/x-ndjson";
    private static final String JSON = "application/json";
    private static final int BATCH = 256;
    private static final int MANY = 20_000;

    private final Vertx vertx = Vertx.vertx();
    private final SlowSink sink = new SlowSink();
    private final HttpClient client = HttpClient.newHttpClient();
    private ProblemServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ProblemServer(vertx);
        server.on("/posts", new HttpIngest(sink, InstantSource.fixed(Posts.NOON)));
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
        sink.next().end(Receipt.ACCEPTED);
        SlowSink.Batch second = sink.next();
        assertThat(on(send("text/plain", "")).statusCode()).isEqualTo(415);
        second.fail();
        assertThat(on(response).statusCode()).isEqualTo(503);
        assertThat(on(response).headers().firstValue("Retry-After")).contains("2");
        assertThat(json(response).getString("type")).isEqualTo("urn:tocsin:problem:unavailable");
        assertThat(json(response).getInteger("accepted")).isPositive();
    }

    /** The second batch is what was gathered until the body's end. */
    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void post_sinkFailsAfterTheBody_isToldToComeAgain(HttpClient.Version version) throws Exception {
        CompletableFuture<HttpResponse<String>> response =
                send(version, NDJSON, (post(1) + " ".repeat(300) + "\n").repeat(100));
        SlowSink.Batch first = sink.next();
        SlowSink.Batch last = sink.next();
        assertThat(first.posts().size() + last.posts().size()).isEqualTo(100);
        last.fail();
        assertThat(on(response).statusCode()).isEqualTo(503);
        first.end(Receipt.ACCEPTED);
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

    private CompletableFuture<HttpResponse<String>> send(String type, String body) {
        return send(HttpClient.Version.HTTP_1_1, type, body);
    }

    private CompletableFuture<HttpResponse<String>> send(HttpClient.Version version, String type, String body) {
        HttpRequest request = HttpRequest.newBuilder(server.url("/posts"))
                .version(version)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.sendAsync(request, BodyHandlers.ofString());
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
