package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.feed.FeedChange;
import io.tocsin.post.PostId;
import io.tocsin.post.Span;
import io.tocsin.rule.Rule;
import io.tocsin.store.EmbeddedStore;
import io.tocsin.subscription.Pause;
import io.tocsin.subscription.Subscription;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.wire.PostJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rules may cost and raise, seen from outside. */
final class RuleLoadTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    private Path directory;

    private @Nullable Node node;
    private @Nullable Client client;

    private Client start(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("TOCSIN_HTTP_PORT", "0");
        environment.put("TOCSIN_DATA_DIRECTORY", directory.toString());
        Node started = Node.start(Config.read(environment));
        node = started;
        String key = client == null ? started.newKey().orElseThrow().text() : client.key;
        client = new Client(started.url(), key);
        return client;
    }

    @AfterEach
    void stop() {
        if (node != null) {
            node.close();
        }
    }

    private static String[] posts(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> Client.line(Integer.toString(i), "the storm " + i))
                .toArray(String[]::new);
    }

    private static List<JsonNode> pauses(Client client, String id) {
        return client.alerts(id).stream()
                .filter(alert -> alert.get("type").asText().equals("subscription.paused"))
                .toList();
    }

    @Test
    void rule_matchesEverything_isPausedToldOnceKeptOverARestartAndResumed() {
        Map<String, String> settings =
                Map.of("TOCSIN_RULES_BREAKER_PERSECOND", "50", "TOCSIN_WEBHOOK_PRIVATENETWORKS", "127.0.0.0/8");
        try (Receiver receiver = new Receiver(() -> 204)) {
            Client first = start(settings);
            String id = first.subscribe("everything", "e OR the OR a OR of");
            String other = first.subscribe("one", "\"storm 7\"");
            String secret = first.post("/v1/endpoints", Map.of("url", receiver.url(), "subscriptions", List.of(id)))
                    .json()
                    .get("secret")
                    .asText();
            Stream stream = Stream.open(first);
            stream.say("{\"type\":\"subscribe\",\"subscription\":\"" + id + "\"}");
            stream.next("subscribed");

            assertThat(first.ingest(posts(0, 1_500)).json().get("accepted").asInt())
                    .isEqualTo(1_500);

            JsonNode told = stream.alert();
            int raised = 0;
            for (; told.get("type").asText().equals("alert.raised"); told = stream.alert()) {
                raised++;
            }
            assertThat(told.get("type").asText()).isEqualTo("subscription.paused");
            assertThat(raised).isGreaterThan(500);
            assertThat(told.get("post").has("text")).isFalse();
            assertThat(told.get("post").has("deleted")).isFalse();
            JsonNode delivered = receiver.next().verified(secret);
            while (!delivered.get("type").asText().equals("subscription.paused")) {
                delivered = receiver.next().verified(secret);
            }
            assertThat(delivered.get("data")).isEqualTo(told);
            JsonNode paused = first.get("/v1/subscriptions/" + id).json();
            assertThat(paused.get("enabled").asBoolean()).isTrue();
            assertThat(paused.at("/paused/reason").asText()).startsWith("The rule raised ");
            assertThat(paused.at("/paused/post")).isEqualTo(told.get("post"));
            assertThat(first.get("/v1/subscriptions/" + other).json().has("paused"))
                    .isFalse();
            assertThat(first.alerts(other)).hasSize(1);
            assertThat(scrape(first)).contains("tocsin_pauses_total 1.0");
            stop();

            Client second = start(settings);
            assertThat(second.get("/v1/subscriptions/" + id).json()).isEqualTo(paused);
            int before = second.alerts(id).size();
            assertThat(second.ingest(posts(1_500, 1_600)).status()).isEqualTo(200);
            assertThat(second.alerts(id)).hasSize(before);
            assertThat(pauses(second, id)).containsExactly(told);

            JsonNode resumed = second.patch("/v1/subscriptions/" + id, Map.of("enabled", true))
                    .json();
            assertThat(resumed.has("paused")).isFalse();
            assertThat(second.ingest(posts(1_600, 2_000)).status()).isEqualTo(200);
            assertThat(second.alerts(id)).hasSize(before + 400);
            assertThat(second.get("/v1/subscriptions/" + id).json()).isEqualTo(resumed);
        }
    }

    @Test
    void rule_resumed_canBePausedAndToldAgain() {
        Client user = start(Map.of("TOCSIN_RULES_BREAKER_PERSECOND", "1", "TOCSIN_RULES_BREAKER_WINDOW", "1h"));
        String id = user.subscribe("everything", "the");
        Stream stream = Stream.open(user);
        stream.say("{\"type\":\"subscribe\",\"subscription\":\"" + id + "\"}");
        stream.next("subscribed");
        for (int round = 1; round <= 2; round++) {
            // The posts of the first round are sent again in the second: they raise nothing, and trip nothing.
            assertThat(user.ingest(posts(0, round == 1 ? 4_000 : 10_000)).status())
                    .isEqualTo(200);
            JsonNode alert = stream.alert();
            while (!alert.get("type").asText().equals("subscription.paused")) {
                alert = stream.alert();
            }
            assertThat(pauses(user, id)).hasSize(round);
            assertThat(user.patch("/v1/subscriptions/" + id, Map.of("enabled", true))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void breaker_off_pausesNothing() {
        Client user = start(Map.of("TOCSIN_RULES_BREAKER_PERSECOND", "0"));
        String id = user.subscribe("everything", "the");
        assertThat(user.ingest(posts(0, 1_000)).status()).isEqualTo(200);
        assertThat(user.alerts(id)).hasSize(1_000);
        assertThat(user.get("/v1/subscriptions/" + id).json().has("paused")).isFalse();
    }

    /** What a crash leaves that comes when the pause is durable and the feed is not told yet. */
    @Test
    void start_pausedButNotTold_tellsOnce() {
        SubscriptionId id = new SubscriptionId("sub_a");
        PostId post = new PostId("test", "1");
        Subscription floods = new Subscription(id, "a", Rule.parse(id.rule(), "the"), "b", true, NOON, NOON, 1);
        start(Map.of());
        stop();
        try (EmbeddedStore store = EmbeddedStore.open(directory, InstantSource.fixed(NOON))) {
            done(store.subscriptions().save(floods));
            done(store.subscriptions().save(floods.paused(new Pause(NOON, "too much", post))));
            done(store.feeds()
                    .append(List.of(new FeedChange.Raise(
                            PostJson.decode(Client.line("1", "the storm").getBytes(StandardCharsets.UTF_8), NOON),
                            List.of(new FeedChange.Target(id, List.of(new Span(0, 3)))),
                            NOON))));
        }
        for (int starts = 0; starts < 2; starts++) {
            Client user = start(Map.of());
            JsonNode page = user.get("/v1/subscriptions/sub_a/alerts?after=earliest&wait=8&limit=1")
                    .json();
            String next = page.get("next").asText();
            JsonNode told = user.get("/v1/subscriptions/sub_a/alerts?wait=8&after=" + next)
                    .json()
                    .at("/alerts/0");
            assertThat(told.get("type").asText()).isEqualTo("subscription.paused");
            assertThat(told.get("receivedAt").asText()).isEqualTo(NOON.toString());
            stop();
        }
        assertThat(pauses(start(Map.of()), "sub_a")).hasSize(1);
    }

    @Test
    void rules_beyondTheirNumber_areRefusedUntilThereIsRoom() {
        Client user = start(Map.of("TOCSIN_RULES_MAXRULES", "2"));
        String a = user.subscribe("a", "flood");
        String b = user.subscribe("b", "storm");
        Client.Answer refused = create(user, "hail", true);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().get("type").asText()).isEqualTo("urn:tocsin:problem:too-many-rules");
        assertThat(refused.json().get("setting").asText()).isEqualTo("rules.maxRules");
        assertThat(refused.json().get("limit").asInt()).isEqualTo(2);
        assertThat(refused.json().get("used").asInt()).isEqualTo(2);
        assertThat(user.get("/v1/subscriptions").json().get("subscriptions")).hasSize(2);
        String c = create(user, "hail", false).json().get("id").asText();
        assertThat(user.patch("/v1/subscriptions/" + c, Map.of("enabled", true)).status())
                .isEqualTo(422);
        assertThat(user.get("/v1/subscriptions/" + c).json().get("enabled").asBoolean())
                .isFalse();
        assertThat(user.patch("/v1/subscriptions/" + a, Map.of("rule", "hail")).status())
                .isEqualTo(200);
        assertThat(user.delete("/v1/subscriptions/" + b).status()).isEqualTo(204);
        assertThat(user.patch("/v1/subscriptions/" + c, Map.of("enabled", true)).status())
                .isEqualTo(200);
    }

    @Test
    void rule_askedOfEveryPost_beyondTheLimit_saysWhatItCostsAndWhatWouldHelp() {
        Client user = start(Map.of("TOCSIN_RULES_MAXEVERYPOST", "0"));
        Client.Answer refused = create(user, "contains:oo", true);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().get("type").asText()).isEqualTo("urn:tocsin:problem:rule-too-costly");
        assertThat(refused.json().get("setting").asText()).isEqualTo("rules.maxEveryPost");
        assertThat(refused.json().get("costClass").asText()).isEqualTo("every_post");
        assertThat(refused.json().get("looksPerPost").asInt()).isEqualTo(1);
        assertThat(refused.json().get("detail").asText())
                .contains("Ask for a word, a tag, a handle or a link beside it");
        String id = user.subscribe("cheap", "contains:oo flood");
        assertThat(user.patch("/v1/subscriptions/" + id, Map.of("rule", "contains:oo"))
                        .status())
                .isEqualTo(422);
        assertThat(user.get("/v1/subscriptions/" + id).json().get("rule").asText())
                .isEqualTo("contains:oo flood");
    }

    @Test
    void statistics_afterSomePosts_sayWhatWasCounted() {
        Client user = start(Map.of());
        String id = user.subscribe("storms", "\"the storm\"~1");
        String all = user.subscribe("every", "contains:to");
        assertThat(user.ingest(posts(0, 30)).status()).isEqualTo(200);
        assertThat(user.ingest(Client.line("other", "nothing")).status()).isEqualTo(200);
        JsonNode storms = statistics(user, id);
        assertThat(storms.get("matches").asInt()).isEqualTo(30);
        assertThat(storms.get("matchesPerHour").asInt()).isEqualTo(30);
        assertThat(storms.get("looksPerPost").asDouble()).isBetween(0.9, 1.0);
        assertThat(storms.get("checksPerPost").asDouble()).isBetween(0.9, 1.0);
        assertThat(storms.get("costClass").asText()).isEqualTo("broad");
        assertThat(storms.get("since").asText())
                .isEqualTo(user.get("/v1/subscriptions/" + id)
                        .json()
                        .get("createdAt")
                        .asText());
        assertThat(statistics(user, all).get("costClass").asText()).isEqualTo("every_post");
        assertThat(statistics(user, all).get("looksPerPost").asInt()).isEqualTo(1);

        user.patch("/v1/subscriptions/" + id, Map.of("enabled", false));
        assertThat(statistics(user, id).get("matches").asInt()).isEqualTo(30);
        assertThat(statistics(user, id).has("checksPerPost")).isFalse();
        user.patch("/v1/subscriptions/" + id, Map.of("rule", "nothing", "enabled", true));
        assertThat(statistics(user, id).get("matches").asInt()).isZero();
        assertThat(user.get("/v1/subscriptions/sub_none/statistics").status()).isEqualTo(404);
    }

    private static JsonNode statistics(Client user, String id) {
        Client.Answer answer = user.get("/v1/subscriptions/" + id + "/statistics");
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    private static Client.Answer create(Client user, String rule, boolean enabled) {
        return user.post("/v1/subscriptions", Map.of("name", "n", "rule", rule, "purpose", "p", "enabled", enabled));
    }

    private static String scrape(Client user) {
        return user.get("/metrics").response().body();
    }

    private static void done(CompletionStage<?> stage) {
        var unused = stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
