package io.tocsin.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import io.tocsin.delivery.EndpointStore;
import io.tocsin.delivery.Endpoints;
import io.tocsin.feed.FeedWriter;
import io.tocsin.feed.ViewStore;
import io.tocsin.subscription.SubscriptionStore;
import io.tocsin.subscription.Subscriptions;
import java.time.Duration;
import java.time.InstantSource;
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

/** This process as a member. Starting and closing it blocks: some seconds. The rest is callable from any thread. */
public final class Member implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Member.class);

    private static final int CALLERS = 2;
    /** So many changes wait for the store; more are refused. */
    private static final int MAX_WAITING = 1_024;
    /** By member: the revisions up to which it has compared its copies with the store. */
    private static final String PROGRESS = "progress";

    private final ClusterConfig config;
    private final Agreement agreement;
    private final HazelcastInstance hazelcast;
    private final Roster roster;
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

    private final Inquiry<Boolean> safe = new Inquiry<>(this::clusterSafe, asking);
    private final Inquiry<ClusterState> state = new Inquiry<>(this::stateNow, asking);
    private final HazelcastSubscriptions subscriptions;
    private final HazelcastEndpoints endpoints;
    private Optional<Owners> owners = Optional.empty();
    private volatile boolean loaded;
    private volatile boolean settled;

    private Member(
            ClusterConfig config,
            Agreement agreement,
            String id,
            HazelcastInstance hazelcast,
            SubscriptionStore subscriptions,
            EndpointStore endpoints) {
        this.config = config;
        this.agreement = agreement;
        this.hazelcast = hazelcast;
        this.roster = new Roster(hazelcast, id);
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
                        HazelcastSetup.writeThrough(HazelcastEndpoints.MAP, HazelcastEndpoints.mapStore(endpoints)));
        Roster.introduce(setup, id, agreement.version());
        HazelcastInstance hazelcast = Joining.join(config, agreement, setup);
        try {
            return new Member(config, agreement, id, hazelcast, subscriptions, endpoints);
        } catch (RuntimeException | Error e) {
            hazelcast.shutdown();
            throw e;
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
        Owners made =
                new Owners(roster, new HazelcastPeers(hazelcast, roster), store, views, entering, patience, clock);
        owners = Optional.of(made);
        return made;
    }

    public Subscriptions subscriptions() {
        return subscriptions;
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    /**
     * The id of the member in charge of what has this key, as far as this one knows. Empty while nobody is; to be asked
     * again for each use.
     */
    public Optional<String> owner(String key) {
        return roster.owner(key).map(Peer::id);
    }

    Roster roster() {
        return roster;
    }

    /** Whether its copies were, once at least, the same as the store; true from the start where it stands alone. */
    public boolean loaded() {
        return config.alone() || loaded;
    }

    /**
     * Whether it takes part, and has its share: all that is shared had its backup, and nothing moved, once at least
     * since it came to the others or came back to them. Asks every member until then.
     */
    public CompletionStage<Boolean> settled() {
        return settled
                ? CompletableFuture.completedStage(roster.running())
                : safe().thenApply(all -> {
                    if (all) {
                        settled = true;
                    }
                    return all;
                });
    }

    /** Whether all that is shared has its backup and nothing is on the move; asks every member. */
    CompletionStage<Boolean> safe() {
        return safe.ask();
    }

    private boolean clusterSafe() {
        return roster.running() && hazelcast.getPartitionService().isClusterSafe();
    }

    /** How all of it is; asks every member. */
    public CompletionStage<ClusterState> state() {
        return state.ask();
    }

    private ClusterState stateNow() {
        Map<String, Integer> owned = roster.ownedByEach();
        Map<String, Long> progress = new HashMap<>(hazelcast.<String, Long>getMap(PROGRESS));
        progress.put(roster.self(), revision());
        List<Peer> members = roster.members();
        long furthest = members.stream()
                .mapToLong(peer -> progress.getOrDefault(peer.id(), 0L))
                .max()
                .orElse(0);
        return new ClusterState(
                config.name(),
                roster.self(),
                clusterSafe(),
                members.stream()
                        .map(peer -> new ClusterState.Seen(
                                peer,
                                owned.getOrDefault(peer.id(), 0),
                                furthest - progress.getOrDefault(peer.id(), 0L)))
                        .toList());
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
                                hazelcast.<String, Long>getMap(PROGRESS).set(roster.self(), revision());
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
        settled = false;
        List<String> differences = Joining.differences(agreement, hazelcast);
        if (differences.isEmpty()) {
            log.info("cluster: back with the others");
        } else {
            log.error("cluster: leaves the others, as it does not agree: {}", String.join("; ", differences));
            new Thread(hazelcast::shutdown, "cluster-leaving").start();
        }
    }

    /** The others go on at once with what this one owned. Waits for a moment. */
    @Override
    public void close() {
        owners.ifPresent(Owners::stop);
        callers.shutdown();
        asking.shutdown();
        hazelcast.shutdown();
        owners.ifPresent(Owners::leave);
    }
}
