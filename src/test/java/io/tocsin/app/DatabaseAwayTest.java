package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.store.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database of a node is away for a while. */
final class DatabaseAwayTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private Node start(PostgresServer server, Map<String, String> more) {
        Map<String, String> environment = new TreeMap<>(more);
        environment.put("TOCSIN_HTTP_PORT", "0");
        environment.put("TOCSIN_DATA_DIRECTORY", directory.resolve("data").toString());
        environment.put("TOCSIN_STORE_URL", PostgresServer.text(server.emptyStore()));
        return Node.start(Config.read(environment));
    }

    private static Client client(Node node) {
        return new Client(node.url(), node.newKey().orElseThrow().text());
    }

    @Test
    void ingest_forLessThanItsPatience_waitsAndIsTaken() throws Exception {
        try (PostgresServer server = PostgresServer.start();
                Node node = start(server, Map.of("TOCSIN_STORE_PATIENCE", "20s"))) {
            Client client = client(node);
            String id = client.subscribe("a", "storm");
            server.stop();
            CompletableFuture<Client.Answer> waiting =
                    CompletableFuture.supplyAsync(() -> client.ingest(Client.line("1", "storm")));
            client.untilReadinessIs(503);
            server.begin();
            Client.Answer answer = waiting.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().get("accepted").asInt()).isEqualTo(1);
            client.untilReadinessIs(200);
            assertThat(client.postsOf(id)).containsExactly("1");
        }
    }

    @Test
    void ingest_forLongerThanItsPatience_isToldToComeAgain() {
        try (PostgresServer server = PostgresServer.start();
                Node node = start(server, Map.of("TOCSIN_STORE_PATIENCE", "200ms"))) {
            Client client = client(node);
            String id = client.subscribe("a", "storm");
            server.stop();
            Client.Answer refused = client.ingest(Client.line("1", "storm"));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.response().headers().firstValue("Retry-After")).isPresent();
            client.untilReadinessIs(503);
            assertThat(client.get("/health/live").status()).isEqualTo(200);
            Client.Answer unchecked = client.get("/v1/subscriptions");
            assertThat(unchecked.status()).isEqualTo(503);
            assertThat(unchecked.json().get("detail").asText())
                    .startsWith("The store does not answer, so the key could not be checked.");
            assertThat(unchecked.response().headers().firstValue("Retry-After")).isPresent();

            server.begin();
            client.untilReadinessIs(200);
            assertThat(client.ingest(Client.line("1", "storm"), Client.line("2", "storm"))
                            .status())
                    .isEqualTo(200);
            assertThat(client.postsOf(id)).containsExactly("1", "2");
        }
    }
}
