package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.RawSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Readers who stop, crawl, stutter, never acknowledge, acknowledge what they were not sent, or flood, all at once,
 * while much is published: a node with little memory bears them, those beside them get everything in time, and so do
 * they once they read again.
 */
final class SlowReadersTest {
    private static final int POST_BYTES = 20_000;
    /** Little, so that queues without bound would end the node; nothing of it is for what is recent. */
    private static final Map<String, String> LITTLE_MEMORY = Map.of(
            "JAVA_TOOL_OPTIONS", "-Xmx128m -XX:MaxDirectMemorySize=24m -XX:+ExitOnOutOfMemoryError",
            "TOCSIN_FEEDS_TAILBYTES", "4MiB",
            "TOCSIN_RULES_WINDOW", "0",
            "TOCSIN_RULES_BREAKER_SHARE", "0",
            "TOCSIN_RULES_BREAKER_PERSECOND", "0");

    /** What the JVM takes, the store caches, and those limits, with some air. */
    private static final long MOST_BYTES = 640L << 20;

    @TempDir
    private Path directory;

    private final ScheduledExecutorService pace = Executors.newScheduledThreadPool(2);
    private TocsinProcess node;
    private Client client;
    private String feed;

    @BeforeEach
    void start() {
        node = TocsinProcess.serve(directory, LITTLE_MEMORY);
        client = new Client(node.url(), node.key());
        feed = client.subscribe("a", "storm");
    }

    @AfterEach
    void stop() {
        node.close();
        pace.shutdownNow();
    }

    @Test
    void slowReaders_while30Megabytes_costTheOthersNothing() throws Exception {
        withSlowReaders(1_500);
    }

    @Test
    @Tag("heavy")
    void slowReaders_while300Megabytes_costTheOthersNothing() throws Exception {
        withSlowReaders(15_000);
    }

    private void withSlowReaders(int posts) throws Exception {
        try (RawSocket stops = open("");
                RawSocket crawls = open("");
                RawSocket stutters = open("");
                RawSocket neverAcknowledges = open(",\"window\":10");
                RawSocket wronglyAcknowledges = open(",\"window\":10");
                RawSocket floods = open("");
                RawSocket healthy = open("")) {
            AtomicBoolean over = new AtomicBoolean();
            var crawling = pace.scheduleAtFixedRate(() -> read(crawls, 1_000), 0, 1, TimeUnit.SECONDS);
            var stuttering = pace.scheduleAtFixedRate(() -> read(stutters, 200_000), 0, 700, TimeUnit.MILLISECONDS);
            CompletableFuture<Void> flooding = CompletableFuture.runAsync(() -> flood(floods));
            String elsewhere = other();
            CompletableFuture<String> wrong =
                    CompletableFuture.supplyAsync(() -> acknowledgeWrongly(wronglyAcknowledges, elsewhere, over));
            CompletableFuture<Integer> everything = CompletableFuture.supplyAsync(() -> all(healthy, posts));

            ingest(posts);

            assertThat(everything.get(120, TimeUnit.SECONDS)).isEqualTo(posts);
            assertThat(residentBytes()).isLessThan(MOST_BYTES);
            crawling.cancel(false);
            stuttering.cancel(false);
            over.set(true);
            String last = wrong.get(60, TimeUnit.SECONDS);
            flooding.get(60, TimeUnit.SECONDS);
            // Once it reads, everything is there; of the two that read in pieces, from wherever they had come to.
            assertThat(all(stops, posts)).isEqualTo(posts);
            assertThat(acknowledging(neverAcknowledges, posts)).isEqualTo(posts);
            wronglyAcknowledges.text("{\"type\":\"ack\",\"cursor\":\"" + last + "\"}");
            assertThat(acknowledging(wronglyAcknowledges, posts)).isEqualTo(posts);
            untilTheEnd(crawls, posts);
            untilTheEnd(stutters, posts);
            assertThat(residentBytes()).isLessThan(MOST_BYTES);
        }
        assertThat(node.output()).noneMatch(line -> line.contains("Error: "));
    }

    /** Where another feed begins. */
    private String other() {
        String id = client.subscribe("b", "hail");
        return client.get("/v1/subscriptions/" + id + "/alerts")
                .json()
                .get("head")
                .asText();
    }

    private RawSocket open(String more) throws IOException {
        RawSocket socket =
                new RawSocket(URI.create(node.url()).getPort(), 16 * 1024, "Authorization: Bearer " + client.key);
        socket.text("{\"type\":\"subscribe\",\"subscription\":\"" + feed + "\"" + more + "}");
        return socket;
    }

    private static void read(RawSocket socket, int bytes) {
        try {
            socket.read(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says the same again and again, and never reads: it is heard no more, or closed. */
    private static void flood(RawSocket socket) {
        try {
            for (int i = 0; i < 20_000; i++) {
                socket.text("{\"type\":\"subscribe\",\"subscription\":\"sub_none\"}");
            }
        } catch (IOException closed) {
            // That is what a flood comes to.
        }
    }

    /** Acknowledges alerts of a feed that it does not follow; which of its own it was given last. */
    private static String acknowledgeWrongly(RawSocket socket, String wrong, AtomicBoolean over) {
        try {
            String last = "";
            while (!over.get()) {
                socket.text("{\"type\":\"ack\",\"cursor\":\"" + wrong + "\"}");
                JsonNode frame = next(socket);
                while (!frame.get("type").asText().equals("error")) {
                    last = frame.at("/alert/cursor").asText(last);
                    frame = next(socket);
                }
            }
            return last;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode next(RawSocket socket) throws IOException {
        RawSocket.Got frame = socket.next();
        while (frame.opcode() != 1) {
            frame = socket.next();
        }
        return Client.JSON.readTree(frame.payload());
    }

    /** How many alerts come, one after the other, until the last. */
    private static int all(RawSocket socket, int posts) {
        try {
            int last = 0;
            while (last < posts) {
                JsonNode frame = next(socket);
                if (frame.get("type").asText().equals("alert")) {
                    assertThat(frame.at("/alert/sequence").asInt()).isEqualTo(++last);
                }
            }
            return last;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int acknowledging(RawSocket socket, int posts) throws IOException {
        int last = 0;
        while (last < posts) {
            JsonNode frame = next(socket);
            String type = frame.get("type").asText();
            if (type.equals("alert")) {
                assertThat(frame.at("/alert/sequence").asInt()).isGreaterThan(last);
                last = frame.at("/alert/sequence").asInt();
                socket.text("{\"type\":\"ack\",\"cursor\":\""
                        + frame.at("/alert/cursor").asText() + "\"}");
            }
        }
        return last;
    }

    /** The last alert comes; where in a frame it had stopped does not matter. */
    private static void untilTheEnd(RawSocket socket, int posts) throws IOException {
        socket.skipUntil("\"sequence\":" + posts + ",");
    }

    private void ingest(int posts) {
        String text = "storm " + "x".repeat(POST_BYTES);
        for (int from = 0; from < posts; from += 50) {
            int begin = from;
            assertThat(client.ingest(IntStream.range(begin, begin + 50)
                                    .mapToObj(i -> Client.line(Integer.toString(i), text))
                                    .toArray(String[]::new))
                            .status())
                    .isEqualTo(200);
        }
    }

    /** Of its own: not the pages of files that it reads. */
    private long residentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + node.id() + "/status")).stream()
                        .filter(line -> line.startsWith("RssAnon:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                * 1024;
    }
}
