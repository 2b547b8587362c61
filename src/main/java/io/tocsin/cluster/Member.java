package io.tocsin.cluster;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.partition.MigrationListener;
import com.hazelcast.partition.MigrationState;
import com.hazelcast.partition.Partition;
import com.hazelcast.partition.ReplicaMigrationEvent;
import io.tocsin.delivery.EndpointStore;
import io.tocsin.delivery.Endpoints;
import io.tocsin.feed.FeedWriter;
import io.tocsin.feed.ViewStore;
import io.tocsin.subscription.SubscriptionStore;
import io.tocsin.subscription.Subscriptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process as a member. Starting and closing it blocks: some seconds. What it says of members and owners it knows
 * by itself, so that is callable from any thread and waits for nobody.
 */
public final class Member implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Member.class);

    private static final int CALLERS = 2;
    /** So many changes wait for the store; more are refused. */
    private static final int MAX_WAITING = 1_024;

    private static final String ID = "tocsin.id";
    private static final String VERSION = "tocsin.version";
    /** By member: the revisions up to which it has compared its copies with the store. */
    private static final String PROGRESS = "progress";

    private final ClusterConfig config;
    private final Agreement agreement;
    private final String id;
    private final HazelcastInstance hazelcast;
    private final ExecutorService callers = new ThreadPoolExecutor(
            CALLERS,
            CALLERS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            task -> new Thread(task, "cluster-map"));
    /** Asks the other members, who may be slow to answer. */
    private final ExecutorService asking =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "cluster-asking"));

    private final HazelcastSubscriptions subscriptions;
    private final HazelcastEndpoints endpoints;
    private volatile boolean loaded;

    private Member(
            ClusterConfig config,
            Agreement agreement,
            String id,
            HazelcastInstance hazelcast,
            SubscriptionStore subscriptions,
            EndpointStore endpoints) {
        this.config = config;
        this.agreement = agreement;
        this.id = id;
        this.hazelcast = hazelcast;
        this.subscriptions = new HazelcastSubscriptions(hazelcast, subscriptions, callers);
        this.endpoints = new HazelcastEndpoints(hazelcast, endpoints, callers);
        var unused = hazelcast.getLifecycleService().addLifecycleListener(this::lived);
    }

    /** Starts a member that stands alone, and loads what the stores hold. */
    public static Member start(SubscriptionStore subscriptions, EndpointStore endpoints) {
        return start(ClusterConfig.ALONE, new Agreement("0", Map.of(), Map.of()), "alone", subscriptions, endpoints);
    }

    /**
     * Starts a member, has it join the others that there are, and loads what the stores hold. Fails with
     * {@link JoinException} if it cannot listen where it is to, or if it does not agree with the oldest member.
     *
     * @param id of this process; no other has it
     */
    public static Member start(
            ClusterConfig config,
            Agreement agreement,
            String id,
            SubscriptionStore subscriptions,
            EndpointStore endpoints) {
        Config setup = HazelcastPeers.setUp(HazelcastSetup.of(config))
                .addMapConfig(HazelcastSetup.writeThrough(
                        HazelcastSubscriptions.MAP, HazelcastSubscriptions.mapStore(subscriptions)))
                .addMapConfig(
                        HazelcastSetup.writeThrough(HazelcastEndpoints.MAP, HazelcastEndpoints.mapStore(endpoints)))
                // It is given nothing to keep before it is known to agree.
                .setLiteMember(!config.alone());
        setup.getMemberAttributeConfig().setAttribute(ID, id).setAttribute(VERSION, agreement.version());
        agreement
                .attributes()
                .forEach((name, value) -> setup.getMemberAttributeConfig().setAttribute(name, value));
        HazelcastInstance hazelcast = join(config, setup);
        try {
            refuseDifferences(agreement, hazelcast);
            takePart(hazelcast);
            return new Member(config, agreement, id, hazelcast, subscriptions, endpoints);
        } catch (RuntimeException | Error e) {
            hazelcast.shutdown();
            throw e;
        }
    }

    private static HazelcastInstance join(ClusterConfig config, Config setup) {
        try {
            return Hazelcast.newHazelcastInstance(setup);
        } catch (RuntimeException e) {
            throw new JoinException(
                    "cluster.bind: " + config.bind() + " can't be used: " + e.getMessage()
                            + " (expected: a free port of an address of this machine)",
                    e);
        }
    }

    private static void refuseDifferences(Agreement agreement, HazelcastInstance hazelcast) {
        List<String> differences = differences(agreement, hazelcast);
        if (!differences.isEmpty()) {
            throw new JoinException(String.join("; ", differences));
        }
    }

    /** From the oldest member: of two that disagree one stays, whichever came first, however they came. */
    private static List<String> differences(Agreement agreement, HazelcastInstance hazelcast) {
        com.hazelcast.cluster.Member oldest =
                hazelcast.getCluster().getMembers().iterator().next();
        return agreement.differences(
                oldest.getAttributes(), peer(oldest).address().toString());
    }

    private static void takePart(HazelcastInstance hazelcast) {
        if (hazelcast.getCluster().getLocalMember().isLiteMember()) {
            hazelcast.getCluster().promoteLocalLiteMember();
        }
    }

    /**
     * Who owns what, and the feeds that all members write to. For a member that is not to stand alone; once.
     *
     * @param store where feeds last
     * @param views of the same store
     * @param entering is told with which epoch feeds are to be claimed, and completes when they are
     * @param patience how long what is to be appended waits for an owner
     */
    public Owners owners(
            FeedWriter store,
            ViewStore views,
            LongFunction<CompletionStage<Void>> entering,
            Duration patience,
            InstantSource clock) {
        HazelcastPeers peers =
                new HazelcastPeers(hazelcast, other -> peer(other).id());
        return new Owners(this, peers, store, views, entering, patience, clock);
    }

    public Subscriptions subscriptions() {
        return subscriptions;
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    /** This member's own id, as in {@link Peer}. */
    public String self() {
        return id;
    }

    /** Those who take part, as far as this one knows; the oldest first, this one among them. */
    public List<Peer> members() {
        return hazelcast.getCluster().getMembers().stream().map(Member::peer).toList();
    }

    /**
     * Who is in charge of what has this key, as far as this member knows: two members that do not see each other name
     * different ones. Empty while nobody is; to be asked again for each use.
     */
    public Optional<Peer> owner(String key) {
        return Optional.ofNullable(
                        hazelcast.getPartitionService().getPartition(key).getOwner())
                .map(Member::peer);
    }

    /** The listener hears of what happens from now on; see {@link #members} for what is. */
    public void listen(MemberListener listener) {
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

    /** Whether it takes part: false once it is closing, whoever closed it. */
    public boolean running() {
        return hazelcast.getLifecycleService().isRunning();
    }

    /** Whether its copies were, once at least, the same as the store; true from the start where it stands alone. */
    public boolean loaded() {
        return config.alone() || loaded;
    }

    /** Whether all that is shared has its backup and nothing is on the move; asks every member. */
    public CompletionStage<Boolean> safe() {
        return CompletableFuture.supplyAsync(this::clusterSafe, asking);
    }

    private boolean clusterSafe() {
        return running() && hazelcast.getPartitionService().isClusterSafe();
    }

    /** How all of it is; asks every member. */
    public CompletionStage<ClusterState> state() {
        return CompletableFuture.supplyAsync(
                () -> {
                    Map<String, Integer> owned = ownedByEach();
                    Map<String, Long> progress = new HashMap<>(hazelcast.<String, Long>getMap(PROGRESS));
                    progress.put(id, revision());
                    List<Peer> members = members();
                    long furthest = members.stream()
                            .mapToLong(peer -> progress.getOrDefault(peer.id(), 0L))
                            .max()
                            .orElse(0);
                    return new ClusterState(
                            config.name(),
                            id,
                            clusterSafe(),
                            members.stream()
                                    .map(peer -> new ClusterState.Seen(
                                            peer,
                                            owned.getOrDefault(peer.id(), 0),
                                            furthest - progress.getOrDefault(peer.id(), 0L)))
                                    .toList());
                },
                asking);
    }

    private Map<String, Integer> ownedByEach() {
        Map<String, Integer> owned = new HashMap<>();
        for (Partition partition : hazelcast.getPartitionService().getPartitions()) {
            Optional.ofNullable(partition.getOwner())
                    .ifPresent(owner -> owned.merge(peer(owner).id(), 1, Integer::sum));
        }
        return owned;
    }

    /** The partitions of which this member is the owner, as far as it knows. */
    BitSet owned() {
        BitSet owned = new BitSet();
        for (Partition partition : hazelcast.getPartitionService().getPartitions()) {
            com.hazelcast.cluster.Member owner = partition.getOwner();
            owned.set(partition.getPartitionId(), owner != null && owner.localMember());
        }
        return owned;
    }

    /**
     * Compares what this member knows with the store, and puts right what differs. To be called again and again, each
     * time when the last has completed.
     */
    public CompletionStage<Void> reconcile() {
        long before = revision();
        return subscriptions
                .reconcile()
                .thenCompose(these -> endpoints.reconcile().thenApply(those -> these + those))
                .thenAcceptAsync(
                        healed -> {
                            if (healed > 0 && loaded) {
                                log.warn("cluster: {} subscriptions and endpoints were not as in the store", healed);
                            }
                            if (!loaded || revision() != before) {
                                hazelcast.<String, Long>getMap(PROGRESS).set(id, revision());
                            }
                            loaded = true;
                        },
                        callers);
    }

    private long revision() {
        return Math.max(0, subscriptions.revision()) + Math.max(0, endpoints.revision());
    }

    /** Two parts that grew up apart may have found each other, and with other settings. */
    private void lived(LifecycleEvent event) {
        if (event.getState() != LifecycleState.MERGED) {
            return;
        }
        List<String> differences = differences(agreement, hazelcast);
        if (differences.isEmpty()) {
            log.info("cluster: back with the others");
        } else {
            log.error("cluster: leaves the others, as it does not agree: {}", String.join("; ", differences));
            new Thread(hazelcast::shutdown, "cluster-leaving").start();
        }
    }

    private static Peer peer(com.hazelcast.cluster.Member member) {
        return new Peer(
                String.valueOf(member.getAttribute(ID)),
                new HostPort(member.getAddress().getHost(), member.getAddress().getPort()),
                String.valueOf(member.getAttribute(VERSION)));
    }

    @Override
    public void close() {
        callers.shutdown();
        asking.shutdown();
        hazelcast.shutdown();
    }
}
