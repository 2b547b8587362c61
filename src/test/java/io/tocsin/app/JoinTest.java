package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.Waiting;
import io.tocsin.cluster.Addresses;
import io.tocsin.store.PostgresServer;
import io.tocsin.store.PostgresUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes that find each other, over one PostgreSQL database. */
final class JoinTest {
    @TempDir
    private Path directory;

    private final PostgresUrl url = PostgresServer.shared().emptyStore();
    private final Addresses addresses = Addresses.free(2);
    private Node first;
    private Client client;

    private Config config(int number, PostgresUrl store, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "TOCSIN_HTTP_PORT",
                "0",
                "TOCSIN_DATA_DIRECTORY",
                data(number).toString(),
                "TOCSIN_STORE_URL",
                PostgresServer.text(store),
                "TOCSIN_CLUSTER_NAME",
                "join-" + addresses.at(0).port(),
                "TOCSIN_CLUSTER_JOIN_TCP",
                addresses.at(0) + "," + addresses.at(1),
                "TOCSIN_CLUSTER_BIND",
                addresses.at(number).toString()));
        environment.putAll(more);
        return Config.read(environment);
    }

    private Path data(int number) {
        return directory.resolve("data-" + number);
    }

    /** As the operator has to. */
    private void copyTheKey() throws IOException {
        Files.createDirectories(data(1));
        Files.copy(data(0).resolve("secret.key"), data(1).resolve("secret.key"));
    }

    @BeforeEach
    void start() {
        first = Node.start(config(0, url, Map.of()));
        client = new Client(first.url(), first.newKey().orElseThrow().text());
    }

    @AfterEach
    void stop() {
        first.close();
    }

    @Test
    void subscription_madeOnOne_isInForceOnTheOther() throws Exception {
        copyTheKey();
        try (Node second = Node.start(config(1, url, Map.of()))) {
            Client there = new Client(second.url(), client.key);
            String id = client.subscribe("a", "storm");
            assertThat(there.get("/v1/subscriptions/" + id).status()).isEqualTo(200);
            assertThat(there.ingest(Client.line("1", "storm"))
                            .json()
                            .get("accepted")
                            .asInt())
                    .isEqualTo(1);
            assertThat(there.alerts(id)).hasSize(1);
        }
    }

    @Test
    void cluster_ofTwo_isSeenAlikeOnBoth() throws Exception {
        copyTheKey();
        try (Node second = Node.start(config(1, url, Map.of()))) {
            JsonNode here = client.get("/v1/cluster").json();
            JsonNode there =
                    new Client(second.url(), client.key).get("/v1/cluster").json();
            assertThat(here.get("members"))
                    .extracting(member -> member.get("address").asText())
                    .containsExactly(addresses.at(0).toString(), addresses.at(1).toString());
            assertThat(here.get("self")).isEqualTo(here.at("/members/0/id"));
            assertThat(there.get("self")).isEqualTo(here.at("/members/1/id"));
            assertThat(here.at("/members/0/version").asText()).isEqualTo(Version.text());
            assertThat(here.at("/members/0/owns").asInt()
                            + here.at("/members/1/owns").asInt())
                    .isEqualTo(271);
            assertThat(here.at("/members/1/lag").asInt()).isZero();
            JsonNode ready =
                    new Client(second.url(), "none").get("/health/ready").json();
            assertThat(ready.get("rules").asText()).isEqualTo("up");
        }
    }

    @Test
    void start_settingDiffers_isRefused() throws Exception {
        copyTheKey();
        refused(
                config(1, url, Map.of("TOCSIN_RULES_MAXTERMS", "100", "TOCSIN_FEEDS_MAXRETENTION", "1d")),
                "feeds.maxRetention: 86400s (expected: 7776000s, as on " + addresses.at(0)
                        + "); rules.maxTerms: 100 (expected: 256, as on " + addresses.at(0) + ")");
    }

    @Test
    void start_secretKeyDiffers_isRefused() throws Exception {
        Files.createDirectories(data(1));
        Files.writeString(data(1).resolve("secret.key"), "A".repeat(43) + "=");
        refused(
                config(1, url, Map.of()),
                "secret.key: differs from that of " + addresses.at(0) + " (expected: the same file on every member)");
    }

    @Test
    void start_anotherDatabase_isRefused() throws Exception {
        copyTheKey();
        refused(
                config(1, PostgresServer.shared().emptyStore(), Map.of()),
                "store.url: differs from that of " + addresses.at(0)
                        + " (expected: the same database on every member)");
    }

    /** Nothing of the refused is left: its ports are free, and the cluster is as it was. */
    private void refused(Config config, String message) throws Exception {
        for (int tries = 0; tries < 2; tries++) {
            assertThatThrownBy(() -> Node.start(config))
                    .isInstanceOf(ConfigException.class)
                    .hasMessage(message);
            Waiting.until(
                    "the first is alone again",
                    Client.LIMIT,
                    () -> client.get("/v1/cluster").json().get("members").size() == 1);
        }
        assertThat(client.get("/v1/cluster").json().at("/members/0/owns").asInt())
                .isEqualTo(271);
        assertThat(client.get("/health/ready").status()).isEqualTo(200);
    }
}
