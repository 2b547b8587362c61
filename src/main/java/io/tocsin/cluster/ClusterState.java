package io.tocsin.cluster;

import java.util.List;

/**
 * How the cluster is, as one member sees it.
 *
 * @param self the id of that member
 * @param safe whether everything that is shared has its backup, and nothing moves
 * @param members the oldest first
 */
public record ClusterState(String name, String self, boolean safe, List<Seen> members) {
    public ClusterState {
        members = List.copyOf(members);
    }

    /**
     * @param owned of how many partitions it is the owner
     * @param lag how many changes of subscriptions and endpoints it has yet to compare with the store, of those that
     *     another member has
     */
    public record Seen(Peer peer, int owned, long lag) {}
}
