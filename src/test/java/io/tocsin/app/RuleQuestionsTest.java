package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules are explained and tried over the socket. */
final class RuleQuestionsTest {
    private static final String EXPLAIN = "/v1/rules:explain";
    private static final String TEST = "/v1/rules:test";

    @TempDir
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static Node node;

    @SuppressWarnings("NullAway.Init")
    private static Client client;

    /** A word that only one test's posts have. */
    private final String word = "w" + UUID.randomUUID().toString().replace("-", "");

    @BeforeAll
    static void start() {
        node = Node.start(Config.read(Map.of("TOCSIN_HTTP_PORT", "0", "TOCSIN_DATA_DIRECTORY", directory.toString())));
        client = new Client(node.url(), node.newKey().orElseThrow().text());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static ObjectNode post(String id, String text) {
        return Client.JSON
                .createObjectNode()
                .put("source", "test")
                .put("id", id)
                .put("text", text)
                .set("author", Client.JSON.createObjectNode().put("id", "a1"));
    }

    private static Client.Answer explain(String rule, String text) {
        return client.post(EXPLAIN, Map.of("rule", rule, "post", post("1", text)));
    }

    private static JsonNode json(String text) throws Exception {
        return Client.JSON.readTree(text.replace('\'', '"'));
    }

    @Test
    void explain_matching_saysWhere() throws Exception {
        Client.Answer answer = explain("Calgary (bridge OR dam)", "The bridge in Calgary");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json()).isEqualTo(json("""
                {'matched': true, 'canonical': '(bridge OR dam) calgary', 'spans': [[4, 10], [14, 21]],
                 'clauses': [{'text': 'Calgary (bridge OR dam)', 'holds': true, 'spans': [[4, 10], [14, 21]]}],
                 'words': ['the', 'bridge', 'in', 'calgary']}"""));
    }

    @Test
    void explain_notMatching_saysWhichTermFails() throws Exception {
        assertThat(explain("flood calgary -drill OR fire", "flood drill in Calgary")
                        .json())
                .isEqualTo(json("""
                {'matched': false, 'canonical': '-drill calgary flood OR fire', 'spans': [],
                 'clauses': [{'text': 'flood calgary -drill', 'holds': false, 'failing': '-drill', 'spans': []},
                             {'text': 'fire', 'holds': false, 'failing': 'fire', 'spans': []}],
                 'words': ['flood', 'drill', 'in', 'calgary']}"""));
    }

    @Test
    void explain_post_isNotStored() {
        String subscription = client.subscribe("a", word);
        assertThat(explain(word, "a " + word).json().get("matched").asBoolean()).isTrue();
        assertThat(client.alerts(subscription)).isEmpty();
        assertThat(matches(word)).isZero();
    }

    @Test
    void explain_largePost_isTaken() {
        Client.Answer answer = explain("flood", "x".repeat(900_000) + " flood");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/spans/0/0").asInt()).isEqualTo(900_001);
    }

