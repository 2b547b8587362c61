package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.wire.YamlJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every deployment on Kubernetes promises. */
abstract class DeploymentContract {
    /** What a stop may take beyond its drain: a second for each part that is left, and the JVM's end. */
    static final Duration AFTER_DRAIN = Duration.ofSeconds(15);

    /** Who comes by these comes past the keys. */
    private static final List<Integer> MEMBERS_ONLY = List.of(5701);

    private final Manifests manifests = manifests();

    @TempDir
    private Path directory;

    abstract Manifests manifests();

    /** The settings file that members start with. */
    abstract String settings();

    @Test
    void manifests_areOfTheirSchemas() {
        assertThat(manifests.all())
                .isNotEmpty()
                .allSatisfy(manifest ->
                        assertThatCode(() -> KubernetesSchema.check(manifest)).doesNotThrowAnyException());
    }

    @Test
    void settings_areRead() throws IOException {
        assertThat(config().http().host()).isEqualTo("0.0.0.0");
    }

    @Test
    void stop_hasTheTimeItNeeds() throws IOException {
        Duration preStop = Duration.ofSeconds(
                container().at("/lifecycle/preStop/sleep/seconds").asLong());
        Duration grace = Duration.ofSeconds(
                pod().at("/spec/terminationGracePeriodSeconds").asLong());
        assertThat(grace).isGreaterThanOrEqualTo(preStop.plus(config().drain()).plus(AFTER_DRAIN));
    }

    @Test
    void probes_askRoutesThatNeedNoKey() throws IOException {
        JsonNode routes = new ObjectMapper()
                .readTree(YamlJson.toJson(Files.readAllBytes(Path.of("src/main/resources/io/tocsin/api/openapi.yaml"))))
                .path("paths");
        assertThat(Stream.of("startupProbe", "livenessProbe", "readinessProbe")
                        .map(probe -> container().path(probe).path("httpGet")))
                .hasSize(3)
                .allSatisfy(asked -> {
                    JsonNode security = routes.path(asked.path("path").asText()).at("/get/security");
                    assertThat(security.isArray() && security.isEmpty())
                            .as("%s", asked)
                            .isTrue();
                    assertThat(asked.path("port").asText()).isEqualTo("http");
                });
    }

