package io.tocsin.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.RawSocket;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may open a session, and what is agreed on when it is opened. */
final class HandshakeTest {
    private Scene scene;

    @BeforeEach
    void start() throws Exception {
        PushConfig usual = PushConfig.USUAL;
        scene = new Scene(new PushConfig(
                usual.maxSessions(),
                usual.maxSessionsPerKey(),
                usual.window(),
                usual.maxWindow(),
                usual.subscribesPerSecond(),
                usual.maxMessageBytes(),
                Set.of("https://wall.example.org"),
                true,
                usual.ticketSession()));
    }

    @AfterEach
    void stop() throws Exception {
        scene.close();
    }

    private String head(String... headers) throws Exception {
        try (RawSocket socket = new RawSocket(scene.server.port(), headers)) {
            return socket.head();
        }
    }

    @Test
    void origin_none_isLetIn() throws Exception {
        assertThat(head()).startsWith("HTTP/1.1 101");
    }

    @Test
    void origin_ours_isLetIn() throws Exception {
        assertThat(head("Origin: http://127.0.0.1:" + scene.server.port())).startsWith("HTTP/1.1 101");
    }

    @Test
    void origin_configured_isLetIn() throws Exception {
        assertThat(head("Origin: https://wall.example.org")).startsWith("HTTP/1.1 101");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1",
                "http://127.0.0.1:1",
                "https://wall.example.org.evil.example",
                "https://evil.example",
                "null"
            })
    void origin_another_isRefused(String origin) throws Exception {
        assertThat(head("Origin: " + origin)).startsWith("HTTP/1.1 403");
        assertThat(Events.ask(scene, Scene.FLOODS, "", Map.of("Origin", origin))
                        .response()
                        .statusCode())
                .isEqualTo(403);
    }

    /** A page elsewhere that is let in may read what it is sent. */
    @Test
    void eventStream_originConfigured_mayRead() throws Exception {
        Events events = Events.ask(scene, Scene.FLOODS, "", Map.of("Origin", "https://wall.example.org"));
        assertThat(events.response().getHeader("Access-Control-Allow-Origin")).isEqualTo("https://wall.example.org");
    }

    /** Each alert is compressed once, whoever it is for; one who did not ask for it gets it as it is. */
    @Test
    void deflate_agreed_alertsAreCompressed() throws Exception {
        try (RawSocket deflated = new RawSocket(scene.server.port(), "Sec-WebSocket-Extensions: permessage-deflate");
                RawSocket another = new RawSocket(scene.server.port(), "Sec-WebSocket-Extensions: permessage-deflate");
                RawSocket plain = new RawSocket(scene.server.port())) {
            assertThat(deflated.head()).contains("permessage-deflate");
            assertThat(plain.head()).doesNotContain("permessage-deflate");
            for (RawSocket socket : List.of(deflated, another, plain)) {
                assertThat(socket.next().text()).contains("welcome");
                socket.text("{\"type\":\"subscribe\",\"subscription\":\"sub_floods\"}");
                assertThat(socket.next().text()).contains("subscribed");
            }
            scene.raise(Scene.FLOODS, 1, 2, "flood ".repeat(200));
            for (int i = 1; i <= 2; i++) {
                RawSocket.Got compressed = deflated.next();
                RawSocket.Got same = another.next();
                RawSocket.Got whole = plain.next();
                assertThat(compressed.first()).isEqualTo(0xC1);
                assertThat(whole.first()).isEqualTo(0x81);
                assertThat(compressed.payload()).isEqualTo(same.payload());
                assertThat(new JsonObject(inflated(compressed.payload()))).isEqualTo(new JsonObject(whole.text()));
            }
            assertThat(scene.sessions.framesMade()).isEqualTo(4);
        }
    }

    /** What a client sends compressed is read, one message after the other. */
    @Test
    void deflate_agreed_clientMayCompress() throws Exception {
        try (RawSocket socket = new RawSocket(
                scene.server.port(), "Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover")) {
            assertThat(socket.next().text()).contains("welcome");
            byte[] ping = Frames.deflate("{\"type\":\"ping\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            for (int i = 0; i < 3; i++) {
                socket.frame(0xC1, ping);
                assertThat(socket.next().text()).isEqualTo("{\"type\":\"pong\"}");
            }
        }
    }

    private static String inflated(byte[] payload) throws Exception {
        java.util.zip.Inflater inflater = new java.util.zip.Inflater(true);
        byte[] whole = java.util.Arrays.copyOf(payload, payload.length + 4);
        whole[whole.length - 2] = (byte) 0xFF;
        whole[whole.length - 1] = (byte) 0xFF;
        inflater.setInput(whole);
        byte[] text = new byte[64 * 1024];
        int length = inflater.inflate(text);
        inflater.end();
        return new String(text, 0, length, java.nio.charset.StandardCharsets.UTF_8);
    }
}
