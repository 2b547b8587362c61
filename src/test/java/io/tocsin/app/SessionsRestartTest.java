package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.RawSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions over restarts of the node, by SIGKILL and by SIGTERM: each client's numbers have no gap. */
final class SessionsRestartTest {
    private static final int CLIENTS = 12;
    private static final int KILLS = 4;
    private static final int ROUND = 150;
    private static final Duration AGAIN = Duration.ofMillis(100);

    @TempDir
    private Path directory;

    private final AtomicReference<String> url = new AtomicReference<>("");

    /** A client that comes back whenever it is cut off; half remember their cursor, half leave that to the node. */
    private final class Coming {
        private final String key;
        private final String feed;
        private final boolean named;
        private final String name;
        private String cursor = "earliest";
        private long last;
        private long repeats;

        Coming(String key, String feed, int number) {
            this.key = key;
            this.feed = feed;
            this.named = number % 2 == 0;
            this.name = "consumer-" + number;
        }

        /** Until it has come to this number. */
        void follow(long end) {
            while (last < end) {
                try (RawSocket socket =
                        new RawSocket(URI.create(url.get()).getPort(), "Authorization: Bearer " + key)) {
                    if (!socket.head().startsWith("HTTP/1.1 101")) {
                        throw new IOException(socket.head());
                    }
                    socket.text(subscribe());
                    while (last < end) {
                        take(Client.JSON.readTree(text(socket)), socket);
                    }
                } catch (IOException cut) {
                    // The node is away; it will be back at another port.
                    LockSupport.parkNanos(AGAIN.toNanos());
                }
            }
        }

        private String subscribe() {
            return named
                    ? "{\"type\":\"subscribe\",\"subscription\":\"" + feed
                            + "\",\"after\":\"earliest\",\"window\":20,\"consumer\":\"" + name + "\"}"
                    : "{\"type\":\"subscribe\",\"subscription\":\"" + feed + "\",\"after\":\"" + cursor + "\"}";
        }

        private void take(JsonNode frame, RawSocket socket) throws IOException {
            if (!frame.get("type").asText().equals("alert")) {
                return;
            }
            long number = frame.at("/alert/sequence").asLong();
            cursor = frame.at("/alert/cursor").asText();
            if (number <= last && named) {
                // What was acknowledged last may not have been kept in time.
                repeats++;
            } else if (number != last + 1) {
                throw new AssertionError(name + ": alert " + number + " (expected: " + (last + 1) + ")");
            } else {
                last = number;
            }
            if (named) {
                socket.text("{\"type\":\"ack\",\"cursor\":\"" + cursor + "\"}");
            }
        }
    }

    private static String text(RawSocket socket) throws IOException {
        RawSocket.Got frame = socket.next();
        while (frame.opcode() != 1) {
            if (frame.opcode() == 8) {
                throw new IOException("closed: " + frame.code());
            }
            frame = socket.next();
        }
        return frame.text();
    }

    @Test
    void killed_whileSessionsFollow_eachClientsNumbersAreGapless() throws Exception {
        SplittableRandom random = new SplittableRandom(11);
        TocsinProcess node = TocsinProcess.serve(directory, Map.of());
        try {
            Client client = new Client(node.url(), node.key());
            url.set(node.url());
            String feed = client.subscribe("a", "storm");
            List<Coming> clients = IntStream.range(0, CLIENTS)
                    .mapToObj(i -> new Coming(client.key, feed, i))
                    .toList();
            long end = (KILLS + 1L) * ROUND;
            List<CompletableFuture<Void>> following = new ArrayList<>();
            clients.forEach(each -> following.add(thread(() -> each.follow(end))));
            for (int kill = 0; kill < KILLS; kill++) {
                int part = random.nextInt(1, ROUND);
                ingest(node, client.key, kill * ROUND, part);
                if (random.nextBoolean()) {
                    node.kill();
                } else {
                    node.terminate();
                    int unused = node.exitCode();
                }
                node = TocsinProcess.serve(directory, Map.of());
                url.set(node.url());
                ingest(node, client.key, kill * ROUND + part, ROUND - part);
            }
            ingest(node, client.key, KILLS * ROUND, ROUND);
            for (CompletableFuture<Void> each : following) {
                each.get(60, TimeUnit.SECONDS);
            }
            assertThat(clients).allSatisfy(each -> {
                assertThat(each.last).isEqualTo(end);
                // No more than its window is not kept, each time.
                assertThat(each.repeats).isLessThanOrEqualTo(20L * (KILLS + 1));
            });
        } finally {
            node.close();
        }
    }

