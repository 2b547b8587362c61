package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several members on PostgreSQL, as kustomize makes it. */
@Tag("deploy")
final class ClusterDeploymentTest extends DeploymentContract {
    private static final Path FOLDER = Path.of("k8s/overlays/cluster");

    @Override
    Manifests manifests() {
        return Manifests.rendered(FOLDER);
    }

    @Override
    String settings() {
        return manifests().one("ConfigMap").at("/data/tocsin.yaml").asText();
    }

    /** A number of replicas would undo, at each apply, what the autoscaler did. */
    @Test
    void autoscaler_aloneSaysHowManyThereAre() {
        Manifest autoscaler = manifests().one("HorizontalPodAutoscaler");
        JsonNode target = autoscaler.at("/spec/scaleTargetRef");
        assertThat(target.path("kind").asText()).isEqualTo("StatefulSet");
        assertThat(target.path("name").asText()).isEqualTo(statefulSet().name());
        assertThat(autoscaler.at("/spec/minReplicas").asInt()).isEqualTo(3);
        assertThat(statefulSet().at("/spec/replicas").isMissingNode()).isTrue();
    }

    @Test
    void data_areInPostgres() throws IOException {
        assertThat(statefulSet().at("/spec/volumeClaimTemplates").isMissingNode())
                .isTrue();
        assertThat(config().store()).isPresent();
        assertThat(Manifests.elements(container().path("env"))
                        .filter(variable -> variable.path("name").asText().equals("TOCSIN_STORE_URL")))
                .singleElement()
                .satisfies(variable -> assertThat(
                                variable.at("/valueFrom/secretKeyRef/name").asText())
                        .isEqualTo("tocsin"));
    }

    /** Members with keys of their own could not read each other's cursors and endpoint secrets. */
    @Test
    void secretKey_isTheSameForAll() {
        assertThat(Manifests.elements(pod().at("/spec/volumes"))
                        .filter(volume -> volume.path("name").asText().equals("data")))
                .singleElement()
                .satisfies(volume -> {
                    assertThat(volume.at("/secret/secretName").asText()).isEqualTo("tocsin");
                    assertThat(volume.at("/secret/items/0/path").asText()).isEqualTo("secret.key");
                    assertThat(volume.at("/secret/defaultMode").asInt()).isEqualTo(0440);
                });
    }
}
