package io.tocsin.cluster;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the members of a test listen: ports of 127.0.0.1 that are free, as are those for requests. */
public final class Addresses {
    private static final String LOOPBACK = "127.0.0.1";

    private final List<HostPort> addresses;

    private Addresses(List<HostPort> addresses) {
        this.addresses = List.copyOf(addresses);
    }

    public static Addresses free(int count) {
        List<HostPort> found = new ArrayList<>();
        while (found.size() < count) {
            int port = freePort();
            HostPort address = new HostPort(LOOPBACK, port);
            if (!found.contains(address)) {
                found.add(address);
            }
        }
        return new Addresses(found);
    }

    public HostPort at(int member) {
        return addresses.get(member);
    }

    /** Of a member that asks all of these addresses. */
    ClusterConfig config(int member) {
        return new ClusterConfig(
                "test-" + at(0).port(), new Join.Tcp(addresses), at(member), Optional.empty(), Duration.ofSeconds(4));
    }

    /** What runs there, as Hazelcast has it. */
    HazelcastInstance instance(int member) {
        return Hazelcast.getAllHazelcastInstances().stream()
                .filter(each -> each.getCluster().getLocalMember().getAddress().getPort()
                        == at(member).port())
                .findAny()
                .orElseThrow();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