    @Test
    void explain_tooLarge_isRefused() {
        Client.Answer answer = explain("flood", "x".repeat(1_200_000));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().get("detail").asText()).contains("1114112");
    }

    @Test
    void test_tooLarge_isRefused() {
        Client.Answer answer = client.post(TEST, Map.of("rule", "x".repeat(70_000)));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().get("detail").asText()).contains("65536");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"source":"a","id":"1","text":"x"}                             | post.author: missing (expected: a JSON object)
            {"source":"a","id":"1","text":"x","author":{"id":" "}}         | post.author.id: blank (expected: a text that is not blank)
            {"source":"a","id":"1","text":4,"author":{"id":"a"}}           | post.text: a number (expected: a text)
            {"source":"a","id":"1","text":"x","author":{"id":"a"},"geo":{"lat":91,"lon":0}} | lat: 91.0 (expected: -90 to 90)
            {"source":"a","id":"1","text":"x","author":{"id":"a"},"kind":"shout"} | post.kind: "shout" (expected: original, reply, repost, quote)
            """)
    void explain_badPost_saysWhatIngestWould(String post, String detail) {
        Client.Answer answer =
                client.postText(EXPLAIN, "application/json", "{\"rule\":\"flood\",\"post\":" + post + "}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("type").asText()).isEqualTo("urn:tocsin:problem:invalid-request");
        assertThat(answer.json().get("detail").asText()).isEqualTo(detail);
    }

    @ParameterizedTest
    @ValueSource(strings = {EXPLAIN, TEST})
    void rule_bad_saysWhere(String path) {
        Map<String, Object> body = path.equals(TEST)
                ? Map.of("rule", "flood (bridge")
                : Map.of("rule", "flood (bridge", "post", post("1", "flood"));
        Client.Answer answer = client.post(path, body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.response().headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(answer.json().get("type").asText()).isEqualTo("urn:tocsin:problem:invalid-rule");
        assertThat(answer.json().get("position").asInt()).isEqualTo(13);
        assertThat(answer.json().get("found").asText()).isEqualTo("end of rule");
        assertThat(answer.json().get("expected").asText()).isEqualTo("a closing parenthesis");
    }

    @Test
    void rule_beyondTheLimits_isRefusedWhereItIs() {
        Client.Answer answer = client.post(TEST, Map.of("rule", "ab ".repeat(683)));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("type").asText()).isEqualTo("urn:tocsin:problem:invalid-rule");
        assertThat(answer.json().get("position").asInt()).isEqualTo(2048);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            :explain | {"rule":"a"}                                 | post
            :explain | {"post":{}}                                  | rule
            :explain | {"rule":"","post":{}}                        | rule
            :explain | {"rule":" ","post":{}}                       | rule
            :explain | {"rule":"a","post":[]}                       | post
            :explain | {"rule":"a","post":{},"colour":1}            | colour
            :test    | {}                                           | rule
            :test    | {"rule":""}                                  | rule
            :test    | {"rule":" "}                                 | rule
            :test    | {"rule":"a","samples":21}                    | samples
            :test    | {"rule":"a","samples":-1}                    | samples
            :test    | {"rule":"a","samples":"5"}                   | samples
            :test    | {"rule":"a","colour":1}                      | colour
            :test    | {"rule":"a"                                  | body
            """)
    void request_bad_saysWhat(String verb, String body, String named) {
        Client.Answer answer = client.postText("/v1/rules" + verb, "application/json", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("type").asText()).isEqualTo("urn:tocsin:problem:invalid-request");
        assertThat(answer.json().get("detail").asText()).contains(named);
    }

    @ParameterizedTest
    @ValueSource(strings = {EXPLAIN, TEST})
    void request_ofAnotherType_isRefused(String path) {
        assertThat(client.postText(path, "text/plain", "{}").status()).isEqualTo(415);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/rules:shout, 404",
        "POST, /v1/rulesx, 404",
        "POST, /v1/rules, 404",
        "GET, /v1/rules:test, 405",
        "PUT, /v1/rules:explain, 405",
        "POST, /v1/rules%3Atest, 200"
    })
    void route_spelledOtherwise_isOnlyFoundIfItIsTheSame(String method, String path, int status) {
        Client.Answer answer = client.send(client.request(path)
                .method(method, BodyPublishers.ofString("{\"rule\":\"a\"}"))
                .header("Content-Type", "application/json"));
        assertThat(answer.status()).isEqualTo(status);
        if (status == 405) {
            assertThat(answer.response().headers().firstValue("allow")).hasValue("POST");
        }
    }

    @Test
    void test_postsThatCame_areCountedAndShown() {
        client.ingest(
                Client.line(word + 1, "the " + word + " one"),
                Client.line(word + 2, "nothing"),
                Client.line(word + 3, "the " + word + " two"));
        Client.Answer answer = client.post(TEST, Map.of("rule", word.toUpperCase(java.util.Locale.ROOT)));
        assertThat(answer.status()).isEqualTo(200);
        JsonNode json = answer.json();
        assertThat(json.get("canonical").asText()).isEqualTo(word);
        assertThat(json.get("costClass").asText()).isEqualTo("selective");
        assertThat(json.get("looksPerPost").asDouble()).isBetween(0.0, 0.001);
        assertThat(json.at("/window/on").asBoolean()).isTrue();
        assertThat(json.at("/window/posts").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(json.at("/window/oldest").asText())
                .isLessThanOrEqualTo(json.at("/window/newest").asText());
        assertThat(json.get("matches").asInt()).isEqualTo(2);
        assertThat(json.get("samples"))
                .extracting(sample -> sample.get("text").asText())
                .containsExactly("the " + word + " two", "the " + word + " one");
        assertThat(json.at("/samples/0/spans").toString()).isEqualTo("[[4," + (4 + word.length()) + "]]");
    }

    @Test
    void test_samplesWanted_areSoManyAtMost() {
        client.ingest(IntStream.range(0, 30)
                .mapToObj(i -> Client.line(word + i, word))
                .toArray(String[]::new));
        assertThat(client.post(TEST, Map.of("rule", word)).json().get("samples"))
                .hasSize(5);
        assertThat(client.post(TEST, Map.of("rule", word, "samples", 20)).json().get("samples"))
                .hasSize(20);
        JsonNode none = client.post(TEST, Map.of("rule", word, "samples", 0)).json();
        assertThat(none.get("samples")).isEmpty();
        assertThat(none.get("matches").asInt()).isEqualTo(30);
    }

    @Test
    void test_samples_doNotSayWho() {
        client.ingest("{\"source\":\"test\",\"id\":\"at://did:plc:someone/" + word
                + "\",\"author\":{\"id\":\"did:plc:someone\","
                + "\"handle\":\"someone.example\",\"name\":\"Some One\",\"bio\":\"someone's bio\",\"location\":\"someone's place\"},"
                + "\"text\":\"" + word + "\",\"replyToAuthor\":{\"handle\":\"someone.example\"}}");
        JsonNode sample = client.post(TEST, Map.of("rule", word + " from:someone.example"))
                .json()
                .at("/samples/0");
        assertThat(sample.get("author").asText()).matches("au_[0-9a-f]{16}");
        assertThat(sample.toString()).doesNotContainIgnoringCase("someone");
    }

    @Test
    void test_deletedPost_isGone() {
        client.ingest(Client.line(word + 1, word), Client.line(word + 2, word));
        assertThat(matches(word)).isEqualTo(2);
        assertThat(client.delete("/v1/posts/test/" + word + 1).status()).isEqualTo(200);
        assertThat(matches(word)).isEqualTo(1);
    }

    @Test
    void test_deletedBeforeItCame_isNotThere() {
        client.delete("/v1/posts/test/" + word + 1);
        client.ingest(Client.line(word + 1, word));
        assertThat(matches(word)).isZero();
    }

    @Test
    void test_ruleThatCostsEveryPost_saysSo() {
        JsonNode json = client.post(TEST, Map.of("rule", "contains:o")).json();
        assertThat(json.get("costClass").asText()).isEqualTo("every_post");
        assertThat(json.get("looksPerPost").asDouble()).isEqualTo(1);
    }

    @Test
    void test_nothingIsStored() {
        client.ingest(Client.line(word, word));
        int before = client.get("/v1/subscriptions?limit=1000")
                .json()
                .get("subscriptions")
                .size();
        assertThat(matches(word)).isEqualTo(1);
        assertThat(client.get("/v1/subscriptions?limit=1000").json().get("subscriptions"))
                .hasSize(before);
    }

    private static int matches(String rule) {
        Client.Answer answer = client.post(TEST, Map.of("rule", rule));
        assertThat(answer.status()).isEqualTo(200);
        return answer.json().get("matches").asInt();
    }

    @Test
    void test_windowOff_saysSo(@TempDir Path other) throws Exception {
        Map<String, String> environment = Map.of(
                "TOCSIN_HTTP_PORT",
                "0",
                "TOCSIN_DATA_DIRECTORY",
                other.toString(),
                "TOCSIN_RULES_WINDOW",
                "0",
                "TOCSIN_RULES_MAXTERMS",
                "2");
        try (Node off = Node.start(Config.read(environment))) {
            Client asking = new Client(off.url(), off.newKey().orElseThrow().text());
            asking.ingest(Client.line("1", "flood"));
            JsonNode json = asking.post(TEST, Map.of("rule", "flood bridge")).json();
            assertThat(json.get("window")).isEqualTo(json("{'on': false}"));
            assertThat(json.has("matches")).isFalse();
            assertThat(json.has("samples")).isFalse();
            assertThat(json.get("canonical").asText()).isEqualTo("bridge flood");

            Map<String, Object> tooLong = Map.of("rule", "a b c", "post", post("1", "a"), "name", "n", "purpose", "p");
            for (String path : new String[] {TEST, EXPLAIN, "/v1/subscriptions"}) {
                ObjectNode body = Client.JSON.valueToTree(tooLong);
                body.retain(
                        switch (path) {
                            case TEST -> java.util.List.of("rule");
                            case EXPLAIN -> java.util.List.of("rule", "post");
                            default -> java.util.List.of("rule", "name", "purpose");
                        });
                assertThat(asking.post(path, body).json().get("expected").asText())
                        .as(path)
                        .startsWith("at most 2 words");
            }
        }
    }
}
