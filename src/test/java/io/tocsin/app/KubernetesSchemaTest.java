package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KubernetesSchemaTest {
    private static final String STATEFUL_SET = """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: a}
            spec:
              serviceName: a
              replicas: 3
              selector: {matchLabels: {a: b}}
              template:
                metadata: {labels: {a: b}}
                spec:
                  containers:
                    - name: a
                      resources: {limits: {memory: 2Gi}}
                      env: [{name: A, value: "5"}]
                      readinessProbe: {httpGet: {path: /, port: http}}
            """;

    @Test
    void check_asItShouldBe_passes() {
        assertThatCode(() -> KubernetesSchema.check(manifest(STATEFUL_SET))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            serviceName: a        | serviceNames: a
            path: /,              | paths: /,
            - name: a             | - image: a
            replicas: 3           | replicas: "3"
            replicas: 3           | replicas: three
            value: "5"            | value: 5
            value: "5"            | value: [5]
            {memory: 2Gi}         | {memory: 2Gb}
            {matchLabels: {a: b}} | {matchLabels: {a: true}}
            apps/v1               | apps/v2
            kind: StatefulSet     | kind: Statefulset
            """)
    void check_oneThingWrong_isRefused(String right, String wrong) {
        String text = STATEFUL_SET.replace(right, wrong);
        assertThatThrownBy(() -> KubernetesSchema.check(manifest(text))).isInstanceOf(AssertionError.class);
    }

    private static Manifest manifest(String text) {
        return Manifest.parse("test", text).get(0);
    }
}