    private static CompletableFuture<Void> thread(Runnable work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                work.run();
                done.complete(null);
            } catch (RuntimeException | AssertionError e) {
                done.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    private static void ingest(TocsinProcess node, String key, int from, int count) {
        Client client = new Client(node.url(), key);
        String[] lines = IntStream.range(from, from + count)
                .mapToObj(i -> Client.line("p" + i, "storm " + i))
                .toArray(String[]::new);
        for (int i = 0; i < lines.length; i += 10) {
            try {
                assertThat(client.ingest(java.util.Arrays.copyOfRange(lines, i, Math.min(lines.length, i + 10)))
                                .status())
                        .isEqualTo(200);
            } catch (UncheckedIOException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Everybody comes back at once: all get in, and get on. */
    @Test
    void restarted_everybodyComesBackAtOnce_isServed() throws Exception {
        TocsinProcess node = TocsinProcess.serve(directory, Map.of("JAVA_TOOL_OPTIONS", "-Xmx160m"));
        try {
            Client client = new Client(node.url(), node.key());
            String feed = client.subscribe("a", "storm");
            int many = 1_500;
            List<RawSocket> sockets = open(node, client.key, feed, many);
            node.terminate();
            for (RawSocket socket : sockets) {
                assertThat(text(socket)).contains("\"type\":\"reconnect\"");
                assertThat(socket.nextControl().code()).isEqualTo(1001);
                socket.close();
            }
            assertThat(node.exitCode()).isEqualTo(143);
            node = TocsinProcess.serve(directory, Map.of("JAVA_TOOL_OPTIONS", "-Xmx160m"));
            List<RawSocket> again = open(node, client.key, feed, many);
            ingest(node, client.key, 0, 5);
            for (RawSocket socket : again) {
                for (int i = 1; i <= 5; i++) {
                    assertThat(text(socket)).contains("\"sequence\":" + i + ",");
                }
                socket.close();
            }
        } finally {
            node.close();
        }
    }

    private static List<RawSocket> open(TocsinProcess node, String key, String feed, int many) throws IOException {
        List<RawSocket> sockets = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            RawSocket socket = new RawSocket(URI.create(node.url()).getPort(), "Authorization: Bearer " + key);
            socket.text("{\"type\":\"subscribe\",\"subscription\":\"" + feed + "\"}");
            sockets.add(socket);
        }
        for (RawSocket socket : sockets) {
            assertThat(text(socket)).contains("welcome");
            assertThat(text(socket)).contains("subscribed");
        }
        return sockets;
    }

    /** A ticket opens one session, which ends with its time; the key that it was made with can let it go on. */
    @Test
    void ticket_opensASessionThatEnds() throws Exception {
        try (TocsinProcess node = TocsinProcess.serve(directory, Map.of("TOCSIN_PUSH_TICKETSESSION", "2s"))) {
            Client client = new Client(node.url(), node.key());
            Client.Answer ticket = client.postText("/v1/tickets", "application/json", "");
            assertThat(ticket.status()).isEqualTo(201);
            assertThat(ticket.json().get("sessionSeconds").asInt()).isEqualTo(2);
            int port = URI.create(node.url()).getPort();
            String offer = "Sec-WebSocket-Protocol: tocsin.ticket."
                    + ticket.json().get("ticket").asText();
            try (RawSocket socket = new RawSocket(port, offer);
                    RawSocket used = new RawSocket(port, offer)) {
                assertThat(used.head()).startsWith("HTTP/1.1 401");
                assertThat(text(socket)).contains("\"expiresInSeconds\":2");
                assertThat(text(socket)).contains("\"fatal\":true");
                assertThat(socket.nextControl().code()).isEqualTo(4401);
            }
        }
    }
}
