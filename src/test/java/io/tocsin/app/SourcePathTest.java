package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.source.JetstreamSimulator;
import io.tocsin.source.KafkaBroker;
import io.tocsin.source.MastodonSimulator;
import io.tocsin.source.XSimulator;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stream source says comes out as alerts, in a node or a process, whatever becomes of it. */
final class SourcePathTest {
    private static final String DID = "did:plc:a";

    @TempDir
    private Path directory;

    private final JetstreamSimulator service = JetstreamSimulator.start(2);

    @AfterEach
    void stop() {
        service.close();
    }

    private Map<String, String> settings() {
        return Map.of(
                "TOCSIN_SOURCES_0_TYPE",
                "jetstream",
                "TOCSIN_SOURCES_0_HOSTS",
                service.hosts().stream().map(URI::toString).collect(Collectors.joining(",")));
    }

    private Node node() {
        Map<String, String> environment = new TreeMap<>(settings());
        environment.put("TOCSIN_HTTP_PORT", "0");
        environment.put("TOCSIN_DATA_DIRECTORY", directory.toString());
        return Node.start(Config.read(environment));
    }

    private static JsonNode source(Client client) {
        return client.get("/v1/sources").json().at("/sources/0");
    }

    private static void untilReading(Client client) {
        Cluster.until("it reads", () -> source(client).get("state").asText().equals("reading"));
    }

    private static String uri(String key) {
        return "at://" + DID + "/app.bsky.feed.post/" + key;
    }

    private static List<String> types(Client client, String subscription) {
        return client.alerts(subscription).stream()
                .map(alert ->
                        alert.get("type").asText() + " " + alert.at("/post/id").asText())
                .toList();
    }

    @Test
    void post_deletedAndAuthorGone_comeOut() {
        try (Node node = node()) {
            Client client = new Client(node.url(), node.newKey().orElseThrow().text());
            String floods = client.subscribe("floods", "flood");
            untilReading(client);
            service.delete(DID, "before");
            service.post(DID, "before", "flood that was deleted first");
            service.post(DID, "1", "flood in town");
            service.delete(DID, "1");
            service.post(DID, "2", "another flood");
            service.post("did:plc:b", "3", "flood elsewhere");
            service.account(DID, "takendown");
            service.post(DID, "4", "flood after all");
            service.post("did:plc:b", "5", "last flood");
            Cluster.until("all are there", () -> types(client, floods).size() >= 6);
            // What is taken back with its author is so in its own time.
            assertThat(types(client, floods))
                    .containsExactlyInAnyOrder(
                            "alert.raised " + uri("1"),
                            "alert.retracted " + uri("1"),
                            "alert.raised " + uri("2"),
                            "alert.raised at://did:plc:b/app.bsky.feed.post/3",
                            "alert.retracted " + uri("2"),
                            "alert.raised at://did:plc:b/app.bsky.feed.post/5");
        }
    }

    @Test
    void sources_reading_areTold() {
        try (Node node = node()) {
            Client client = new Client(node.url(), node.newKey().orElseThrow().text());
            untilReading(client);
            service.post(DID, "1", "flood");
            Cluster.until(
                    "it is durable",
                    () -> source(client).path("eventsPerSecond").asDouble() > 0);
            JsonNode source = source(client);
            assertThat(source.get("name").asText()).isEqualTo("bluesky");
            assertThat(source.get("type").asText()).isEqualTo("jetstream");
            assertThat(source.get("member").asText())
                    .isEqualTo(client.get("/v1/cluster").json().get("self").asText());
            assertThat(source.get("lagMillis").asLong()).isBetween(0L, 60_000L);
            assertThat(source.get("eventsPerSecond").asDouble()).isPositive();
            assertThat(source.get("gaps")).isEmpty();
            String metrics =
                    client.send(client.request("/metrics").GET()).response().body();
            assertThat(metrics)
                    .contains("tocsin_source_events_total{source=\"bluesky\"} 1.0")
                    .contains("tocsin_source_reading{source=\"bluesky\"} 1.0")
                    .contains("tocsin_source_connected{source=\"bluesky\"} 1.0")
                    .contains("tocsin_source_lag_seconds{source=\"bluesky\"} ");
        }
    }

