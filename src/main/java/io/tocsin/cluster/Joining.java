package io.tocsin.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.util.List;

/** How a process comes to take part: it finds the others, and stays if it agrees with the oldest of them. */
final class Joining {
    private Joining() {}

    /** Returns when it takes part; {@link JoinException} if it is not to. */
    static HazelcastInstance join(ClusterConfig config, Agreement agreement, Config setup) {
        agreement
                .attributes()
                .forEach((name, value) -> setup.getMemberAttributeConfig().setAttribute(name, value));
        // It is given nothing to keep before it is known to agree.
        setup.setLiteMember(!config.alone());
        HazelcastInstance hazelcast = begin(config, setup);
        try {
            List<String> differences = differences(agreement, hazelcast);
            if (!differences.isEmpty()) {
                throw new JoinException(String.join("; ", differences));
            }
            if (hazelcast.getCluster().getLocalMember().isLiteMember()) {
                hazelcast.getCluster().promoteLocalLiteMember();
            }
            return hazelcast;
        } catch (RuntimeException | Error e) {
            hazelcast.shutdown();
            throw e;
        }
    }

    private static HazelcastInstance begin(ClusterConfig config, Config setup) {
        try {
            return Hazelcast.newHazelcastInstance(setup);
        } catch (RuntimeException e) {
            throw new JoinException(
                    "cluster.bind: " + config.bind() + " can't be used: " + e.getMessage()
                            + " (expected: a free port of an address of this machine)",
                    e);
        }
    }

    /** From the oldest member: of two that disagree one stays, whichever came first, however they came. */
    static List<String> differences(Agreement agreement, HazelcastInstance hazelcast) {
        Member oldest = hazelcast.getCluster().getMembers().iterator().next();
        return agreement.differences(
                oldest.getAttributes(), Roster.peer(oldest).address().toString());
    }
}
