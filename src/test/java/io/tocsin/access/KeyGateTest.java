package io.tocsin.access;

import static io.tocsin.Waiting.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.ProblemServer;
import io.tocsin.Waiting;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over a real socket, before a route that answers with the body it got. */
final class KeyGateTest {
    private static final ApiKey KEY = ApiKey.random(new SplittableRandom(1));
    private static final ApiKey UNKNOWN = ApiKey.random(new SplittableRandom(2));
    private static final ApiKey WRONG = new ApiKey(KEY.id(), UNKNOWN.secret());

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient sockets = vertx.createWebSocketClient();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private volatile Function<String, CompletionStage<Optional<String>>> hashes =
            id -> CompletableFuture.completedStage(id.equals(KEY.id()) ? Optional.of(KEY.hash()) : Optional.empty());
    private final Tickets tickets =
            new Tickets(new SecretKeySpec(new byte[32], "AES"), now::get, new SplittableRandom(3));
    private KeyGate gate;
    private ProblemServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ProblemServer(vertx);
        gate = new KeyGate(
                id -> {
                    asked.add(id);
                    return hashes.apply(id);
                },
                tickets,
                now::get,
                PATIENCE);
        server.on("/echo", gate, KeyGateTest::echo);
        server.on(
                "/v1/stream",
                gate,
                request -> request.response().end(Pass.of(request).toString()).onComplete(sent -> {}));
        server.on("/stream", gate, request -> request.request().toWebSocket().onComplete(socket -> {}));
    }

    @AfterEach
    void stop() throws Exception {
        on(vertx.close());
    }

    @Test
    void handle_ticketInTheUrl_opensASessionOnce() throws Exception {
        String query = "?ticket=" + tickets.issue(KEY.id()).text();
        HttpResponse<String> first = get("/v1/stream" + query);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body()).isEqualTo(new Pass(KEY.id(), true).toString());
        assertThat(get("/v1/stream" + query).statusCode()).isEqualTo(401);
    }

    @Test
    void handle_ticketAsSubProtocol_opensASession() throws Exception {
        HttpResponse<String> response = get(
                "/v1/stream",
                "Sec-WebSocket-Protocol",
                "tocsin.v1, tocsin.ticket." + tickets.issue(KEY.id()).text());
        assertThat(response.statusCode()).isEqualTo(200);
    }

    /** A ticket opens sessions, and nothing else. */
    @Test
    void handle_ticketForAnotherRoute_isRefused() throws Exception {
        String ticket = tickets.issue(KEY.id()).text();
        assertThat(get("/echo?ticket=" + ticket).statusCode()).isEqualTo(401);
        assertThat(on(post(Optional.of("Bearer " + ticket), "hello")).statusCode())
                .isEqualTo(401);
    }

    /** A key in a URL ends up in logs, so it opens nothing. */
    @Test
    void handle_keyInTheUrl_isRefused() throws Exception {
        assertThat(get("/v1/stream?ticket=" + KEY.text()).statusCode()).isEqualTo(401);
        assertThat(get("/v1/stream?key=" + KEY.text()).statusCode()).isEqualTo(401);
    }

    @Test
    void handle_ticketOfAKeyThatIsGone_isRefused() throws Exception {
        assertThat(get("/v1/stream?ticket=" + tickets.issue(UNKNOWN.id()).text())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void bringing_keyOrTicket_isItsPass() throws Exception {
        assertThat(on(gate.bringing(KEY.text()))).contains(new Pass(KEY.id(), false));
        assertThat(on(gate.bringing(tickets.issue(KEY.id()).text()))).contains(new Pass(KEY.id(), true));
        assertThat(on(gate.bringing(WRONG.text()))).isEmpty();
        assertThat(on(gate.bringing("x"))).isEmpty();
        assertThat(on(gate.stands(new Pass(KEY.id(), true)))).isTrue();
        assertThat(on(gate.stands(new Pass(UNKNOWN.id(), true)))).isFalse();
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.url(path));
        return client.send(
                headers.length == 0 ? request.build() : request.headers(headers).build(), BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer ", "BEARER   "})
    void handle_validKey_passes(String scheme) throws Exception {
        HttpResponse<String> response = on(post(Optional.of(scheme + KEY.text()), "hello"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("hello");
    }

    @Test
    void handle_keyFoundLate_bodyIsWhole() throws Exception {
        CompletableFuture<Optional<String>> late = new CompletableFuture<>();
        hashes = id -> late;
        String body = "x".repeat(1 << 20);
        CompletableFuture<HttpResponse<String>> response = post(Optional.of("Bearer " + KEY.text()), body);
        assertThat(Waiting.next(asked)).isEqualTo(KEY.id());
        late.complete(Optional.of(KEY.hash()));
        assertThat(on(response).body()).isEqualTo(body);
    }

    @Test
    void handle_noKey_isRefused() throws Exception {
        refused(Optional.empty(), "no key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer tk_short_secret", "Basic dXNlcjpwYXNz", "Bearer  "})
    void handle_otherForm_isRefused(String header) throws Exception {
        refused(Optional.of(header), "a key of another form");
        assertThat(asked).isEmpty();
    }

    @Test
    void handle_wrongSecret_isRefused() throws Exception {
        refused(Optional.of("Bearer " + WRONG.text()), "a key that is not valid");
    }

    @Test
    void handle_unknownId_isRefusedInTheSameWords() throws Exception {
        refused(Optional.of("Bearer " + UNKNOWN.text()), "a key that is not valid");
    }

    @Test
    void handle_storeFailsForLongerThanItsPatience_isUnavailable() throws Exception {
        hashes = id -> CompletableFuture.failedStage(new IllegalStateException("disk gone"));
        CompletableFuture<HttpResponse<String>> response = post(Optional.of("Bearer " + KEY.text()), "hello");
        assertThat(Waiting.next(asked)).isEqualTo(KEY.id());
        now.set(NOON.plus(PATIENCE));
        assertThat(on(response).statusCode()).isEqualTo(503);
        assertThat(new JsonObject(on(response).body()).getString("detail"))
                .isEqualTo("The store does not answer, so the key could not be checked. Nothing was done; send it again"
                        + " later.");
    }

    @Test
    void handle_storeFailsForAWhile_passesWhenItIsBack() throws Exception {
        hashes = id -> {
            hashes = again -> CompletableFuture.completedStage(Optional.of(KEY.hash()));
            now.set(NOON.plusMillis(500));
            return CompletableFuture.failedStage(new IllegalStateException("disk gone"));
        };
        String body = "x".repeat(1 << 20);
        assertThat(on(post(Optional.of("Bearer " + KEY.text()), body)).body()).isEqualTo(body);
        assertThat(asked).hasSize(2);
    }

    @Test
    void handle_sameKeyAtOnce_asksTheStoreOnce() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(on(post(Optional.of("Bearer " + KEY.text()), "hello")).statusCode())
                    .isEqualTo(200);
        }
        assertThat(asked).containsExactly(KEY.id());
    }

    @Test
    void handle_keyRevoked_isRefusedHalfASecondLater() throws Exception {
        assertThat(on(post(Optional.of("Bearer " + KEY.text()), "hello")).statusCode())
                .isEqualTo(200);
        hashes = id -> CompletableFuture.completedStage(Optional.empty());
        now.set(NOON.plusMillis(500));
        refused(Optional.of("Bearer " + KEY.text()), "a key that is not valid");
    }

    /** What the store said last says nothing of now. */
    @Test
    void handle_keyWasValidAndStoreFails_isNotLetIn() throws Exception {
        assertThat(on(post(Optional.of("Bearer " + KEY.text()), "hello")).statusCode())
                .isEqualTo(200);
        hashes = id -> {
            now.set(NOON.plus(PATIENCE.multipliedBy(2)));
            return CompletableFuture.failedStage(new IllegalStateException("disk gone"));
        };
        now.set(NOON.plusMillis(500));
        assertThat(on(post(Optional.of("Bearer " + KEY.text()), "hello")).statusCode())
                .isEqualTo(503);
    }

    @Test
    void handle_wrongSecretOfAKeyThatWasJustAskedFor_isRefused() throws Exception {
        assertThat(on(post(Optional.of("Bearer " + KEY.text()), "hello")).statusCode())
                .isEqualTo(200);
        refused(Optional.of("Bearer " + WRONG.text()), "a key that is not valid");
    }

    @Test
    void handle_keyAsSubProtocol_opensTheSocketWithoutNamingIt() throws Exception {
        assertThat(on(connect(List.of("tocsin.v1", "tocsin.key." + KEY.text()))))
                .isEqualTo("tocsin.v1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tocsin.v1", "tocsin.key.tk_short_secret", "tocsin.key."})
    void handle_noKeyAmongSubProtocols_opensNoSocket(String protocol) {
        assertThat(connect(List.of("tocsin.v1", protocol))).failsWithin(Duration.ofSeconds(Waiting.SECONDS));
    }

    @Test
    void handle_wrongSubProtocolKey_opensNoSocket() {
        assertThat(connect(List.of("tocsin.v1", "tocsin.key." + WRONG.text())))
                .failsWithin(Duration.ofSeconds(Waiting.SECONDS));
    }

    private void refused(Optional<String> header, String found) throws Exception {
        HttpResponse<String> response = on(post(header, "hello"));
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(new JsonObject(response.body()).getString("detail"))
                .isEqualTo("authorization: " + found + " (expected: Authorization: Bearer tk_…)");
    }

    private CompletableFuture<HttpResponse<String>> post(Optional<String> authorization, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.url("/echo")).POST(BodyPublishers.ofString(body));
        authorization.ifPresent(header -> request.header("Authorization", header));
        return client.sendAsync(request.build(), BodyHandlers.ofString());
    }

    /** Gives the sub-protocol that was agreed on. */
    private CompletableFuture<String> connect(List<String> protocols) {
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(server.port())
                .setURI("/stream")
                .setSubProtocols(protocols);
        return sockets.connect(options)
                .map(socket -> String.valueOf(socket.subProtocol()))
                .toCompletionStage()
                .toCompletableFuture();
    }

    private static void echo(RoutingContext request) {
        request.request().body().compose(body -> request.response().end(body)).onComplete(sent -> {});
    }
}
