package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One member with the embedded store, as kustomize makes it. */
@Tag("deploy")
final class SingleDeploymentTest extends DeploymentContract {
    @Override
    Manifests manifests() {
        return Manifests.rendered(Path.of("k8s/overlays/single"));
    }

    @Override
    String settings() {
        return manifests().one("ConfigMap").at("/data/tocsin.yaml").asText();
    }

    @Test
    void data_areOnAVolumeOfOneMember() throws IOException {
        assertThat(statefulSet().at("/spec/replicas").asInt()).isEqualTo(1);
        assertThat(statefulSet()
                        .at("/spec/volumeClaimTemplates/0/metadata/name")
                        .asText())
                .isEqualTo("data");
        assertThat(config().store()).isEmpty();
    }
}
