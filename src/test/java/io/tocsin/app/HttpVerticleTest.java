package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.Waiting;
import io.tocsin.push.PushConfig;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever connects and says nothing does not keep a connection. */
final class HttpVerticleTest {
    private static final int LONG_MILLIS = 10_000;

    private final Vertx vertx = Vertx.vertx();
    private int port;

    @BeforeEach
    void start() throws Exception {
        Router router = Router.router(vertx);
        router.route().handler(request -> request.response().end("answer"));
        HttpVerticle server = new HttpVerticle(
                new Config.Http("127.0.0.1", 0),
                PushConfig.USUAL,
                Duration.ofSeconds(1),
                Duration.ofMillis(200),
                router);
        Waiting.on(vertx.deployVerticle(server));
        port = server.port();
    }

    @AfterEach
    void stop() throws Exception {
        Waiting.on(vertx.close());
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(LONG_MILLIS);
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void connection_noRequestInTime_isClosed() throws IOException {
        try (Socket silent = connect()) {
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void connection_halfAHead_isClosed() throws IOException {
        try (Socket slow = connect()) {
            say(slow, "GET / HTTP/1.1\r\nHost: x\r\n");
            assertThat(slow.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void connection_thatHasAsked_stays() throws IOException {
        try (Socket asking = connect();
                Socket silent = connect()) {
            say(asking, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(asking.getInputStream().readNBytes(15))
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo("HTTP/1.1 200 OK");
            // The limit is over for both.
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            say(asking, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            String rest = new String(asking.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(rest).contains("HTTP/1.1 200 OK").endsWith("answer");
        }
    }
}
