package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The files of k8s/ as they stand; what kustomize makes of them is for those who have it: {@code mvn -Pdeploy test}.
 */
final class KustomizationTest {
    @TempDir
    private Path data;

    static Stream<Path> folders() {
        return Manifests.folders();
    }

    static Stream<Manifest> manifests() {
        return Manifests.folders().flatMap(folder -> Manifests.in(folder).all().stream());
    }

    static Stream<Path> configurations() {
        return Manifests.files().filter(file -> file.endsWith("tocsin.yaml"));
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void manifest_isOfItsSchema(Manifest manifest) {
        assertThatCode(() -> KubernetesSchema.check(manifest)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("folders")
    void kustomization_namesWhatIsThere(Path folder) {
        assertThat(named(folder)).isNotEmpty().allMatch(Files::exists);
    }

    @Test
    void everyFile_isNamedByAKustomization() {
        Set<Path> named =
                Manifests.folders().flatMap(folder -> named(folder).stream()).collect(Collectors.toSet());
        assertThat(Manifests.files().filter(file -> !file.endsWith(Manifests.KUSTOMIZATION)))
                .isNotEmpty()
                .allMatch(named::contains);
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void configuration_isRead(Path file) {
        Map<String, String> environment = Map.of("TOCSIN_STORE_URL", "postgresql://tocsin:secret@postgres/tocsin");
        assertThat(Config.read(file, environment).http().host()).isEqualTo("0.0.0.0");
    }

    /** A name mistyped would scale by nothing, unseen. */
    @Test
    void autoscaler_goesByAMetricThatThereIs() {
        Manifest autoscaler = Manifests.in(Path.of("k8s/overlays/cluster")).one("HorizontalPodAutoscaler");
        String metric = autoscaler.at("/spec/metrics/0/pods/metric/name").asText();
        try (TocsinProcess node = TocsinProcess.serve(data, Map.of())) {
            assertThat(new Client(node.url(), node.key())
                            .get("/metrics")
                            .response()
                            .body()
                            .lines())
                    .anyMatch(line -> line.startsWith(metric + "{"));
        }
    }

    @Test
    void adapter_queriesTheMetricOfTheAutoscaler() {
        Manifest autoscaler = Manifests.in(Path.of("k8s/overlays/cluster")).one("HorizontalPodAutoscaler");
        Manifest adapter =
                Manifest.read(Path.of("deploy/prometheus-adapter.yaml")).get(0);
        assertThat(adapter.at("/rules/custom/0/seriesQuery").asText())
                .startsWith(autoscaler.at("/spec/metrics/0/pods/metric/name").asText() + "{");
    }

    private static List<Path> named(Path folder) {
        Manifest kustomization =
                Manifest.read(folder.resolve(Manifests.KUSTOMIZATION)).get(0);
        return Stream.of(
                        Manifests.texts(kustomization.at("/resources")),
                        Manifests.elements(kustomization.at("/patches"))
                                .map(patch -> patch.path("path").asText()),
                        Manifests.elements(kustomization.at("/configMapGenerator"))
                                .flatMap(generator -> Manifests.texts(generator.path("files"))))
                .flatMap(names -> names)
                .map(name -> folder.resolve(name).normalize())
                .toList();
    }
}
