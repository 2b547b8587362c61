package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers that open a session and then take nothing more from their sockets. */
final class StalledReaderTest {
    private static final String LARGE = "storm " + "x".repeat(20_000);

    @TempDir
    private Path directory;

    private Node node;
    private Client client;

    @BeforeEach
    void start() {
        node = Node.start(Config.read(Map.of("TOCSIN_HTTP_PORT", "0", "TOCSIN_DATA_DIRECTORY", directory.toString())));
        client = new Client(node.url(), node.newKey().orElseThrow().text());
    }

    @AfterEach
    void stop() {
        node.close();
    }

    /** The close frame waits behind what the peer does not take, so the connection itself must be closed. */
    @Test
    void close_withStalledReaders_waitsForNoneOfThem() throws Exception {
        String id = client.subscribe("a", "storm");
        ingest(600);
        try (Socket webSocket = handshake();
                Socket eventStream = connect()) {
            webSocket
                    .getOutputStream()
                    .write(masked("{\"type\":\"subscribe\",\"subscription\":\"" + id + "\",\"after\":\"earliest\"}"));
            eventStream
                    .getOutputStream()
                    .write(request("/v1/subscriptions/" + id + "/alerts?after=earliest", "Accept: text/event-stream"));
            sessions("session", 1);
            sessions("event_stream", 1);

            CompletableFuture.runAsync(node::close).get(10, TimeUnit.SECONDS);
        }
    }

    /** One that floods and never reads costs itself only; another session gets everything. */
    @Test
    void session_floodsAndNeverReads_costsTheOthersNothing() throws Exception {
        String id = client.subscribe("a", "storm");
        try (Socket flood = handshake()) {
            byte[] frame = masked("{\"type\":\"unsubscribe\",\"subscription\":\"sub_none\"}");
            Thread flooding = new Thread(() -> flood(flood, frame), "flood");
            flooding.setDaemon(true);
            flooding.start();
            Stream stream = Stream.open(client);
            stream.say("{\"type\":\"subscribe\",\"subscription\":\"" + id + "\"}");
            stream.next("subscribed");
            ingest(300);
            for (int i = 1; i <= 300; i++) {
                assertThat(stream.alert().get("sequence").asInt()).isEqualTo(i);
            }
            // The flood stands still because the node no longer reads it: it can't have sent it all.
            assertThat(flooding.isAlive()).isTrue();
        }
    }

    /** Writes far more than all buffers on the way can hold, unless nobody takes it. */
    private static void flood(Socket socket, byte[] frame) {
        try {
            for (int i = 0; i < 10_000_000; i++) {
                socket.getOutputStream().write(frame);
            }
        } catch (IOException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the node counts this many open sessions of the kind. */
    private void sessions(String kind, int count) {
        String line = "tocsin_sessions{consumer=\"" + kind + "\"} " + count;
        Waiting.until(
                line,
                Client.LIMIT,
                () -> client.get("/metrics").response().body().contains(line));
    }

    private Socket handshake() throws IOException {
        Socket socket = connect();
        socket.getOutputStream()
                .write(request(
                        "/v1/stream",
                        "Connection: Upgrade",
                        "Upgrade: websocket",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                        "Sec-WebSocket-Protocol: tocsin.v1"));
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        assertThat(head.toString()).startsWith("HTTP/1.1 101");
        return socket;
    }

    private Socket connect() throws IOException {
        URI uri = URI.create(node.url());
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
        return socket;
    }

    private byte[] request(String path, String... headers) {
        return ("GET " + path + " HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer " + client.key + "\r\n"
                        + String.join("\r\n", headers) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** A text frame of at most 125 bytes, masked with zeros. */
    private static byte[] masked(String text) {
        byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
        assertThat(payload).hasSizeLessThanOrEqualTo(125);
        byte[] frame = new byte[6 + payload.length];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | payload.length);
        System.arraycopy(payload, 0, frame, 6, payload.length);
        return frame;
    }

    /** In requests that each take a small part of the client's limit. */
    private void ingest(int posts) {
        for (int from = 0; from < posts; from += 50) {
            assertThat(client.ingest(posts(from, from + 50)).status()).isEqualTo(200);
        }
    }

    private static String[] posts(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> Client.line(Integer.toString(i), LARGE))
                .toArray(String[]::new);
    }
}