    /** Says a post, whose id is the answer. */
    private interface Saying {
        String say(int number);
    }

    @Test
    void killed_startedAgain_everyPostOfBlueskyHasItsAlertOnce() {
        killedAndStartedAgain(settings(), number -> {
            service.post(DID, "p" + number, "flood " + number);
            return uri("p" + number);
        });
    }

    @Test
    void killed_startedAgain_everyPostOfXHasItsAlertOnce() {
        try (XSimulator x = XSimulator.start()) {
            Map<String, String> settings = Map.of(
                    "TOCSIN_SOURCES_0_TYPE",
                    "x",
                    "TOCSIN_SOURCES_0_SERVICE",
                    x.service().toString(),
                    "TOCSIN_SOURCES_0_TOKEN",
                    XSimulator.TOKEN);
            killedAndStartedAgain(settings, number -> {
                x.say(XSimulator.post("10" + number, "9", "flood " + number));
                return "10" + number;
            });
        }
    }

    @Test
    @Tag("sources")
    void killed_startedAgain_everyPostOfATopicHasItsAlertOnce(@TempDir Path data) throws Exception {
        try (KafkaBroker broker = KafkaBroker.start(data)) {
            broker.topic("posts", 2);
            Path hasty = Files.writeString(
                    data.resolve("hasty.properties"), "session.timeout.ms=1000\nheartbeat.interval.ms=300\n");
            Map<String, String> settings = Map.of(
                    "TOCSIN_SOURCES_0_TYPE",
                    "kafka",
                    "TOCSIN_SOURCES_0_BROKERS",
                    broker.address(),
                    "TOCSIN_SOURCES_0_TOPIC",
                    "posts",
                    "TOCSIN_SOURCES_0_PROPERTIES",
                    hasty.toString());
            killedAndStartedAgain(settings, number -> {
                broker.write(
                        "posts",
                        number % 2,
                        "{\"source\":\"own\",\"id\":\"" + number + "\",\"author\":{\"id\":\"9\"},\"text\":\"flood "
                                + number + "\"}");
                return Integer.toString(number);
            });
        }
    }

    @Test
    @Tag("sources")
    void killed_startedAgain_everyPostOfMastodonHasItsAlertOnce() {
        try (MastodonSimulator mastodon = MastodonSimulator.start()) {
            Map<String, String> settings = Map.of(
                    "TOCSIN_SOURCES_0_TYPE",
                    "mastodon",
                    "TOCSIN_SOURCES_0_SERVICE",
                    mastodon.service().toString(),
                    "TOCSIN_SOURCES_0_TOKEN",
                    MastodonSimulator.TOKEN);
            killedAndStartedAgain(settings, number -> mastodon.post("<p>flood " + number + "</p>"));
        }
    }

    private void killedAndStartedAgain(Map<String, String> settings, Saying saying) {
        List<String> said = new ArrayList<>();
        String key;
        String floods;
        try (TocsinProcess first = TocsinProcess.serve(directory, settings)) {
            key = first.key();
            Client client = new Client(first.url(), key);
            floods = client.subscribe("floods", "flood");
            untilReading(client);
            say(said, saying, 500);
            Cluster.until("some are durable", () -> !client.alerts(floods).isEmpty());
            first.kill();
        }
        say(said, saying, 100);
        try (TocsinProcess second = TocsinProcess.serve(directory, settings)) {
            Client client = new Client(second.url(), key);
            Cluster.until("all are there", () -> client.postsOf(floods).size() >= said.size());
            assertThat(new HashSet<>(client.postsOf(floods))).isEqualTo(new HashSet<>(said));
            assertThat(source(client).get("gaps")).isEmpty();
        }
    }

    private static void say(List<String> said, Saying saying, int posts) {
        for (int i = 0; i < posts; i++) {
            said.add(saying.say(said.size()));
        }
    }
}
