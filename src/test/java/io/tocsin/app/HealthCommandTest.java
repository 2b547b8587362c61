package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HealthCommandTest {
    @TempDir
    private Path directory;

    @Test
    void health_nodeIsReady_endsWith0() throws IOException {
        try (TocsinProcess node = TocsinProcess.serve(directory.resolve("data"), Map.of())) {
            int port = URI.create(node.url()).getPort();
            Path file =
                    Files.writeString(directory.resolve("tocsin.yaml"), "http: {host: 0.0.0.0, port: " + port + "}\n");
            try (TocsinProcess health = TocsinProcess.start(Map.of(), "health", "--config", file.toString())) {
                assertThat(health.exitCode()).isZero();
                assertThat(health.output()).singleElement().asString().startsWith("{\"status\":\"up\",");
            }
        }
    }

    @Test
    void health_nobodyServes_endsWith1() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        Map<String, String> environment = Map.of("TOCSIN_HTTP_PORT", Integer.toString(free));
        try (TocsinProcess health = TocsinProcess.start(environment, "health")) {
            assertThat(health.exitCode()).isEqualTo(1);
            assertThat(health.output()).singleElement().asString().contains(free + "/health/ready does not answer");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, http://127.0.0.1:80/health/ready",
        "10.0.0.7, http://10.0.0.7:80/health/ready",
        "0.0.0.0, http://127.0.0.1:80/health/ready",
        "::, http://[::1]:80/health/ready",
        "::1, http://[::1]:80/health/ready"
    })
    void ready_anyHost_isReachedOnThisMachine(String host, String url) {
        assertThat(HealthCommand.ready(new Config.Http(host, 80))).hasToString(url);
    }

    @Test
    void ready_anyPort_isRefused() {
        assertThatThrownBy(() -> HealthCommand.ready(new Config.Http("127.0.0.1", 0)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("http.port: 0 (expected: ");
    }
}
