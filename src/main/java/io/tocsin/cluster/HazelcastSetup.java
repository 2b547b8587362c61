package io.tocsin.cluster;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MapStoreConfig;
import com.hazelcast.config.MapStoreConfig.InitialLoadMode;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.config.TcpIpConfig;
import com.hazelcast.spi.merge.DiscardMergePolicy;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** How Hazelcast is set up for a member. */
final class HazelcastSetup {
    private static final String SECONDS_BETWEEN_HEARTBEATS = "1";
    private static final String SECONDS_BETWEEN_LOOKS_FOR_A_SPLIT = "5";
    private static final String MAX_SECONDS_TO_LEAVE = "10";

    private HazelcastSetup() {}

    static Config of(ClusterConfig cluster) {
        InetAddress bind = bindAddress(cluster.bind());
        Config config = new Config()
                .setClusterName(cluster.name())
                .setProperty("hazelcast.logging.type", "slf4j")
                .setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.shutdownhook.enabled", "false")
                .setProperty("hazelcast.socket.bind.any", Boolean.toString(bind.isAnyLocalAddress()))
                // It would call from its public address otherwise, which need not be one of this machine.
                .setProperty(
                        "hazelcast.socket.client.bind.any",
                        Boolean.toString(
                                bind.isAnyLocalAddress() || cluster.publicly().isPresent()))
                .setProperty("hazelcast.wait.seconds.before.join", "0")
                .setProperty("hazelcast.heartbeat.interval.seconds", SECONDS_BETWEEN_HEARTBEATS)
                .setProperty(
                        "hazelcast.max.no.heartbeat.seconds",
                        Long.toString(cluster.deadAfter().plusMillis(999).toSeconds()))
                .setProperty("hazelcast.merge.first.run.delay.seconds", SECONDS_BETWEEN_LOOKS_FOR_A_SPLIT)
                .setProperty("hazelcast.merge.next.run.delay.seconds", SECONDS_BETWEEN_LOOKS_FOR_A_SPLIT)
                .setProperty("hazelcast.graceful.shutdown.max.wait", MAX_SECONDS_TO_LEAVE);
        config.getMetricsConfig().setEnabled(false);
        AdvancedNetworkConfig network = config.getAdvancedNetworkConfig();
        network.setEnabled(true).setMemberEndpointConfig(door(cluster, bind));
        find(network.getJoin(), cluster);
        return config;
    }

    /**
     * A map that writes through to the store, which has the last word: what a part that was cut off has in its map is
     * dropped when it comes back, as all that was acknowledged is in the store.
     */
    static MapConfig writeThrough(String name, WriteThrough<?> store) {
        return new MapConfig(name)
                .setMergePolicyConfig(new MergePolicyConfig().setPolicy(DiscardMergePolicy.class.getName()))
                .setMapStoreConfig(new MapStoreConfig()
                        .setImplementation(store)
                        .setWriteDelaySeconds(0)
                        // Who waits for the store does so on a thread of its own, and not on that of the partition.
                        .setOffload(true)
                        .setInitialLoadMode(InitialLoadMode.EAGER));
    }

    /** For members only: clients, which would read the maps as they are, find none, nor do REST and memcache. */
    private static ServerSocketEndpointConfig door(ClusterConfig cluster, InetAddress bind) {
        ServerSocketEndpointConfig door = new ServerSocketEndpointConfig()
                .setPort(cluster.bind().port())
                // Whoever stands alone is not to be found; several may do so on one machine.
                .setPortAutoIncrement(cluster.alone());
        if (!bind.isAnyLocalAddress()) {
            door.getInterfaces().setEnabled(true).addInterface(bind.getHostAddress());
        }
        cluster.publicly().ifPresent(address -> door.setPublicAddress(address.toString()));
        return door;
    }

    private static void find(JoinConfig join, ClusterConfig cluster) {
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(false);
        if (cluster.join() instanceof Join.Tcp tcp) {
            TcpIpConfig addresses = join.getTcpIpConfig().setEnabled(true);
            tcp.members().forEach(member -> addresses.addMember(member.toString()));
        } else if (cluster.join() instanceof Join.Kubernetes kubernetes) {
            join.getKubernetesConfig()
                    .setEnabled(true)
                    .setProperty("service-dns", kubernetes.name())
                    .setProperty("service-port", Integer.toString(cluster.bind().port()));
        }
    }

    static InetAddress bindAddress(HostPort bind) {
        try {
            return InetAddress.getByName(bind.host());
        } catch (UnknownHostException e) {
            throw new JoinException(
                    "cluster.bind: " + bind + " is not known (expected: an address of this machine)", e);
        }
    }
}
