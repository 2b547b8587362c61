package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What takes a post back or corrects it goes in through a socket, and comes out through every other. */
final class RetractionPathTest {
    @TempDir
    private Path directory;

    private Node node;
    private Client client;
    private String floods;

    @BeforeEach
    void start() {
        node = Node.start(Config.read(Map.of(
                "TOCSIN_HTTP_PORT",
                "0",
                "TOCSIN_DATA_DIRECTORY",
                directory.toString(),
                "TOCSIN_WEBHOOK_RETRIES",
                "20ms,1h")));
        client = new Client(node.url(), node.newKey().orElseThrow().text());
        floods = client.subscribe("floods", "flood");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private void take(String... lines) {
        Client.Answer taken = client.ingest(lines);
        assertThat(taken.status()).as("%s", taken.json()).isEqualTo(200);
        assertThat(taken.json().get("accepted").asInt()).isEqualTo(lines.length);
    }

    private static String edited(String id, String newId, String text) {
        return "{\"event\":\"edited\",\"source\":\"test\",\"id\":\"" + id + "\",\"post\":" + Client.line(newId, text)
                + "}";
    }

    /** Type, reason, text or {@code -}, and spans of each alert. */
    private static List<String> lines(List<JsonNode> alerts) {
        return alerts.stream().map(RetractionPathTest::line).toList();
    }

    private static String line(JsonNode alert) {
        return alert.get("type").asText() + " " + alert.path("reason").asText("-") + " "
                + alert.at("/post/text").asText("-") + " " + alert.get("spans");
    }

    @Test
    void edit_correctsRetractsAndRaises_andReachesEveryReader() {
        try (Receiver receiver = new Receiver(() -> 204)) {
            String fires = client.subscribe("fires", "fire");
            String secret = client.post("/v1/endpoints", Map.of("url", receiver.url()))
                    .json()
                    .get("secret")
                    .asText();
            Stream stream = Stream.open(client);
            stream.say("{\"type\":\"subscribe\",\"subscription\":\"" + floods + "\"}");
            stream.next("subscribed");
            EventLines events = EventLines.open(client, "/v1/subscriptions/" + floods + "/alerts");
            take(Client.line("1", "flood ahead"));
            assertThat(receiver.next().verified(secret).get("type").asText()).isEqualTo("alert.raised");

            take(edited("1", "2", "no flood but a fire"));

            String corrected = "alert.corrected edited no flood but a fire [[3,8]]";
            stream.alert();
            assertThat(line(stream.alert())).isEqualTo(corrected);
            events.next();
            assertThat(line(events.next().data())).isEqualTo(corrected);
            List<String> delivered = List.of(
                    line(receiver.next().verified(secret).get("data")),
                    line(receiver.next().verified(secret).get("data")));
            assertThat(delivered).containsExactlyInAnyOrder(corrected, "alert.raised - no flood but a fire [[15,19]]");
            assertThat(lines(client.alerts(floods)))
                    .containsExactly("alert.raised - no flood but a fire []", corrected);

            take(edited("2", "3", "a fire"));

            assertThat(line(stream.alert())).isEqualTo("alert.retracted edited - []");
            assertThat(lines(client.alerts(floods)))
                    .containsExactly(
                            "alert.raised edited - []", "alert.corrected edited - []", "alert.retracted edited - []");
            assertThat(lines(client.alerts(fires)))
                    .containsExactly("alert.raised - a fire []", "alert.corrected edited a fire [[2,6]]");
        }
    }

    @Test
    void authorRemoved_leavesNoContentNotEvenInTheFiles() throws IOException {
        take(Client.line("1", "flood of unforgettable words"), Client.line("2", "flood and more unforgettable ones"));
        EventLines events = EventLines.open(client, "/v1/subscriptions/" + floods + "/alerts");
        take("{\"event\":\"author_removed\",\"source\":\"test\",\"author\":{\"id\":\"a1\"}}");
        assertThat(line(events.next().data())).isEqualTo("alert.retracted author_removed - []");
        assertThat(line(events.next().data())).isEqualTo("alert.retracted author_removed - []");
        assertThat(client.alerts(floods))
                .hasSize(4)
                .allMatch(alert -> alert.at("/post/deleted").asBoolean());
        assertThat(client.ingest(Client.line("3", "flood once more"))
                        .json()
                        .get("deletedBefore")
                        .asInt())
                .isEqualTo(1);
        assertThat(client.ingest(Client.line("4", "nothing of the kind")).status())
                .isEqualTo(200);
        assertThat(client.post("/v1/rules:test", Map.of("rule", "nothing OR flood"))
                        .json()
                        .get("matches")
                        .asInt())
                .isZero();
        node.close();
        try (var files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as("%s", file)
                        .doesNotContain("unforgettable");
            }
        }
    }

