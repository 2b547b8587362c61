package io.tocsin.webhook;

import static io.tocsin.feed.Posts.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.Waiting;
import io.tocsin.alert.Alert;
import io.tocsin.delivery.Outcome;
import io.tocsin.delivery.Reach;
import io.tocsin.delivery.SigningSecret;
import io.tocsin.feed.Body;
import io.tocsin.feed.Entry;
import io.tocsin.post.PostId;
import io.tocsin.subscription.SubscriptionId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a receiver does, an attempt ends in time with what is true of it, and holds nothing afterwards. */
final class HostileReceiverTest {
    private static final WebhookConfig PATIENT = Scene.config(Duration.ofSeconds(30));
    private static final WebhookConfig HASTY = Scene.config(Duration.ofMillis(300));
    private static final String NAME = "receiver.test";
    private static final byte[] MUCH = "x".repeat(64 * 1024).getBytes(StandardCharsets.ISO_8859_1);
    private static final Entry ENTRY = new Entry(
            new Alert(
                    new SubscriptionId("sub_floods"),
                    7,
                    Alert.Kind.RAISED,
                    new PostId("test", "p1"),
                    List.of(),
                    NOON,
                    NOON),
            Optional.of(Body.of("{}".getBytes(StandardCharsets.UTF_8))));

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = WebhookCarrier.client(vertx, PATIENT);
    private final SigningSecret secret = SigningSecret.generate(new SecureRandom());
    private final BlockingQueue<List<InetAddress>> answers = new LinkedBlockingQueue<>();

    @TempDir
    private static Path directory;

    private static Certificates certificates;

    @BeforeAll
    static void certify() throws Exception {
        certificates = new Certificates(directory);
    }

    @AfterEach
    void stop() throws Exception {
        Waiting.on(vertx.close());
    }

    @Test
    void neverAnswers_endsInTimeAndTheConnectionWithIt() throws Exception {
        try (HostileServer server = new HostileServer(HostileServer.Talk::untilTheyClose)) {
            assertThat(attempt(HASTY, server.url())).isEqualTo(deferred("no answer within 0.3 s"));
            assertThat(Waiting.next(server.ends)).isEqualTo("as it liked");
        }
    }

    @Test
    void resets_isDeferred() throws Exception {
        try (HostileServer server = new HostileServer(HostileServer.Talk::reset)) {
            assertThat(attempt(PATIENT, server.url())).isInstanceOf(Outcome.Deferred.class);
        }
    }

    /** Each byte comes well within the limit; all of them do not. */
    @Test
    void oneByteAtATime_endsInTimeAndIsCut() throws Exception {
        try (HostileServer server = new HostileServer(talk -> {
            talk.say("HTTP/1.1 200 OK\r\nx: ");
            while (true) {
                talk.say("x");
                LockSupport.parkNanos(10_000_000);
            }
        })) {
            assertThat(attempt(HASTY, server.url())).isEqualTo(deferred("no answer within 0.3 s"));
            assertThat(Waiting.next(server.ends)).isEqualTo("cut");
        }
    }

    @Test
    void endlessBody_isCutAfterLittle() throws Exception {
        try (HostileServer server = new HostileServer(talk -> {
            talk.say("HTTP/1.1 500 No\r\ncontent-length: 1000000000000\r\n\r\n");
            while (true) {
                talk.say(MUCH);
            }
        })) {
            assertThat(attempt(PATIENT, server.url())).isEqualTo(deferred("status 500"));
            assertThat(Waiting.next(server.ends)).isEqualTo("cut");
            assertThat(server.said.get()).isLessThan(64 << 20);
        }
    }

