package io.tocsin.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.partition.MigrationListener;
import com.hazelcast.partition.MigrationState;
import com.hazelcast.partition.Partition;
import com.hazelcast.partition.ReplicaMigrationEvent;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Who takes part, and who of them owns what, as far as this member knows: two that do not see each other say different
 * things. Once this member is closed, nobody takes part, and nobody owns anything. Callable from any thread, waits for
 * nobody.
 */
final class Roster {
    private static final String ID = "tocsin.id";
    private static final String VERSION = "tocsin.version";

    private final HazelcastInstance hazelcast;
    private final String self;

    /** @param self the id of this member */
    Roster(HazelcastInstance hazelcast, String self) {
        this.hazelcast = hazelcast;
        this.self = self;
    }

    /** As whom the others are to know this member. */
    static void introduce(Config setup, String id, String version) {
        setup.getMemberAttributeConfig().setAttribute(ID, id).setAttribute(VERSION, version);
    }

    static Peer peer(Member member) {
        return new Peer(
                String.valueOf(member.getAttribute(ID)),
                new HostPort(member.getAddress().getHost(), member.getAddress().getPort()),
                String.valueOf(member.getAttribute(VERSION)));
    }

    String self() {
        return self;
    }

    /** False once this member is closing, whoever closed it. */
    boolean running() {
        return hazelcast.getLifecycleService().isRunning();
    }

    /** The oldest first, this one among them. */
    List<Peer> members() {
        return all().stream().map(Roster::peer).toList();
    }

    /** The member as Hazelcast has it. */
    Optional<Member> find(String id) {
        return all().stream().filter(member -> peer(member).id().equals(id)).findFirst();
    }

    private Set<Member> all() {
        return whileOpen(() -> hazelcast.getCluster().getMembers(), Set.of());
    }

    /** Who is in charge of what has this key. Empty while nobody is; to be asked again for each use. */
    Optional<Peer> owner(String key) {
        return whileOpen(
                () -> Optional.ofNullable(hazelcast
                                .getPartitionService()
                                .getPartition(key)
                                .getOwner())
                        .map(Roster::peer),
                Optional.empty());
    }

    /** The partitions of which this member is the owner. */
    BitSet owned() {
        return whileOpen(
                () -> {
                    BitSet owned = new BitSet();
                    for (Partition partition : hazelcast.getPartitionService().getPartitions()) {
                        Member owner = partition.getOwner();
                        owned.set(partition.getPartitionId(), owner != null && owner.localMember());
                    }
                    return owned;
                },
                new BitSet());
    }

    /** By member, of how many partitions it is the owner; who owns none is left out. */
    Map<String, Integer> ownedByEach() {
        return whileOpen(
                () -> {
                    Map<String, Integer> owned = new HashMap<>();
                    for (Partition partition : hazelcast.getPartitionService().getPartitions()) {
                        Optional.ofNullable(partition.getOwner())
                                .ifPresent(owner -> owned.merge(peer(owner).id(), 1, Integer::sum));
                    }
                    return owned;
                },
                Map.of());
    }

    private static <T> T whileOpen(Supplier<T> answer, T otherwise) {
        try {
            return answer.get();
        } catch (HazelcastInstanceNotActiveException closed) {
            return otherwise;
        }
    }

    /** The listener hears of what happens from now on; see {@link #members} for what is. */
    void listen(MemberListener listener) {
        var unused = hazelcast.getCluster().addMembershipListener(new MembershipListener() {
            @Override
            public void memberAdded(MembershipEvent event) {
                listener.joined(peer(event.getMember()));
            }

            @Override
            public void memberRemoved(MembershipEvent event) {
                listener.left(peer(event.getMember()));
            }
        });
        var unusedToo = hazelcast.getPartitionService().addMigrationListener(new MigrationListener() {
            @Override
            public void migrationStarted(MigrationState state) {
                // Nothing has moved yet.
            }

            @Override
            public void migrationFinished(MigrationState state) {
                listener.ownersChanged();
            }

            @Override
            public void replicaMigrationCompleted(ReplicaMigrationEvent event) {
                // One of many: the end of all of them is told.
            }

            @Override
            public void replicaMigrationFailed(ReplicaMigrationEvent event) {
                // It is tried again.
            }
        });
    }
}