    @Test
    void authorRestored_raisesWhatTheyPostFromThenOn() {
        take(
                Client.line("1", "flood"),
                "{\"event\":\"author_removed\",\"source\":\"test\",\"author\":{\"id\":\"a1\"}}");
        take("{\"event\":\"author_restored\",\"source\":\"test\",\"author\":{\"id\":\"a1\"}}");
        take(Client.line("2", "flood again"));
        assertThat(lines(client.alerts(floods)))
                .containsExactly(
                        "alert.raised author_removed - []",
                        "alert.retracted author_removed - []",
                        "alert.raised - flood again [[0,5]]");
        assertThat(client.post("/v1/rules:test", Map.of("rule", "flood"))
                        .json()
                        .get("matches")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void geoScrubbed_takesThePlaceAlone() {
        String placed = Client.line("7", "flood here")
                .replace(
                        "{\"source\"",
                        "{\"geo\":{\"lat\":51,\"lon\":-114},\"place\":{\"name\":\"Calgary\"},\"source\"");
        take(placed, placed.replace("\"7\"", "\"8\""));
        take("{\"event\":\"geo_scrubbed\",\"source\":\"test\",\"id\":\"7\"}");
        take("{\"event\":\"geo_scrubbed\",\"source\":\"test\",\"author\":{\"id\":\"a1\"},\"upTo\":\"8\"}");
        List<JsonNode> alerts = client.alerts(floods);
        assertThat(lines(alerts.subList(2, 4)))
                .containsOnly("alert.corrected geo_scrubbed flood here [[0,5]]")
                .hasSize(2);
        assertThat(alerts.toString()).doesNotContain("Calgary").doesNotContain("-114");
    }

    @Test
    void retraction_saysWhichEndpointsHaveTakenIt() {
        int[] answers = {204, 204, 500};
        int[] asked = {0};
        try (Receiver good = new Receiver(() -> 204);
                Receiver bad = new Receiver(() -> answers[Math.min(asked[0]++, 2)])) {
            String taking = endpoint(good);
            String failing = endpoint(bad);
            take(Client.line("1", "flood one"), Client.line("2", "flood two"));
            bad.next();
            bad.next();
            take("{\"event\":\"deleted\",\"source\":\"test\",\"id\":\"1\"}");
            // The second attempt comes only when it is stored that the first one failed.
            bad.next();
            bad.next();
            JsonNode alert = told();
            assertThat(alert.get("type").asText()).isEqualTo("alert.retracted");
            assertThat(alert.get("reason").asText()).isEqualTo("deleted");
            assertThat(alert.get("subscription").asText()).isEqualTo(floods);
            assertThat(alert.get("sequence").asInt()).isEqualTo(3);
            assertThat(alert.get("endpoints"))
                    .extracting(endpoint -> endpoint.get("id").asText() + endpoint.get("passed"))
                    .containsExactlyInAnyOrder(taking + "true", failing + "false");
            assertThat(client.get("/v1/posts/test/2/retraction").json().get("alerts"))
                    .isEmpty();
        }
    }

    @Test
    void retraction_saysWhichNamedConsumersHaveAcknowledgedIt() {
        Stream wall = Stream.open(client);
        Stream desk = Stream.open(client);
        consume(wall, "wall");
        consume(desk, "desk");
        take(Client.line("1", "flood one"));
        acknowledge(desk, desk.alert());
        wall.alert();
        take("{\"event\":\"deleted\",\"source\":\"test\",\"id\":\"1\"}");
        acknowledge(wall, wall.alert());

        Waiting.until(
                "the wall's acknowledgement is stored",
                Client.LIMIT,
                () -> consumers().equals(List.of("desk false", "wall true")));
    }

    private List<String> consumers() {
        return StreamSupport.stream(retraction().get("consumers").spliterator(), false)
                .map(consumer -> consumer.get("name").asText() + " " + consumer.get("passed"))
                .toList();
    }

    private void consume(Stream stream, String name) {
        stream.say("{\"type\":\"subscribe\",\"consumer\":\"" + name + "\",\"subscription\":\"" + floods + "\"}");
        stream.next("subscribed");
    }

    private static void acknowledge(Stream stream, JsonNode alert) {
        stream.say("{\"type\":\"ack\",\"cursor\":" + alert.get("cursor") + "}");
    }

    /** The retraction of post 1, once an endpoint has taken it and said so to the store. */
    private JsonNode told() {
        Waiting.until(
                "an endpoint took the retraction",
                Client.LIMIT,
                () -> retraction().get("endpoints").toString().contains("true"));
        return retraction();
    }

    private JsonNode retraction() {
        return client.get("/v1/posts/test/1/retraction").json().at("/alerts/0");
    }

    private String endpoint(Receiver receiver) {
        return client.post("/v1/endpoints", Map.of("url", receiver.url()))
                .json()
                .get("id")
                .asText();
    }

    @Test
    void unknownEvent_isRefused_andCostsItselfOnly() {
        Client.Answer answer = client.ingest("{\"event\":\"lost\",\"source\":\"test\"}", Client.line("1", "flood"));
        assertThat(answer.json().get("accepted").asInt()).isEqualTo(1);
        assertThat(answer.json().at("/errors/0/reason").asText())
                .isEqualTo(
                        "event: \"lost\" (expected: deleted, edited, author_removed, author_restored, geo_scrubbed)");
    }
}