    /** Would be a million times as much, were it unpacked. */
    @Test
    void endlessBodyThatIsPacked_isNotUnpacked() throws Exception {
        try (HostileServer server = new HostileServer(talk -> {
            talk.say("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ntransfer-encoding: chunked\r\n\r\n");
            while (true) {
                talk.say("10000\r\n");
                talk.say(MUCH);
                talk.say("\r\n");
            }
        })) {
            assertThat(attempt(PATIENT, server.url())).isEqualTo(new Outcome.Accepted());
            assertThat(Waiting.next(server.ends)).isEqualTo("cut");
            assertThat(server.heads.remove().toLowerCase(Locale.ROOT)).doesNotContain("accept-encoding");
        }
    }

    @Test
    void endlessHeaders_areCutAfterLittle() throws Exception {
        try (HostileServer server = new HostileServer(talk -> {
            talk.say("HTTP/1.1 200 OK\r\n");
            while (true) {
                talk.say("x: y\r\n".repeat(1000));
            }
        })) {
            assertThat(attempt(PATIENT, server.url())).isInstanceOf(Outcome.Deferred.class);
            assertThat(Waiting.next(server.ends)).isEqualTo("cut");
            assertThat(server.said.get()).isLessThan(64 << 20);
        }
    }

    @Test
    void endlessHeaderLine_isCutAfterLittle() throws Exception {
        try (HostileServer server = new HostileServer(talk -> {
            talk.say("HTTP/1.1 200 OK\r\nx: ");
            while (true) {
                talk.say(MUCH);
            }
        })) {
            assertThat(attempt(PATIENT, server.url())).isInstanceOf(Outcome.Deferred.class);
            assertThat(Waiting.next(server.ends)).isEqualTo("cut");
        }
    }

    @Test
    void endlessContinue_endsInTime() throws Exception {
        try (HostileServer server = new HostileServer(talk -> {
            while (true) {
                talk.say("HTTP/1.1 100 Continue\r\n\r\n".repeat(10));
                LockSupport.parkNanos(1_000_000);
            }
        })) {
            assertThat(attempt(HASTY, server.url())).isInstanceOf(Outcome.Deferred.class);
            assertThat(Waiting.next(server.ends)).isEqualTo("cut");
        }
    }

    @Test
    void notHttp_isDeferred() throws Exception {
        try (HostileServer server = new HostileServer(talk -> talk.say("220 mail.example.org ESMTP\r\n"))) {
            assertThat(attempt(PATIENT, server.url())).isInstanceOf(Outcome.Deferred.class);
        }
    }

    @Test
    void closesAfterItsAnswer_isAcceptedAndAskedAgainAnew() throws Exception {
        try (HostileServer server =
                new HostileServer(talk -> talk.say("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"))) {
            assertThat(attempt(PATIENT, server.url())).isEqualTo(new Outcome.Accepted());
            assertThat(Waiting.next(server.ends)).isEqualTo("as it liked");
            // The first of these may take the connection before its end is known here.
            assertThat(List.of(attempt(PATIENT, server.url()), attempt(PATIENT, server.url())))
                    .contains(new Outcome.Accepted());
        }
    }

    /** What it says before it is asked is no answer. */
    @Test
    void answersTwice_theSecondIsNotTheNextRequests() throws Exception {
        try (HostileServer server = new HostileServer(talk -> {
            talk.say("HTTP/1.1 204 Taken\r\n\r\nHTTP/1.1 410 Gone\r\ncontent-length: 0\r\n\r\n");
            talk.untilTheyClose();
        })) {
            assertThat(attempt(PATIENT, server.url())).isEqualTo(new Outcome.Accepted());
            // The connection may be closing while it is taken for the next request, which then fails, too.
            assertThat(attempt(PATIENT, server.url())).isNotInstanceOf(Outcome.Refused.class);
        }
    }

    @Test
    void redirects_isNotFollowed() throws Exception {
        AtomicInteger visited = new AtomicInteger();
        try (HostileServer target = new HostileServer(talk -> visited.incrementAndGet());
                HostileServer server = new HostileServer(talk -> talk.say(
                        "HTTP/1.1 307 There\r\nlocation: " + target.url() + "\r\ncontent-length: 0\r\n\r\n"))) {
            assertThat(attempt(PATIENT, server.url())).isEqualTo(deferred("status 307: redirects are not followed"));
            assertThat(target.heads).isEmpty();
            assertThat(visited).hasValue(0);
        }
    }

