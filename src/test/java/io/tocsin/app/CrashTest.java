package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGKILL loses nothing that was acknowledged. */
final class CrashTest {
    private static final Map<String, String> QUICK_RETRIES = Map.of(
            "TOCSIN_WEBHOOK_RETRIES", "50ms,50ms,50ms,1s,1s,1s,1s,1s", "TOCSIN_WEBHOOK_PRIVATENETWORKS", "127.0.0.0/8");

    private static final int KILLS = 20;

    @TempDir
    private Path directory;

    @Test
    void killed_betweenAcknowledgementAndDelivery_deliversAfterTheNextStart() {
        AtomicInteger answer = new AtomicInteger(503);
        try (Receiver receiver = new Receiver(answer::get);
                TocsinProcess first = TocsinProcess.serve(directory, QUICK_RETRIES)) {
            Client client = new Client(first.url(), first.key());
            String id = client.subscribe("a", "storm");
            String secret = client.post("/v1/endpoints", Map.of("url", receiver.url()))
                    .json()
                    .get("secret")
                    .asText();
            assertThat(client.ingest(storms("s", 200)).json().get("accepted").asInt())
                    .isEqualTo(200);
            assertThat(receiver.next().verified(secret).get("type").asText()).isEqualTo("alert.raised");
            first.kill();

            answer.set(204);
            receiver.forget();
            try (TocsinProcess second = TocsinProcess.serve(directory, QUICK_RETRIES)) {
                Client again = new Client(second.url(), client.key);
                Set<String> delivered = new HashSet<>();
                while (delivered.size() < 200) {
                    Receiver.Delivered next = receiver.next();
                    JsonNode alert = next.verified(secret).get("data");
                    assertThat(alert.get("id").asText()).isEqualTo(next.id());
                    delivered.add(next.id());
                }
                assertThat(again.postsOf(id)).hasSize(200);
            }
        }
    }

    /**
     * Several clients post while the process is killed, again and again, after a random number of answers; whatever was
     * answered must be there, whole and in each feed.
     */
    @ParameterizedTest
    @ValueSource(longs = 7)
    void killed_whilePostsCome_keepsEveryAcknowledgedOne(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> feeds = new ArrayList<>();
        String key = "";
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        for (int kill = 0; kill < KILLS; kill++) {
            try (TocsinProcess process = TocsinProcess.serve(directory, Map.of())) {
                if (kill == 0) {
                    key = process.key();
                    Client first = new Client(process.url(), key);
                    feeds.add(first.subscribe("a", "storm"));
                    feeds.add(first.subscribe("b", "storm OR hail"));
                }
                Client client = new Client(process.url(), key);
                int enough = acknowledged.size() + random.nextInt(1, 200);
                CompletableFuture<Void> reached = new CompletableFuture<>();
                List<Thread> posting = posting(client, kill, acknowledged, enough, reached);
                reached.get(30, TimeUnit.SECONDS);
                process.kill();
                for (Thread thread : posting) {
                    thread.join(TimeUnit.SECONDS.toMillis(30));
                }
            }
        }
        try (TocsinProcess process = TocsinProcess.serve(directory, Map.of())) {
            Client client = new Client(process.url(), key);
            for (String feed : feeds) {
                assertThat(client.postsOf(feed)).containsAll(acknowledged);
                assertThat(client.alerts(feed)).allMatch(CrashTest::whole);
            }
        }
    }

    /** What is stored of the post is what was sent. */
    private static boolean whole(JsonNode alert) {
        return alert.at("/post/text")
                .asText()
                .equals("storm " + alert.at("/post/id").asText());
    }

    @Test
    void terminated_stopsCleanly_andGoesOnAtTheNextStart() {
        String key;
        String id;
        try (TocsinProcess first = TocsinProcess.serve(directory, Map.of())) {
            key = first.key();
            Client client = new Client(first.url(), key);
            id = client.subscribe("a", "storm");
            client.ingest(storms("s", 10));
            Stream stream = Stream.open(client);
            first.terminate();
            assertThat(stream.next("reconnect").get("afterMillis").asInt()).isBetween(0, 5000);
            assertThat(stream.closeCode()).isEqualTo(1001);
            assertThat(first.exitCode()).isEqualTo(143);
            assertThat(first.output()).noneMatch(line -> line.contains("Exception"));
        }
        try (TocsinProcess second = TocsinProcess.serve(directory, Map.of())) {
            assertThat(second.output()).noneMatch(line -> line.contains("admin key"));
            Client client = new Client(second.url(), key);
            client.ingest(Client.line("new", "storm"));
            assertThat(client.postsOf(id)).hasSize(11).endsWith("new");
        }
    }

    private static List<Thread> posting(
            Client client, int round, Set<String> acknowledged, int enough, CompletableFuture<Void> reached) {
        return IntStream.range(0, 4)
                .mapToObj(writer -> {
                    Thread thread = new Thread(() -> {
                        for (int i = 0; i < 100_000; i++) {
                            String post = round + "-" + writer + "-" + i;
                            if (!taken(client, post)) {
                                return;
                            }
                            acknowledged.add(post);
                            if (acknowledged.size() >= enough) {
                                reached.complete(null);
                            }
                        }
                    });
                    thread.start();
                    return thread;
                })
                .toList();
    }

    /** False once the process does not answer any more. */
    private static boolean taken(Client client, String post) {
        try {
            return client.ingest(Client.line(post, "storm " + post)).status() == 200;
        } catch (java.io.UncheckedIOException e) {
            return false;
        }
    }

    private static String[] storms(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Client.line(prefix + i, "storm " + i))
                .toArray(String[]::new);
    }
}
