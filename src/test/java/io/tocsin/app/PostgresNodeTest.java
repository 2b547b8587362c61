package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.store.PostgresServer;
import io.tocsin.store.PostgresUrl;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose store is a PostgreSQL database. */
final class PostgresNodeTest {
    @TempDir
    private Path directory;

    @Test
    void start_again_goesOnWhereItWas() {
        PostgresUrl url = PostgresServer.shared().emptyStore();
        Config config = Config.read(Map.of(
                "TOCSIN_HTTP_PORT",
                "0",
                "TOCSIN_DATA_DIRECTORY",
                directory.resolve("data").toString(),
                "TOCSIN_STORE_URL",
                PostgresServer.text(url)));
        String key;
        String id;
        try (Node node = Node.start(config)) {
            key = node.newKey().orElseThrow().text();
            Client client = new Client(node.url(), key);
            id = client.subscribe("a", "storm");
            assertThat(client.ingest(Client.line("1", "storm"))
                            .json()
                            .get("accepted")
                            .asInt())
                    .isEqualTo(1);
            assertThat(client.get("/health/ready").status()).isEqualTo(200);
        }
        try (Node node = Node.start(config)) {
            assertThat(node.newKey()).isEmpty();
            Client client = new Client(node.url(), key);
            assertThat(client.ingest(Client.line("1", "storm"), Client.line("2", "storm"))
                            .status())
                    .isEqualTo(200);
            assertThat(client.alerts(id))
                    .extracting(alert -> alert.at("/post/id").asText())
                    .containsExactly("1", "2");
        }
        assertThat(directory.resolve("data/tocsin.db")).doesNotExist();
    }
}