    @Test
    void address_notPublic_isNotConnectedTo() throws Exception {
        try (HostileServer server = new HostileServer(talk -> {})) {
            WebhookConfig usual = PATIENT.reaching(Reach.PUBLIC);
            assertThat(attempt(usual, server.url()))
                    .isEqualTo(deferred("url: " + server.url()
                            + " (expected: a host with a public address, or in one of webhook.privateNetworks)"));
            names("127.0.0.1");
            assertThat(attempt(usual, named(server))).isEqualTo(refused());
            assertThat(server.heads).isEmpty();
            assertThat(server.ends).isEmpty();
        }
    }

    @Test
    void name_ofAddressesThatMayAndMayNotBeReached_isReachedWhereItMay() throws Exception {
        try (HostileServer server =
                new HostileServer(talk -> talk.say("HTTP/1.1 204 Taken\r\nconnection: close\r\n\r\n"))) {
            names("10.0.0.1", "127.0.0.1");
            assertThat(attempt(PATIENT, named(server))).isEqualTo(new Outcome.Accepted());
            assertThat(server.heads.remove().toLowerCase(Locale.ROOT)).contains("host: " + NAME + ":" + server.port());
        }
    }

    /** The connection of the first request is still open; it is not used for a name that means something else now. */
    @Test
    void name_thatChangesToAnAddressThatMayNotBeReached_isNotReachedAnyMore() throws Exception {
        try (HostileServer server = new HostileServer(HostileReceiverTest::taking)) {
            names("127.0.0.1");
            WebhookCarrier carrier = carrier(client, PATIENT, named(server));
            assertThat(attempt(carrier)).isEqualTo(new Outcome.Accepted());
            names("169.254.169.254");
            assertThat(attempt(carrier)).isEqualTo(refused());
            assertThat(server.heads).hasSize(1);
        }
    }

    @Test
    void name_thatChangesItsAddress_isReachedThere() throws Exception {
        try (HostileServer before = new HostileServer(HostileReceiverTest::taking);
                HostileServer after = new HostileServer("127.0.0.2", before.port(), HostileReceiverTest::taking)) {
            names("127.0.0.1");
            WebhookCarrier carrier = carrier(client, PATIENT, named(before));
            assertThat(attempt(carrier)).isEqualTo(new Outcome.Accepted());
            names("127.0.0.2");
            assertThat(attempt(carrier)).isEqualTo(new Outcome.Accepted());
            assertThat(before.heads).hasSize(1);
            assertThat(after.heads).hasSize(1);
        }
    }

    /** What is checked is what is connected to: nobody asks for the name a second time. */
    @Test
    void name_isAskedForOncePerAttempt() throws Exception {
        try (HostileServer server = new HostileServer(HostileReceiverTest::taking)) {
            names("127.0.0.1");
            names("169.254.169.254");
            assertThat(attempt(PATIENT, named(server))).isEqualTo(new Outcome.Accepted());
            assertThat(answers).hasSize(1);
        }
    }

    @Test
    void address_thatCannotBeConnectedTo_leavesItsTurnToTheNext() throws Exception {
        try (HostileServer server = new HostileServer("127.0.0.2", 0, HostileReceiverTest::taking)) {
            WebhookCarrier carrier = carrier(client, PATIENT, named(server));
            names("127.0.0.1", "127.0.0.2");
            assertThat(attempt(carrier)).isInstanceOf(Outcome.Deferred.class);
            names("127.0.0.1", "127.0.0.2");
            assertThat(attempt(carrier)).isEqualTo(new Outcome.Accepted());
        }
    }

    @Test
    void name_unknown_isDeferred() throws Exception {
        Names nowhere = host -> Future.failedFuture(new UnknownHostException(host));
        WebhookCarrier carrier = new WebhookCarrier(
                vertx,
                client,
                nowhere,
                URI.create("http://nowhere.test/"),
                new Signer(secret),
                PATIENT,
                Scene.CURSORS,
                InstantSource.system());
        assertThat(attempt(carrier)).isEqualTo(deferred("unknown host"));
    }

