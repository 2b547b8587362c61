package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A post goes in through a socket, and its alert comes out through every other. */
final class WholePathTest {
    @TempDir
    private Path directory;

    private Node node;
    private Client client;

    @BeforeEach
    void start() {
        node = Node.start(Config.read(Map.of(
                "TOCSIN_HTTP_PORT",
                "0",
                "TOCSIN_DATA_DIRECTORY",
                directory.toString(),
                "TOCSIN_WEBHOOK_PRIVATENETWORKS",
                "127.0.0.0/8",
                "TOCSIN_WEBHOOK_RETRIES",
                "20ms,20ms,20ms,20ms")));
        client = new Client(node.url(), node.newKey().orElseThrow().text());
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void post_matches_comesOutByEveryWay() {
        try (Receiver receiver = new Receiver(() -> 204)) {
            String floods = client.subscribe("floods", "#yycflood (bridge OR \"road closed\") -sale");
            String secret = endpoint(receiver);
            Stream stream = Stream.open(client);
            stream.say("{\"type\":\"subscribe\",\"subscription\":\"" + floods + "\"}");
            String head = stream.next("subscribed").get("head").asText();
            EventLines events = EventLines.open(client, "/v1/subscriptions/" + floods + "/alerts");
            CompletableFuture<Client.Answer> pull = CompletableFuture.supplyAsync(
                    () -> client.get("/v1/subscriptions/" + floods + "/alerts?wait=8&after=" + head));

            Client.Answer taken = client.ingest(
                    Client.line("1", "The bridge is out #yycflood"),
                    Client.line("2", "Bridge for sale #yycflood"),
                    Client.line("3", "Nothing of the kind"));

            assertThat(taken.status()).isEqualTo(200);
            assertThat(taken.json().get("accepted").asInt()).isEqualTo(3);
            JsonNode pushed = stream.alert();
            assertThat(pushed.at("/post/id").asText()).isEqualTo("1");
            assertThat(pushed.get("type").asText()).isEqualTo("alert.raised");
            assertThat(pushed.get("sequence").asInt()).isEqualTo(1);
            assertThat(pushed.get("spans").toString()).isEqualTo("[[4,10],[18,27]]");
            EventLines.Event event = events.next();
            assertThat(event.data()).isEqualTo(pushed);
            assertThat(event.id()).isEqualTo(pushed.get("cursor").asText());
            assertThat(pull.orTimeout(10, TimeUnit.SECONDS).join().json().get("alerts"))
                    .containsExactly(pushed);
            assertThat(client.alerts(floods)).containsExactly(pushed);
            Receiver.Delivered delivered = receiver.next();
            assertThat(delivered.verified(secret).get("data")).isEqualTo(pushed);
            assertThat(delivered.id()).isEqualTo(pushed.get("id").asText());
            stream.close();
        }
    }

    @Test
    void deletion_reachesEveryReader_andLeavesNoContent() throws IOException {
        try (Receiver receiver = new Receiver(() -> 204)) {
            String floods = client.subscribe("floods", "flood");
            String secret = endpoint(receiver);
            Stream stream = Stream.open(client);
            stream.say("{\"type\":\"subscribe\",\"subscription\":\"" + floods + "\"}");
            stream.next("subscribed");
            assertThat(client.ingest(Client.line("1", "flood of unforgettable words"))
                            .status())
                    .isEqualTo(200);
            assertThat(stream.alert().at("/post/text").asText()).contains("unforgettable");
            assertThat(receiver.next().body()).contains("unforgettable");

            Client.Answer deleted = client.delete("/v1/posts/test/1");

            assertThat(deleted.json().get("receipt").asText()).isEqualTo("accepted");
            JsonNode retracted = stream.alert();
            assertThat(retracted.get("type").asText()).isEqualTo("alert.retracted");
            assertThat(retracted.at("/post/deleted").asBoolean()).isTrue();
            assertThat(receiver.next().verified(secret).get("type").asText()).isEqualTo("alert.retracted");
            List<JsonNode> alerts = client.alerts(floods);
            assertThat(alerts).hasSize(2);
            assertThat(alerts.toString()).doesNotContain("unforgettable");
            assertThat(client.ingest(Client.line("1", "flood of unforgettable words"))
                            .json()
                            .get("deletedBefore")
                            .asInt())
                    .isEqualTo(1);
            assertThat(client.delete("/v1/posts/test/1").json().get("receipt").asText())
                    .isEqualTo("duplicate");
        }
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
    void subscription_changed_isLiveAtOnce() {
        String id = client.subscribe("a", "hail");
        assertThat(client.ingest(Client.line("1", "storm")).status()).isEqualTo(200);
        assertThat(client.patch("/v1/subscriptions/" + id, Map.of("rule", "storm"))
                        .status())
                .isEqualTo(200);
        assertThat(client.ingest(Client.line("2", "storm")).status()).isEqualTo(200);
        assertThat(client.patch("/v1/subscriptions/" + id, Map.of("enabled", false))
                        .status())
                .isEqualTo(200);
        assertThat(client.ingest(Client.line("3", "storm")).status()).isEqualTo(200);
        assertThat(client.alerts(id))
                .extracting(alert -> alert.at("/post/id").asText())
                .containsExactly("2");
        assertThat(client.delete("/v1/subscriptions/" + id).status()).isEqualTo(204);
        assertThat(client.get("/v1/subscriptions/" + id + "/alerts").status()).isEqualTo(404);
    }

    @Test
    void stream_resumedAfterCursor_missesAndRepeatsNothing() {
        String id = client.subscribe("a", "storm");
        client.ingest(storms(0, 500));
        Stream first = Stream.open(client);
        first.say("{\"type\":\"subscribe\",\"subscription\":\"" + id + "\",\"after\":\"earliest\",\"window\":10}");
        first.next("subscribed");
        String cursor = "";
        for (int i = 1; i <= 10; i++) {
            JsonNode alert = first.alert();
            assertThat(alert.get("sequence").asInt()).isEqualTo(i);
            cursor = alert.get("cursor").asText();
        }
        first.close();
        client.ingest(storms(500, 600));
        Stream second = Stream.open(client);
        second.say("{\"type\":\"subscribe\",\"subscription\":\"" + id + "\",\"after\":\"" + cursor + "\"}");
        assertThat(second.next("subscribed").get("headSequence").asInt()).isEqualTo(600);
        for (int i = 11; i <= 600; i++) {
            assertThat(second.alert().get("sequence").asInt()).isEqualTo(i);
        }
        EventLines events = EventLines.open(client, "/v1/subscriptions/" + id + "/alerts", "Last-Event-ID", cursor);
        assertThat(events.next().data().get("sequence").asInt()).isEqualTo(11);
    }

    /** The feeds of one session read in turn: one whose window is shut must not stand in the others' way. */
    @Test
    void stream_ofManyFeeds_givesEachAllOfItsOwn() {
        List<String> ids = IntStream.range(0, 5)
                .mapToObj(i -> client.subscribe("feed " + i, "storm"))
                .toList();
        client.ingest(storms(0, 300));
        Stream stream = Stream.open(client);
        stream.say(
                "{\"type\":\"subscribe\",\"subscription\":\"" + ids.get(0) + "\",\"after\":\"earliest\",\"window\":1}");
        stream.next("subscribed");
        assertThat(stream.alert().get("sequence").asInt()).isEqualTo(1);
        ids.subList(1, 5)
                .forEach(id ->
                        stream.say("{\"type\":\"subscribe\",\"subscription\":\"" + id + "\",\"after\":\"earliest\"}"));
        Map<String, Integer> last = new HashMap<>();
        for (int alerts = 0; alerts < 4 * 300; ) {
            JsonNode frame = stream.next();
            if (frame.get("type").asText().equals("alert")) {
                alerts++;
                int sequence = frame.at("/alert/sequence").asInt();
                assertThat(last.merge(frame.at("/alert/subscription").asText(), sequence, Math::max))
                        .isEqualTo(sequence);
            }
        }
        assertThat(last)
                .hasSize(4)
                .doesNotContainKey(ids.get(0))
                .allSatisfy((id, sequence) -> assertThat(sequence).isEqualTo(300));
    }

    @Test
    void receiver_failsTwice_getsItTheThirdTime() {
        int[] answers = {500, 503, 204};
        int[] asked = {0};
        try (Receiver receiver = new Receiver(() -> answers[Math.min(asked[0]++, 2)])) {
            client.subscribe("a", "storm");
            String secret = endpoint(receiver);
            client.ingest(storms(0, 1));
            List<Receiver.Delivered> attempts =
                    IntStream.range(0, 3).mapToObj(i -> receiver.next()).toList();
            assertThat(attempts)
                    .extracting(Receiver.Delivered::id)
                    .containsOnly(attempts.get(0).id());
            assertThat(attempts)
                    .allSatisfy(attempt -> assertThat(
                                    attempt.verified(secret).at("/data/post/id").asText())
                            .isEqualTo("0"));
        }
    }

    /** A receiver that was out of order, and what its people can ask and do. */
    @Test
    void deadLetters_canBeSeenAndTriedAgain() {
        AtomicInteger status = new AtomicInteger(500);
        try (Receiver receiver = new Receiver(status::get)) {
            String floods = client.subscribe("floods", "flood");
            String id = client.post("/v1/endpoints", Map.of("url", receiver.url()))
                    .json()
                    .get("id")
                    .asText();
            String path = "/v1/endpoints/" + id;
            Client.Answer unused = client.ingest(Client.line("1", "flood one"), Client.line("2", "flood two"));
            until("both are dead", () -> get(path + "/health").get("dead").asInt() == 2);

            assertThat(get(path + "/health").get("attempts").asInt()).isEqualTo(10);
            assertThat(get(path + "/health").get("accepted").asDouble()).isZero();
            assertThat(get(path + "/deliveries").get("deliveries")).isEmpty();
            assertThat(get(path + "/deliveries?state=waiting").get("deliveries"))
                    .isEmpty();
            JsonNode first = get(path + "/deliveries?state=dead&limit=1");
            assertThat(first.get("deliveries"))
                    .extracting(one -> one.get("why").asText())
                    .containsOnly("status 500");
            JsonNode rest = get(
                    path + "/deliveries?state=dead&after=" + first.get("next").asText());
            assertThat(rest.get("deliveries"))
                    .extracting(one -> one.get("sequence").asInt())
                    .containsExactly(2);
            JsonNode attempts = get(path + "/attempts?subscription=" + floods + "&sequence=1")
                    .get("attempts");
            assertThat(attempts).extracting(one -> one.get("attempt").asInt()).containsExactly(1, 2, 3, 4, 5);
            assertThat(attempts).extracting(one -> one.get("status").asInt()).containsOnly(500);
            assertThat(get(path + "/attempts?limit=2").get("attempts")).hasSize(2);

            status.set(204);
            Client.Answer retried = client.post(path + "/retry", Map.of("subscription", floods, "from", 2, "to", 2));
            assertThat(retried.status()).isEqualTo(202);
            assertThat(retried.json().get("deliveries").asInt()).isEqualTo(1);
            until(
                    "one is alive again",
                    () -> get(path + "/health").get("dead").asInt() == 1
                            && get(path + "/health").get("waiting").asInt() == 0);
            assertThat(client.post(path + "/retry", Map.of("subscription", floods))
                            .json()
                            .get("deliveries")
                            .asInt())
                    .isEqualTo(1);
            until(
                    "none is dead",
                    () -> get(path + "/health").get("dead").asInt() == 0
                            && get(path + "/health").get("waiting").asInt() == 0);

            receiver.forget();
            Client.Answer replayed =
                    client.post(path + "/replay", Map.of("subscription", floods, "after", "2020-01-01T00:00:00Z"));
            assertThat(replayed.json().get("deliveries").asInt()).isEqualTo(2);
            assertThat(List.of(receiver.next().id(), receiver.next().id())).doesNotHaveDuplicates();
        }
    }

    @Test
    void secret_rotated_bothAreGoodForTheOverlap() {
        try (Receiver receiver = new Receiver(() -> 204)) {
            String unused = client.subscribe("floods", "flood");
            JsonNode created =
                    client.post("/v1/endpoints", Map.of("url", receiver.url())).json();
            String path = "/v1/endpoints/" + created.get("id").asText() + "/rotate";
            Client.Answer rotated = client.post(path, Map.of("overlap", "PT1H"));
            assertThat(rotated.status()).isEqualTo(200);
            String young = rotated.json().get("secret").asText();
            assertThat(young).isNotEqualTo(created.get("secret").asText());
            assertThat(client.ingest(Client.line("1", "flood one")).status()).isEqualTo(200);
            Receiver.Delivered delivered = receiver.next();
            assertThat(delivered.verified(young))
                    .isEqualTo(delivered.verified(created.get("secret").asText()));

            String youngest = client.post(path, Map.of("overlap", "PT0S"))
                    .json()
                    .get("secret")
                    .asText();
            assertThat(client.ingest(Client.line("2", "flood two")).status()).isEqualTo(200);
            Receiver.Delivered second = receiver.next();
            assertThat(second.verified(youngest).get("type").asText()).isEqualTo("alert.raised");
            assertThatThrownBy(() -> second.verified(young)).isInstanceOf(AssertionError.class);
            assertThatThrownBy(() -> second.verified(created.get("secret").asText()))
                    .isInstanceOf(AssertionError.class);
            assertThat(client.post(path, Map.of("overlap", "P31D")).status()).isEqualTo(400);
        }
    }

    private JsonNode get(String path) {
        Client.Answer answer = client.get(path);
        assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
        return answer.json();
    }

    private static void until(String what, BooleanSupplier holds) {
        Waiting.until(what, Duration.ofSeconds(10), holds);
    }

    @Test
    void deliveries_ofAnEndpointThatIsNotThere_areNotFound() {
        assertThat(client.get("/v1/endpoints/ep_none/deliveries").status()).isEqualTo(404);
        assertThat(client.get("/v1/endpoints/ep_none/attempts").status()).isEqualTo(404);
        assertThat(client.get("/v1/endpoints/ep_none/health").status()).isEqualTo(404);
        assertThat(client.post("/v1/endpoints/ep_none/retry", Map.of("subscription", "sub_a"))
                        .status())
                .isEqualTo(404);
    }

    private String endpoint(Receiver receiver) {
        Client.Answer created = client.post("/v1/endpoints", Map.of("url", receiver.url()));
        assertThat(created.status()).isEqualTo(201);
        assertThat(client.get("/v1/endpoints").json().toString())
                .doesNotContain("whsec_")
                .doesNotContain("ealed");
        return created.json().get("secret").asText();
    }

    private static String[] storms(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> Client.line(Integer.toString(i), "storm " + i))
                .toArray(String[]::new);
    }
}
