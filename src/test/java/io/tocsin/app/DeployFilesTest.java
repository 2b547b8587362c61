package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of deploy/, against what the node is and does. */
final class DeployFilesTest {
    private static final Path FOLDER = Path.of("deploy");
    private static final Config USUAL = Config.read(Map.of());

    /** Compose merges {@code <<} itself; a YAML reader sees it as a field. */
    @ParameterizedTest
    @ValueSource(strings = {"tocsin-1", "tocsin-2"})
    void composeMember_readsItsSettings(String name) {
        Map<String, String> environment = new HashMap<>();
        member(name)
                .path("environment")
                .fields()
                .forEachRemaining(variable -> environment.put(
                        variable.getKey(), variable.getValue().asText().replaceAll("\\$\\{[^}]*}", "secret")));
        Config config = Config.read(FOLDER.resolve("tocsin.yaml"), environment);
        assertThat(config.store()).isPresent();
        assertThat(config.http().host()).isEqualTo("0.0.0.0");
        assertThat(compose().at("/services/" + name + "/ports/0").asText())
                .endsWith(":" + config.http().port());
    }

    @Test
    void composeMember_hasTheTimeToStop() {
        assertThat(Duration.parse(
                        "PT" + member("tocsin-1").path("stop_grace_period").asText()))
                .isGreaterThanOrEqualTo(USUAL.drain().plus(DeploymentContract.AFTER_DRAIN));
    }

    @Test
    void unit_hasTheTimeToStop() throws IOException {
        assertThat(Duration.ofSeconds(Long.parseLong(unit("TimeoutStopSec"))))
                .isGreaterThanOrEqualTo(USUAL.drain().plus(DeploymentContract.AFTER_DRAIN));
    }

    @Test
    void image_runsAsTheUserOfTheManifests() throws IOException {
        JsonNode pod = Manifests.in(Path.of("k8s/base")).one("StatefulSet").at("/spec/template/spec/securityContext");
        assertThat(Files.readAllLines(FOLDER.resolve("Dockerfile")))
                .contains("USER " + pod.path("runAsUser").asText() + ":"
                        + pod.path("runAsGroup").asText());
    }

    @Test
    @Tag("deploy")
    void unit_isTakenBySystemd() throws IOException, InterruptedException {
        Process verify = new ProcessBuilder(
                        "systemd-analyze",
                        "verify",
                        FOLDER.resolve("tocsin.service").toString())
                .inheritIO()
                .start();
        assertThat(verify.waitFor()).isZero();
    }

    private static Manifest compose() {
        return Manifest.read(FOLDER.resolve("compose.yaml")).get(0);
    }

    private static JsonNode member(String name) {
        assertThat(compose().at("/services/" + name + "/<<").asText()).isEqualTo("member");
        return compose().at("/x-member");
    }

    private static String unit(String key) throws IOException {
        try (Stream<String> lines = Files.lines(FOLDER.resolve("tocsin.service"))) {
            return lines.filter(line -> line.startsWith(key + "="))
                    .map(line -> line.substring(key.length() + 1))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
