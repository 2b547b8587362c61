package io.tocsin.webhook;

import static io.tocsin.feed.Posts.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.Waiting;
import io.tocsin.alert.Alert;
import io.tocsin.delivery.Outcome;
import io.tocsin.delivery.SigningSecret;
import io.tocsin.feed.Body;
import io.tocsin.feed.Entry;
import io.tocsin.post.PostId;
import io.tocsin.subscription.SubscriptionId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over real sockets, against a receiver that misbehaves. */
final class WebhookCarrierTest {
    private static final WebhookConfig PATIENT = Scene.config(Duration.ofSeconds(30));
    private static final WebhookConfig HASTY = Scene.config(Duration.ofMillis(300));
    private static final Entry ENTRY = new Entry(
            new Alert(
                    new SubscriptionId("sub_floods"),
                    7,
                    Alert.Kind.RAISED,
                    new PostId("test", "p1"),
                    List.of(),
                    NOON,
                    NOON.plusSeconds(1)),
            Optional.of(Body.of("{\"text\":\"Überschwemmung\"}".getBytes(StandardCharsets.UTF_8))));

    private final Vertx vertx = Vertx.vertx();

    /** Held here: a client that nobody holds is closed when the garbage is collected. */
    private final HttpClient client = WebhookCarrier.client(vertx, PATIENT);

    private final SigningSecret secret = SigningSecret.generate(new SecureRandom());
    private Receiver receiver;

    @BeforeEach
    void start() throws Exception {
        receiver = new Receiver(vertx, Receiver.status(204));
    }

    @AfterEach
    void stop() throws Exception {
        Waiting.on(vertx.close());
    }

    @Test
    void attempt_accepted_theOfficialLibraryVerifiesIt() throws Exception {
        assertThat(attempt(PATIENT, InstantSource.system())).isEqualTo(new Outcome.Accepted());
        receiver.next().verify(secret);
    }

    @Test
    void attempt_request_isAStandardWebhook() throws Exception {
        Outcome unused = attempt(PATIENT, InstantSource.fixed(NOON));
        Receiver.Received request = receiver.next();
        assertThat(request.id()).isEqualTo("al_floods_000000000007");
        assertThat(request.header("webhook-timestamp")).isEqualTo(Long.toString(NOON.getEpochSecond()));
        assertThat(request.header("content-type")).isEqualTo("application/json");
        assertThat(request.header("user-agent")).isEqualTo("Tocsin/1.2.3");
        assertThat(request.json().getString("type")).isEqualTo("alert.raised");
        assertThat(request.json().getString("timestamp")).isEqualTo("2026-11-23T12:00:01Z");
        assertThat(request.json().getJsonObject("data").getJsonObject("post").getString("text"))
                .isEqualTo("Überschwemmung");
    }

    @Test
    void attempt_request_isACloudEvent() throws Exception {
        Outcome unused = attempt(PATIENT, InstantSource.fixed(NOON));
        Receiver.Received request = receiver.next();
        assertThat(request.header("ce-specversion")).isEqualTo("1.0");
        assertThat(request.header("ce-id")).isEqualTo("al_floods_000000000007");
        assertThat(request.header("ce-source")).isEqualTo("/v1/subscriptions/sub_floods");
        assertThat(request.header("ce-type")).isEqualTo("alert.raised");
        assertThat(request.header("ce-time")).isEqualTo("2026-11-23T12:00:01Z");
    }

    @Test
    void attempt_again_hasTheSameIdAndItsOwnTime() throws Exception {
        Outcome first = attempt(PATIENT, InstantSource.fixed(NOON));
        Outcome second = attempt(PATIENT, InstantSource.fixed(NOON.plusSeconds(5)));
        assertThat(List.of(first, second)).containsOnly(new Outcome.Accepted());
        List<Receiver.Received> requests = receiver.next(2);
        assertThat(requests).extracting(Receiver.Received::id).containsOnly("al_floods_000000000007");
        assertThat(requests)
                .extracting(request -> Long.parseLong(request.header("webhook-timestamp")))
                .containsExactly(NOON.getEpochSecond(), NOON.getEpochSecond() + 5);
    }

    @Test
    void attempt_gone_isRefused() throws Exception {
        receiver.answers(Receiver.status(410));
        assertThat(attempt(PATIENT)).isEqualTo(new Outcome.Refused("status 410: the endpoint is gone"));
    }

    @Test
    void attempt_wishesToBeDisabled_isRefused() throws Exception {
        receiver.answers(request -> wishing(request, 404, "disable"));
        assertThat(attempt(PATIENT)).isEqualTo(new Outcome.Refused("status 404: the endpoint asks to be disabled"));
    }

    @Test
    void attempt_wishesNoOtherAttempt_isAborted() throws Exception {
        receiver.answers(request -> wishing(request, 400, "abort-message"));
        assertThat(attempt(PATIENT))
                .isEqualTo(new Outcome.Aborted("status 400: the endpoint asks for no other attempt"));
    }

    @Test
    void attempt_acceptedWithAWish_isAccepted() throws Exception {
        receiver.answers(request -> wishing(request, 200, "abort-message"));
        assertThat(attempt(PATIENT)).isEqualTo(new Outcome.Accepted());
    }

    @Test
    void attempt_answered_keepsStatusAndTheBeginningOfTheBody() throws Exception {
        receiver.answers(request -> request.response()
                .setStatusCode(500)
                .end("ü".repeat(2048) + "never read")
                .onComplete(sent -> {}));
        Reply reply = reply(carrier(PATIENT, InstantSource.system()));
        assertThat(reply.status()).hasValue(500);
        assertThat(reply.excerpt()).isEqualTo("ü".repeat(2048));
    }

