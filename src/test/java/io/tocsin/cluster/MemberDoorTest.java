package io.tocsin.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.cluster.Address;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.net.UnknownHostException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who gets in where a member listens. */
final class MemberDoorTest {
    private static HazelcastInstance first;
    private static HazelcastInstance second;

    @BeforeAll
    static void start() {
        first = Hazelcast.newHazelcastInstance(HazelcastSetup.of(ClusterConfig.ALONE));
        second = Hazelcast.newHazelcastInstance(HazelcastSetup.of(ClusterConfig.ALONE));
    }

    @AfterAll
    static void stop() {
        first.shutdown();
        second.shutdown();
    }

    @Test
    void client_isNotLetIn() {
        ClientConfig config = new ClientConfig().setClusterName("tocsin");
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.getNetworkConfig().addAddress("127.0.0.1:" + address(first).getPort());
        config.getConnectionStrategyConfig().getConnectionRetryConfig().setClusterConnectTimeoutMillis(1000);
        assertThatIllegalStateException()
                .isThrownBy(() -> HazelcastClient.newHazelcastClient(config).shutdown())
                .withMessageContaining("Unable to connect");
    }

    @Test
    void listens_onLoopbackOnly() throws UnknownHostException {
        assertThat(address(first).getInetAddress().isLoopbackAddress()).isTrue();
    }

    /** As processes on one machine do. */
    @Test
    void second_takesAnotherPortAndStandsAlone() {
        assertThat(address(second).getPort()).isNotEqualTo(address(first).getPort());
        assertThat(second.getCluster().getMembers()).hasSize(1);
    }

    private static Address address(HazelcastInstance hazelcast) {
        return hazelcast.getCluster().getLocalMember().getAddress();
    }
}
