package io.tocsin.cluster;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MapStoreConfig;
import com.hazelcast.config.MapStoreConfig.InitialLoadMode;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.tocsin.delivery.EndpointStore;
import io.tocsin.delivery.Endpoints;
import io.tocsin.subscription.SubscriptionStore;
import io.tocsin.subscription.Subscriptions;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** This process as a member. Starting and closing it blocks: some seconds. */
public final class Member implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int CALLERS = 2;

    private final HazelcastInstance hazelcast;
    private final ExecutorService callers =
            Executors.newFixedThreadPool(CALLERS, task -> new Thread(task, "cluster-map"));
    private final HazelcastSubscriptions subscriptions;
    private final HazelcastEndpoints endpoints;

    private Member(HazelcastInstance hazelcast) {
        this.hazelcast = hazelcast;
        this.subscriptions = new HazelcastSubscriptions(hazelcast, callers);
        this.endpoints = new HazelcastEndpoints(hazelcast, callers);
    }

    /** Starts a member that stands alone, and loads what the stores hold. */
    public static Member start(SubscriptionStore subscriptions, EndpointStore endpoints) {
        return new Member(Hazelcast.newHazelcastInstance(standingAlone()
                .addMapConfig(writeThrough(HazelcastSubscriptions.MAP, HazelcastSubscriptions.mapStore(subscriptions)))
                .addMapConfig(writeThrough(HazelcastEndpoints.MAP, HazelcastEndpoints.mapStore(endpoints)))));
    }

    static Config standingAlone() {
        Config config = new Config()
                .setClusterName("tocsin")
                .setProperty("hazelcast.logging.type", "slf4j")
                .setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.shutdownhook.enabled", "false")
                .setProperty("hazelcast.socket.bind.any", "false");
        config.getMetricsConfig().setEnabled(false);
        onlyMembers(config.getAdvancedNetworkConfig());
        return config;
    }

    public Subscriptions subscriptions() {
        return subscriptions;
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    /** Whether it takes part: false once it is closing, whoever closed it. */
    public boolean running() {
        return hazelcast.getLifecycleService().isRunning();
    }

    @Override
    public void close() {
        callers.shutdown();
        hazelcast.shutdown();
    }

    static MapConfig writeThrough(String name, WriteThrough<?> store) {
        return new MapConfig(name)
                .setMapStoreConfig(new MapStoreConfig()
                        .setImplementation(store)
                        .setWriteDelaySeconds(0)
                        .setInitialLoadMode(InitialLoadMode.EAGER));
    }

    /** A door for members only: clients, which would read the maps as they are, find none, nor do REST and memcache. */
    private static void onlyMembers(AdvancedNetworkConfig network) {
        JoinConfig join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(false);
        ServerSocketEndpointConfig members = new ServerSocketEndpointConfig()
                .setPort(ServerSocketEndpointConfig.DEFAULT_PORT)
                .setPortAutoIncrement(true);
        members.getInterfaces().setEnabled(true).addInterface(LOOPBACK);
        network.setEnabled(true).setMemberEndpointConfig(members);
    }
}
