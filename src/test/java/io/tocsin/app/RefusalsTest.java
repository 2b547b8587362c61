package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.wire.YamlJson;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong is told clearly, and costs itself only. */
final class RefusalsTest {
    @TempDir
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static Node node;

    @SuppressWarnings("NullAway.Init")
    private static Client client;

    @BeforeAll
    static void start() {
        node = Node.start(Config.read(Map.of("TOCSIN_HTTP_PORT", "0", "TOCSIN_DATA_DIRECTORY", directory.toString())));
        client = new Client(node.url(), node.newKey().orElseThrow().text());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    record Operation(String method, String path, boolean open) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** Every operation of the contract. */
    static Stream<Operation> operations() throws IOException {
        try (var in = Objects.requireNonNull(Client.class.getResourceAsStream("/io/tocsin/api/openapi.yaml"))) {
            JsonNode paths =
                    Client.JSON.readTree(YamlJson.toJson(in.readAllBytes())).get("paths");
            return StreamSupport.stream(((Iterable<Map.Entry<String, JsonNode>>) paths::fields).spliterator(), false)
                    .flatMap(path -> StreamSupport.stream(
                                    ((Iterable<Map.Entry<String, JsonNode>>) path.getValue()::fields).spliterator(),
                                    false)
                            .filter(member -> member.getValue().has("operationId"))
                            .map(member -> new Operation(
                                    member.getKey().toUpperCase(java.util.Locale.ROOT),
                                    path.getKey().replaceAll("\\{\\w+}", "sub_1"),
                                    member.getValue().has("security"))));
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void operation_withoutAKey_isRefusedUnlessItIsOpen(Operation operation) {
        Client stranger = new Client(client.url, "tk_abcdefgh_abcdefghabcdefghabcdefghabcdefgh");
        Client.Answer answer = stranger.send(stranger.request(operation.path())
                .method(operation.method(), BodyPublishers.ofString("{}"))
                .header("Content-Type", "application/json"));
        if (operation.open()) {
            assertThat(answer.status()).isEqualTo(200);
        } else {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.json().get("type").asText()).isEqualTo("urn:tocsin:problem:unauthorized");
        }
    }

    @Test
    void operations_areThoseOfTheService() throws IOException {
        assertThat(operations().filter(Operation::open))
                .extracting(Operation::toString)
                .containsExactlyInAnyOrder(
                        "GET /v1/openapi.yaml", "GET /v1/asyncapi.yaml", "GET /health/live", "GET /health/ready");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            no key at all        | ''
            another scheme       | Basic abc
            another form         | Bearer secret
            a key never made     | Bearer tk_abcdefgh_abcdefghabcdefghabcdefghabcdefgh
            """)
    void key_bad_isRefused(String name, String header) {
        var request = java.net.http.HttpRequest.newBuilder(java.net.URI.create(client.url + "/v1/subscriptions"));
        if (!header.equals("''")) {
            request.header("Authorization", header);
        }
        Client.Answer answer = client.send(request);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.response().headers().firstValue("www-authenticate")).hasValue("Bearer");
        assertThat(answer.json().get("detail").asText()).contains("expected: Authorization: Bearer tk_");
    }

    @Test
    void rule_bad_saysWhere() {
        Client.Answer answer =
                client.post("/v1/subscriptions", Map.of("name", "a", "rule", "flood (bridge", "purpose", "p"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.response().headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(answer.json().get("type").asText()).isEqualTo("urn:tocsin:problem:invalid-rule");
        assertThat(answer.json().get("position").asInt()).isEqualTo(13);
        assertThat(answer.json().get("found").asText()).isEqualTo("end of rule");
        assertThat(answer.json().get("expected").asText()).contains("parenthesis");
    }

    @Test
    void rule_beyondTheLimits_isRefused() {
        String rule = "a ".repeat(257);
        Client.Answer answer = client.post("/v1/subscriptions", Map.of("name", "a", "rule", rule, "purpose", "p"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("position").asInt()).isEqualTo(512);
    }

    @Test
    void rule_changedBeyondTheLimits_isRefused() {
        String subscription = client.subscribe("a", "b");
        Client.Answer answer = client.patch(
                "/v1/subscriptions/" + subscription, Map.of("rule", "(".repeat(33) + "a" + ")".repeat(33)));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("position").asInt()).isEqualTo(32);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"name":"a","rule":"b"}                               | purpose
            {"name":"a","rule":"b","purpose":" "}                 | purpose
            {"name":4,"rule":"b","purpose":"c"}                   | #/name
            {"name":"a","rule":"b","purpose":"c","colour":"red"}  | #/colour
            {"name":"a","rule":"b","rule":"c","purpose":"c"}      | JSON
            {"name":"a"                                           | body
            """)
    void subscription_badBody_saysWhat(String body, String named) {
        Client.Answer answer = client.postText("/v1/subscriptions", "application/json", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asText()).contains(named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "purpose"})
    void subscription_changedToBlank_saysWhat(String field) {
        String path = "/v1/subscriptions/" + client.subscribe("a", "flood");
        Client.Answer answer = client.send(client.request(path)
                .method("PATCH", BodyPublishers.ofString("{\"" + field + "\":\" \"}"))
                .header("Content-Type", "application/json"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asText())
                .isEqualTo(field + ": blank (expected: a text that is not blank)");
    }

    @Test
    void posts_badLines_costThemselvesOnly() {
        String id = client.subscribe("a", "flood");
        Client.Answer answer = client.ingest(
                Client.line("1", "flood"),
                "{\"source\":\"test\",\"id\":\"2\",\"text\":\"flood\"}",
                "not JSON",
                "",
                "{\"source\":\"test\",\"id\":\"5\",\"author\":{\"id\":\"a\"},\"text\":\"flood\",\"geo\":{\"lat\":91,\"lon\":0}}",
                Client.line("6", "flood"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("accepted").asInt()).isEqualTo(2);
        assertThat(answer.json().get("refused").asInt()).isEqualTo(3);
        assertThat(answer.json().get("errors"))
                .extracting(error -> error.get("line").asInt())
                .containsExactly(2, 3, 5);
        assertThat(answer.json().get("errors"))
                .extracting(error -> error.get("reason").asText())
                .satisfiesExactly(
                        reason -> assertThat(reason).isEqualTo("author: missing (expected: a JSON object)"),
                        reason -> assertThat(reason).startsWith("JSON at byte"),
                        reason -> assertThat(reason).isEqualTo("lat: 91.0 (expected: -90 to 90)"));
        assertThat(client.alerts(id)).hasSize(2);
    }

    @Test
    void posts_arrayThatBreaksOff_isRefusedWithWhatWasTaken() {
        Client.Answer answer = client.postText(
                "/v1/posts",
                "application/json",
                "[" + Client.line("b1", "x") + "," + Client.line("b2", "x") + ",{\"id\"");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("accepted").asInt()).isEqualTo(2);
        assertThat(answer.json().at("/errors/0/line").asInt()).isEqualTo(3);
    }

    @Test
    void posts_oneOrAnArray_areTaken() {
        String line = Client.line("c1", "x");
        assertThat(client.postText("/v1/posts", "application/json", line)
                        .json()
                        .get("accepted")
                        .asInt())
                .isEqualTo(1);
        assertThat(client.postText("/v1/posts", "application/json; charset=utf-8", "[" + line + ", " + line + "]")
                        .json()
                        .get("accepted")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void posts_otherContentType_isRefused() {
        Client.Answer answer = client.postText("/v1/posts", "text/plain", Client.line("1", "x"));
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.json().get("detail").asText()).contains("application/x-ndjson");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            after=nonsense,          cursor
            after=2026-11-23,        after
            after=latest&last=3,     last
            limit=0,                 limit
            limit=many,              limit
            last=1001,               last
            """)
    void alerts_badQuery_saysWhat(String query, String named) {
        String id = client.subscribe("a", "zzz");
        Client.Answer answer = client.get("/v1/subscriptions/" + id + "/alerts?" + query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asText()).contains(named);
    }

    @Test
    void alerts_cursorOfAnotherFeed_isRefused() {
        String one = client.subscribe("a", "zzz");
        String other = client.subscribe("b", "zzz");
        String cursor = client.get("/v1/subscriptions/" + one + "/alerts")
                .json()
                .get("head")
                .asText();
        assertThat(client.get("/v1/subscriptions/" + other + "/alerts?after=" + cursor)
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            P91D     | retention: P91D (expected: PT1S to P90D)
            PT0S     | retention: PT0S (expected: PT1S to P90D)
            P1Y      | retention: "P1Y" (expected: an ISO 8601 duration
            30 days  | retention: "30 days" (expected: an ISO 8601 duration
            """)
    void subscription_badRetention_saysWhat(String retention, String detail) {
        Map<String, String> order = Map.of("name", "a", "rule", "zzz", "purpose", "b", "retention", retention);
        Client.Answer answer = client.post("/v1/subscriptions", order);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asText()).startsWith(detail);
    }

    @Test
    void subscription_retention_isKeptAndChanged() {
        Map<String, String> order = Map.of("name", "a", "rule", "zzz", "purpose", "b", "retention", "PT48H");
        JsonNode created = client.post("/v1/subscriptions", order).json();
        assertThat(created.get("retention").asText()).isEqualTo("P2D");
        String path = "/v1/subscriptions/" + created.get("id").asText();
        assertThat(client.patch(path, Map.of("name", "b"))
                        .json()
                        .get("retention")
                        .asText())
                .isEqualTo("P2D");
        assertThat(client.patch(path, Map.of("retention", "PT90M"))
                        .json()
                        .get("retention")
                        .asText())
                .isEqualTo("PT1H30M");
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://example.org/x",
        "https://user:pass@example.org/",
        "'//example.org'",
        "nonsense",
        "'http://[::1'",
        "'http:///x'",
        "'http://127.0.0.1:99999/'",
        "'http://127.0.0.1/#top'",
        "'http://127.0.0.1/\u0001'",
        "'http://example.org/\r\nx-injected: 1'",
        "http://127.0.0.1:8080/hook",
        "http://localhost/",
        "http://10.1.2.3/",
        "'http://[::1]/'",
        "'http://[::ffff:10.0.0.1]/'",
        "http://0x7f.1/",
        "http://169.254.169.254/latest/meta-data"
    })
    void endpoint_badUrl_isRefused(String url) {
        Client.Answer answer = client.post("/v1/endpoints", Map.of("url", url));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asText()).startsWith("url:");
    }

    @Test
    void endpoint_unknownSubscription_isRefused() {
        Client.Answer answer = client.post(
                "/v1/endpoints", Map.of("url", "http://example.org/", "subscriptions", java.util.List.of("sub_none")));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asText()).contains("sub_none");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/subscriptions/sub_none, 404",
        "GET, /v1/subscriptions/nonsense, 404",
        "DELETE, /v1/endpoints/ep_none, 404",
        "GET, /v1/nothing, 404",
        "PUT, /v1/subscriptions, 405"
    })
    void route_unknown_isAProblem(String method, String path, int status) {
        Client.Answer answer = client.send(client.request(path).method(method, BodyPublishers.noBody()));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
    }

    @Test
    void method_unknown_isToldWhichAreKnown() {
        Client.Answer answer = client.send(client.request("/v1/subscriptions").PUT(BodyPublishers.noBody()));
        assertThat(answer.response().headers().firstValue("allow")).hasValue("GET, POST");
    }

    @Test
    void body_ofAnotherType_isRefused() {
        assertThat(client.postText("/v1/subscriptions", "text/plain", "{}").status())
                .isEqualTo(415);
    }

    @Test
    void stream_withoutUpgrade_isRefused() {
        assertThat(client.get("/v1/stream").status()).isEqualTo(426);
    }

    @Test
    void body_tooLarge_isRefused() {
        Client.Answer answer =
                client.post("/v1/subscriptions", Map.of("name", "a", "rule", "b", "purpose", "p".repeat(70_000)));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().get("type").asText()).isEqualTo("urn:tocsin:problem:too-large");
    }
}
