package io.tocsin.cluster;

import io.tocsin.feed.FeedWriter;
import io.tocsin.feed.News;
import io.tocsin.feed.Ownership;
import io.tocsin.feed.ViewStore;
import io.tocsin.wire.AppendBytes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of what one member alone is to do is this one's, and the feeds that all members write to. Callable from any
 * thread.
 */
public final class Owners implements Ownership {
    private static final Logger log = LoggerFactory.getLogger(Owners.class);
    private static final long LOOK_MILLIS = 500;
    /** Several looks, and some patience with a slow store. */
    private static final Duration LAPSE = Duration.ofSeconds(4);

    private static final Duration LEAVING = Duration.ofSeconds(2);

    private final Roster roster;
    private final HazelcastPeers peers;
    private final Tenure tenure;
    private final OwnedFeedWriter feeds;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "cluster-owners"));
    // Guarded by this.
    private BitSet owned = new BitSet();

    Owners(
            Roster roster,
            HazelcastPeers peers,
            FeedWriter store,
            ViewStore views,
            LongFunction<CompletionStage<Void>> entering,
            Duration patience,
            InstantSource clock) {
        this.roster = roster;
        this.peers = peers;
        this.tenure = new Tenure(
                roster.self(),
                views,
                () -> roster.members().stream().map(Peer::id).toList(),
                entering,
                LAPSE,
                System::nanoTime);
        this.feeds = new OwnedFeedWriter(store, peers, this::serving, patience, clock);
    }

    /** By which any member can append to all feeds. */
    public FeedWriter feeds() {
        return feeds;
    }

    /**
     * From here on this member writes what it owns, for others too.
     *
     * @param hears what was appended by others, or for others by this one; must not wait
     */
    public void open(Consumer<News> hears) {
        feeds.hear(hears);
        peers.open(feeds::answer, bytes -> hears.accept(AppendBytes.decodeNews(bytes)));
        roster.listen(new Moves());
        look();
    }

    /** Each begins some time after the last has ended, however that ended. */
    private void look() {
        CompletionStage<Void> looked = CompletableFuture.completedStage(roster.running())
                .thenCompose(open -> open ? tenure.look() : CompletableFuture.completedStage(null));
        var unused = looked.handle((done, failure) -> {
                    if (failure != null) {
                        log.debug("cluster: the latest view can't be read", failure);
                    }
                    return failure == null;
                })
                .thenRun(this::tellChanges)
                .whenComplete((told, failure) -> {
                    if (failure != null) {
                        log.warn("cluster: not everybody was told that owners have changed", failure);
                    }
                    lookAgain();
                });
    }

    private void lookAgain() {
        try {
            var unused = thread.schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            log.debug("cluster: no more looks");
        }
    }

    private synchronized void tellChanges() {
        if (thread.isShutdown()) {
            return;
        }
        BitSet now = serving() ? roster.owned() : new BitSet();
        if (!now.equals(owned)) {
            owned = now;
            listeners.forEach(Runnable::run);
        }
    }

    /** Tells at once what the next look would tell, and forgets who is gone. */
    private final class Moves implements MemberListener {
        @Override
        public void joined(Peer peer) {
            // It owns nothing yet.
        }

        @Override
        public void left(Peer peer) {
            feeds.gone(peer.id());
            ownersChanged();
        }

        @Override
        public void ownersChanged() {
            try {
                thread.execute(Owners.this::tellChanges);
            } catch (RejectedExecutionException closed) {
                log.debug("cluster: no more changes are told");
            }
        }
    }

    /** It is with the others that write feeds. */
    public boolean serving() {
        return tenure.serving() && roster.running();
    }

    @Override
    public boolean owns(String key) {
        return serving()
                && roster.owner(key).map(Peer::id).filter(roster.self()::equals).isPresent();
    }

    @Override
    public void listen(Runnable changed) {
        listeners.add(changed);
    }

    /** Writes no more from here on. */
    void stop() {
        tenure.stop();
        var unused = thread.shutdownNow();
    }

    /**
     * Lets the others go on without this member, which they see no more: while they did, they would take it in again.
     * Waits for a moment.
     */
    void leave() {
        try {
            tenure.leave().toCompletableFuture().get(LEAVING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.warn("cluster: the others were not told that this member leaves: {}", e.toString());
        }
    }
}
