package io.tocsin.app;

import static org.assertj.core.api.Assumptions.assumeThatCode;

import java.util.Map;

/** Files that say how members join can be read only by a Tocsin whose members do. */
final class ClusterSettings {
    private ClusterSettings() {}

    /** Skips the test that asks, as long as there are no such settings. */
    static void assumeThere() {
        assumeThatCode(() -> Config.read(Map.of("TOCSIN_CLUSTER_NAME", "tocsin")))
                .doesNotThrowAnyException();
    }
}