    /**
     * Whether the store answers tells nothing of the process: a restart would not help, and would end every session.
     */
    @Test
    void liveness_doesNotAskTheStore() {
        assertThat(container().at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health/live");
        assertThat(container().at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health/ready");
    }

    @Test
    void http_isServedWhereTheServiceExpectsIt() throws IOException {
        assertThat(port("http")).isEqualTo(config().http().port());
        assertThat(manifests.of("Service").flatMap(service -> Manifests.elements(service.at("/spec/ports"))))
                .isNotEmpty()
                .allSatisfy(port -> assertThat(port(port.path("targetPort").asText()))
                        .isEqualTo(port.path("port").asInt()));
    }

    @Test
    void selectors_areThePodsLabels() {
        JsonNode labels = pod().at("/metadata/labels");
        assertThat(Stream.of(
                                manifests.of("Service").map(service -> service.at("/spec/selector")),
                                Stream.of(
                                        statefulSet().at("/spec/selector/matchLabels"),
                                        manifests.one("PodDisruptionBudget").at("/spec/selector/matchLabels"),
                                        manifests.one("NetworkPolicy").at("/spec/podSelector/matchLabels")))
                        .flatMap(selectors -> selectors))
                .hasSize(5)
                .containsOnly(labels);
    }

    @Test
    void membersService_isTheStatefulSets() {
        Manifest headless = manifests
                .of("Service")
                .filter(service -> service.at("/spec/clusterIP").asText().equals("None"))
                .findFirst()
                .orElseThrow();
        assertThat(statefulSet().at("/spec/serviceName").asText()).isEqualTo(headless.name());
        assertThat(headless.at("/spec/publishNotReadyAddresses").asBoolean()).isTrue();
    }

    @Test
    void networkPolicy_letsOnlyMembersReachMembers() {
        Manifest policy = manifests.one("NetworkPolicy");
        assertThat(Manifests.texts(policy.at("/spec/policyTypes"))).contains("Ingress");
        assertThat(Manifests.elements(policy.at("/spec/ingress")).filter(DeploymentContract::opensMembersPort))
                .singleElement()
                .satisfies(rule -> {
                    assertThat(Manifests.elements(rule.path("ports"))
                                    .map(port -> port.path("port").asInt()))
                            .isSubsetOf(MEMBERS_ONLY);
                    assertThat(rule.path("from")).hasSize(1);
                    assertThat(rule.at("/from/0")).hasSize(1);
                    assertThat(rule.at("/from/0/podSelector/matchLabels")).isEqualTo(pod().at("/metadata/labels"));
                });
    }

    @Test
    void networkPolicy_letsAnybodyReachHttp() throws IOException {
        int http = config().http().port();
        assertThat(Manifests.elements(manifests.one("NetworkPolicy").at("/spec/ingress"))
                        .filter(rule -> rule.path("from").isMissingNode()))
                .singleElement()
                .satisfies(rule -> assertThat(Manifests.elements(rule.path("ports"))
                                .map(port -> port.path("port").asInt()))
                        .containsExactly(http));
    }

    @Test
    void container_mayDoNothingItNeedNot() {
        JsonNode pod = pod().at("/spec/securityContext");
        assertThat(pod.path("runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.path("runAsUser").asInt()).isPositive();
        assertThat(pod.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        JsonNode container = container().path("securityContext");
        assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(Manifests.texts(container.at("/capabilities/drop"))).containsExactly("ALL");
        assertThat(container.at("/capabilities/add").isMissingNode()).isTrue();
        assertThat(pod().at("/spec/automountServiceAccountToken").asBoolean(true))
                .isFalse();
    }

    /** Its root file system is read-only. */
    @Test
    void volumes_areWhereItWrites() throws IOException {
        assertThat(Manifests.elements(container().path("volumeMounts"))
                        .map(mount -> mount.path("mountPath").asText()))
                .contains(config().dataDirectory().toString(), "/tmp");
    }

    @Test
    void image_isOfThisVersion() {
        assertThat(container().path("image").asText())
                .isEqualTo("tocsin:" + Version.text().replace("-SNAPSHOT", ""));
    }

    @Test
    void resources_areLimitedInMemory() {
        assertThat(container().at("/resources/limits/memory"))
                .isEqualTo(container().at("/resources/requests/memory"));
        assertThat(container().at("/resources/limits/memory").asText()).isNotEmpty();
    }

    Manifest statefulSet() {
        return manifests.one("StatefulSet");
    }

    JsonNode pod() {
        return statefulSet().at("/spec/template");
    }

    JsonNode container() {
        return pod().at("/spec/containers/0");
    }

    /** What members read of their settings file and environment; of a Secret, a sample. */
    Config config() throws IOException {
        Map<String, String> environment = new HashMap<>();
        for (JsonNode variable : container().path("env")) {
            environment.put(
                    variable.path("name").asText(),
                    variable.path("value").asText("postgresql://tocsin:secret@postgres/tocsin"));
        }
        return Config.read(Files.writeString(directory.resolve("tocsin.yaml"), settings()), environment);
    }

    private int port(String name) {
        return Manifests.elements(container().path("ports"))
                .filter(port -> port.path("name").asText().equals(name))
                .map(port -> port.path("containerPort").asInt())
                .findFirst()
                .orElseThrow();
    }

    private static boolean opensMembersPort(JsonNode rule) {
        return rule.path("ports").isMissingNode()
                || Manifests.elements(rule.path("ports")).anyMatch(DeploymentContract::coversMembersPort);
    }

    /** A port has a number, a number to an {@code endPort}, or a name, or is every port. */
    private static boolean coversMembersPort(JsonNode port) {
        int first = port.path("port").asInt(0);
        int last = port.path("endPort").asInt(first);
        return !port.path("port").isInt()
                || MEMBERS_ONLY.stream().anyMatch(members -> first <= members && members <= last);
    }
}