    @Test
    void system_findsWhatTheHostsFileSays() throws Exception {
        assertThat(Waiting.on(Names.system(vertx).addresses("localhost")))
                .contains(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    @Test
    void certificate_ofTheName_isTaken() throws Exception {
        assertThat(overTls(certificates.server("good", NAME, "-1H"))).isEqualTo(new Outcome.Accepted());
    }

    @Test
    void certificate_expired_isRefused() throws Exception {
        assertThat(overTls(certificates.server("expired", NAME, "-3d"))).isInstanceOf(Outcome.Deferred.class);
    }

    @Test
    void certificate_ofAnotherName_isRefused() throws Exception {
        assertThat(overTls(certificates.server("other", "other.test", "-1H"))).isInstanceOf(Outcome.Deferred.class);
    }

    @Test
    void certificate_ofNobodyTrusted_isRefused() throws Exception {
        assertThat(overTls(certificates.server("unknown", NAME, "-1H"), client)).isInstanceOf(Outcome.Deferred.class);
    }

    private Outcome overTls(PfxOptions shown) throws Exception {
        return overTls(
                shown,
                WebhookCarrier.client(vertx, PATIENT, new HttpClientOptions().setTrustOptions(certificates.trust())));
    }

    /** The server takes only what names it in the handshake. */
    private Outcome overTls(PfxOptions shown, HttpClient by) throws Exception {
        HttpServer server = vertx.createHttpServer(
                        new HttpServerOptions().setSsl(true).setSni(true).setKeyCertOptions(shown))
                .requestHandler(request -> request.response()
                        .setStatusCode(NAME.equals(request.connection().indicatedServerName()) ? 204 : 500)
                        .end()
                        .onComplete(sent -> {}));
        Waiting.on(server.listen(0, "127.0.0.1"));
        names("127.0.0.1");
        return attempt(carrier(by, PATIENT, "https://" + NAME + ":" + server.actualPort() + "/hook"));
    }

    private static void taking(HostileServer.Talk talk) throws IOException {
        while (true) {
            talk.say("HTTP/1.1 204 Taken\r\n\r\n");
            talk.request();
        }
    }

    /** What the name stands for when it is asked for next. */
    private void names(String... addresses) throws Exception {
        List<InetAddress> all = new ArrayList<>();
        for (String address : addresses) {
            all.add(InetAddress.getByAddress(
                    NAME, InetAddress.getByName(address).getAddress()));
        }
        answers.add(all);
    }

    private String named(HostileServer server) {
        return "http://" + NAME + ":" + server.port() + "/hook";
    }

    private static Outcome deferred(String why) {
        return new Outcome.Deferred(why, Optional.empty());
    }

    private static Outcome refused() {
        return deferred(
                "the host's address is refused (expected: a public one, or in one of" + " webhook.privateNetworks)");
    }

    private WebhookCarrier carrier(HttpClient by, WebhookConfig config, String url) {
        Names told = host -> host.equals(NAME)
                ? Future.succeededFuture(answers.remove())
                : Future.succeededFuture(List.of(InetAddress.getLoopbackAddress()));
        return new WebhookCarrier(
                vertx, by, told, URI.create(url), new Signer(secret), config, Scene.CURSORS, InstantSource.system());
    }

    private Outcome attempt(WebhookConfig config, String url) throws Exception {
        return attempt(carrier(client, config, url));
    }

    private Outcome attempt(WebhookCarrier carrier) throws Exception {
        return reply(carrier).outcome();
    }

    private Reply reply(WebhookCarrier carrier) throws Exception {
        return Waiting.on(Future.<Reply>future(promise -> vertx.getOrCreateContext()
                .runOnContext(go -> carrier.attempt(ENTRY).onComplete(promise))));
    }
}