    @Test
    void attempt_notAnswered_hasNoStatus() throws Exception {
        receiver.answers(request -> {});
        assertThat(reply(carrier(HASTY, InstantSource.system())))
                .isEqualTo(Reply.none(deferred("no answer within 0.3 s")));
    }

    @Test
    void attempt_redirect_isNotFollowed() throws Exception {
        receiver.answers(request -> request.response()
                .setStatusCode(303)
                .putHeader("location", receiver.url().resolve("/elsewhere").toString())
                .end()
                .onComplete(sent -> {}));
        assertThat(attempt(PATIENT)).isEqualTo(deferred("status 303: redirects are not followed"));
        assertThat(receiver.next(1)).hasSize(1);
        assertThat(receiver.rest()).isEmpty();
    }

    @Test
    void attempt_throttled_waitsAsAsked() throws Exception {
        receiver.answers(request -> throttled(request, "120"));
        assertThat(attempt(PATIENT)).isEqualTo(new Outcome.Deferred("status 429", Optional.of(Duration.ofMinutes(2))));
    }

    @Test
    void attempt_throttledUntil_waitsAsAsked() throws Exception {
        receiver.answers(request -> throttled(request, "Mon, 23 Nov 2026 12:01:30 GMT"));
        assertThat(attempt(PATIENT, InstantSource.fixed(NOON)))
                .isEqualTo(new Outcome.Deferred("status 429", Optional.of(Duration.ofSeconds(90))));
    }

    @Test
    void attempt_serverError_isDeferred() throws Exception {
        receiver.answers(Receiver.status(500));
        assertThat(attempt(PATIENT)).isEqualTo(deferred("status 500"));
    }

    @Test
    void attempt_neverAnswered_isDeferred() throws Exception {
        receiver.answers(request -> {});
        assertThat(attempt(HASTY)).isEqualTo(deferred("no answer within 0.3 s"));
    }

    @Test
    void attempt_reset_isDeferred() throws Exception {
        receiver.answers(request -> request.connection().close().onComplete(closed -> {}));
        assertThat(attempt(PATIENT)).isEqualTo(deferred("Connection was closed"));
    }

    @Test
    void attempt_nobodyListens_isDeferred() throws Exception {
        // Taken, so that nobody else gets the port, and not listened on. The socket of a server that was closed is
        // still open until the server's selector looks at it again.
        try (Socket bound = new Socket()) {
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Outcome outcome = attempt(PATIENT, URI.create("http://127.0.0.1:" + bound.getLocalPort()));
            assertThat(outcome).isInstanceOf(Outcome.Deferred.class);
            assertThat(((Outcome.Deferred) outcome).why()).startsWith("Connection refused");
        }
    }

    @Test
    void attempt_endlessBody_isCutAndTheStatusCounts() throws Exception {
        var cut = new CompletableFuture<String>();
        receiver.answers(request -> {
            request.connection().closeHandler(closed -> cut.complete("cut"));
            request.response().setChunked(true);
            pour(request);
        });
        assertThat(attempt(PATIENT)).isEqualTo(new Outcome.Accepted());
        assertThat(cut.get(Waiting.SECONDS, TimeUnit.SECONDS)).isEqualTo("cut");
    }

    @Test
    void attempt_bodyThatStalls_endsInTime() throws Exception {
        receiver.answers(request -> request.response()
                .setStatusCode(500)
                .setChunked(true)
                .write("one moment")
                .onComplete(sent -> {}));
        // The status must come within the limit, for which a busy machine may need a while.
        assertThat(attempt(Scene.config(Duration.ofSeconds(3)))).isEqualTo(deferred("status 500"));
    }

    private void pour(HttpServerRequest request) {
        request.response()
                .write(Buffer.buffer(new byte[1024]))
                .onSuccess(sent -> vertx.runOnContext(go -> pour(request)));
    }

    private static void throttled(HttpServerRequest request, String retryAfter) {
        request.response()
                .setStatusCode(429)
                .putHeader("retry-after", retryAfter)
                .end()
                .onComplete(sent -> {});
    }

    private static void wishing(HttpServerRequest request, int status, String wish) {
        request.response()
                .setStatusCode(status)
                .putHeader("webhook-delivery", wish)
                .end()
                .onComplete(sent -> {});
    }

    private static Outcome deferred(String why) {
        return new Outcome.Deferred(why, Optional.empty());
    }

    private Outcome attempt(WebhookConfig config) throws Exception {
        return attempt(config, InstantSource.fixed(Instant.EPOCH));
    }

    private Outcome attempt(WebhookConfig config, InstantSource clock) throws Exception {
        return attempt(carrier(config, clock));
    }

    private WebhookCarrier carrier(WebhookConfig config, InstantSource clock) {
        return new WebhookCarrier(
                vertx, client, Names.system(vertx), receiver.url(), new Signer(secret), config, Scene.CURSORS, clock);
    }

    private Outcome attempt(WebhookConfig config, URI url) throws Exception {
        return attempt(new WebhookCarrier(
                vertx,
                client,
                Names.system(vertx),
                url,
                new Signer(secret),
                config,
                Scene.CURSORS,
                InstantSource.fixed(Instant.EPOCH)));
    }

    private Outcome attempt(WebhookCarrier carrier) throws Exception {
        return reply(carrier).outcome();
    }

    private Reply reply(WebhookCarrier carrier) throws Exception {
        return Waiting.on(Future.<Reply>future(promise -> vertx.getOrCreateContext()
                .runOnContext(go -> carrier.attempt(ENTRY).onComplete(promise))));
    }
}
