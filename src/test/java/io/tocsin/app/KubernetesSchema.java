package io.tocsin.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.JsonParseException;
import io.kubernetes.client.custom.QuantityFormatException;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.util.Map;

/**
 * The schemas of Kubernetes, as its own client for Java has them. The client refuses what has an unknown field or lacks
 * a required one; but it would take {@code "3"} for a number and 3 for a text, which the API server does not. So what
 * it has read is written again, and must be what it was.
 */
final class KubernetesSchema {
    private static final ObjectMapper JACKSON = new ObjectMapper();

    private static final Map<String, Class<?>> TYPES = Map.of(
            "v1 Namespace", V1Namespace.class,
            "v1 ConfigMap", V1ConfigMap.class,
            "v1 Service", V1Service.class,
            "v1 ServiceAccount", V1ServiceAccount.class,
            "apps/v1 StatefulSet", V1StatefulSet.class,
            "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget.class,
            "networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy.class,
            "autoscaling/v2 HorizontalPodAutoscaler", V2HorizontalPodAutoscaler.class);

    private KubernetesSchema() {}

    /** Fails with {@link AssertionError} if the API server would not take it. */
    static void check(Manifest manifest) {
        Class<?> type = TYPES.get(manifest.type());
        if (type == null) {
            throw new AssertionError(manifest + ": " + manifest.type() + " (expected: one of " + TYPES.keySet() + ")");
        }
        try {
            Object read = JSON.getGson().fromJson(manifest.json().toString(), type);
            same(
                    manifest.toString(),
                    manifest.json(),
                    JACKSON.readTree(JSON.getGson().toJson(read)));
        } catch (IllegalArgumentException | QuantityFormatException | JsonParseException | JsonProcessingException e) {
            throw new AssertionError(manifest + ": " + e.getMessage(), e);
        }
    }

    /** Whether all that was written was read; what is read besides is a default. */
    private static void same(String path, JsonNode written, JsonNode read) {
        if (written.isObject() && read.isObject()) {
            written.fields()
                    .forEachRemaining(
                            field -> same(path + "." + field.getKey(), field.getValue(), read.path(field.getKey())));
        } else if (written.isArray() && read.isArray() && written.size() == read.size()) {
            for (int i = 0; i < written.size(); i++) {
                same(path + "[" + i + "]", written.get(i), read.get(i));
            }
        } else if (!written.equals(read)) {
            throw new AssertionError(path + ": " + written + " (expected: of another type, such as " + read + ")");
        }
    }
}
