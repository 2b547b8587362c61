package io.tocsin.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.Config;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HazelcastSetupTest {
    private static ClusterConfig config(Join join, String host) {
        return new ClusterConfig("a", join, new HostPort(host, 5710), Optional.empty(), Duration.ofMillis(2500));
    }

    @Test
    void of_kubernetes_asksForTheService() {
        Config config = HazelcastSetup.of(config(new Join.Kubernetes("tocsin-members", Optional.empty()), "127.0.0.1"));
        var kubernetes = config.getAdvancedNetworkConfig().getJoin().getKubernetesConfig();
        assertThat(kubernetes.isEnabled()).isTrue();
        assertThat(kubernetes.getProperties())
                .containsEntry("service-dns", "tocsin-members")
                .containsEntry("service-port", "5710");
    }

    @Test
    void of_kubernetesWithANamespace_asksForTheServiceThere() {
        Join join = new Join.Kubernetes("tocsin-members", Optional.of("alerts"));
        assertThat(HazelcastSetup.of(config(join, "127.0.0.1"))
                        .getAdvancedNetworkConfig()
                        .getJoin()
                        .getKubernetesConfig()
                        .getProperty("service-dns"))
                .isEqualTo("tocsin-members.alerts.svc.cluster.local");
    }

    @Test
    void of_deadAfter_isRoundedUp() {
        assertThat(HazelcastSetup.of(config(new Join.None(), "127.0.0.1"))
                        .getProperty("hazelcast.max.no.heartbeat.seconds"))
                .isEqualTo("3");
    }

    @Test
    void of_hostThatNobodyKnows_isRefused() {
        assertThatThrownBy(() -> HazelcastSetup.of(config(new Join.None(), "no.such.invalid")))
                .isInstanceOf(JoinException.class)
                .hasMessage("cluster.bind: no.such.invalid:5710 is not known (expected: an address of this machine)");
    }
}
