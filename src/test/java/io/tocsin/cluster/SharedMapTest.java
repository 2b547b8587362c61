package io.tocsin.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryRemovedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One map on two members over one store. */
final class SharedMapTest {
    private static final String MAP = "notes";
    private static final NoteStore STORE = new NoteStore();
    private static final ExecutorService CALLERS = Executors.newFixedThreadPool(8);
    private static final ExecutorService TWO_CALLERS = Executors.newFixedThreadPool(2);

    private static HazelcastInstance first;
    private static HazelcastInstance second;

    private IMap<String, String> map;

    @BeforeAll
    static void start() {
        STORE.save(new Note("stored", 7));
        first = Hazelcast.newHazelcastInstance(config());
        int port = first.getCluster().getLocalMember().getAddress().getPort();
        Config joining = config();
        joining.getAdvancedNetworkConfig().getJoin().getTcpIpConfig().addMember("127.0.0.1:" + port);
        second = Hazelcast.newHazelcastInstance(joining);
    }

    @AfterAll
    static void stop() {
        CALLERS.shutdown();
        TWO_CALLERS.shutdown();
        second.shutdown();
        first.shutdown();
    }

    @BeforeEach
    void members() {
        assertThat(first.getCluster().getMembers()).hasSize(2);
        map = first.getMap(MAP);
    }

    @Test
    void find_stored_answersAtOnce() {
        SharedMap<Note> shared = shared(second, CALLERS);
        assertThat(shared.find("stored").toCompletableFuture())
                .isCompletedWithValue(Optional.of(new Note("stored", 7)));
    }

    @Test
    void reads_whileEveryCallerWaitsForTheStore_answerAtOnce() throws InterruptedException {
        SharedMap<Note> shared = shared(first, TWO_CALLERS);
        get(shared.create(new Note("slow-1", 1)));
        get(shared.create(new Note("slow-2", 1)));
        CountDownLatch waiting = STORE.hold(2);
        CompletionStage<Optional<Note>> one = shared.update("slow-1", Note::next);
        CompletionStage<Optional<Note>> two = shared.update("slow-2", Note::next);
        try {
            assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(shared.find("slow-1").toCompletableFuture())
                    .isCompletedWithValue(Optional.of(new Note("slow-1", 1)));
            assertThat(shared.find("none").toCompletableFuture()).isCompletedWithValue(Optional.empty());
            assertThat(shared.all().toCompletableFuture()).isCompleted();
        } finally {
            STORE.release();
        }
        assertThat(get(one)).contains(new Note("slow-1", 2));
        assertThat(get(two)).contains(new Note("slow-2", 2));
    }

    @Test
    void update_waitsForTheStore_leavesItsPartitionToOthers() throws InterruptedException {
        SharedMap<Note> shared = shared(first, TWO_CALLERS);
        get(shared.create(new Note("held", 1)));
        CountDownLatch waiting = STORE.hold(1);
        CompletionStage<Optional<Note>> held = shared.update("held", Note::next);
        try {
            assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
            IMap<String, String> other = first.getMap("another");
            // A key's partition is the same in every map.
            assertThat(get(other.putAsync("held", "a"))).isNull();
        } finally {
            STORE.release();
        }
        assertThat(get(held)).contains(new Note("held", 2));
    }

    @Test
    void update_tooManyWait_fails() {
        SharedMap<Note> full = new SharedMap<>(first, MAP, Note.CODEC, STORE.truth(), task -> {
            throw new RejectedExecutionException("full");
        });
        assertThat(full.update("stored", Note::next).toCompletableFuture())
                .failsWithin(0, TimeUnit.SECONDS)
                .withThrowableThat()
                .havingRootCause()
                .isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void all_isInOrderOfIds() {
        SharedMap<Note> shared = shared(first, CALLERS);
        get(shared.create(new Note("order-2", 1)));
        get(shared.create(new Note("order-1", 1)));
        assertThat(get(shared.all()))
                .containsSubsequence(new Note("order-1", 1), new Note("order-2", 1))
                .isSortedAccordingTo((a, b) -> a.id().compareTo(b.id()));
    }

    @Test
    void removed_andCreatedAgain_isThere() throws InterruptedException {
        SharedMap<Note> shared = shared(first, CALLERS);
        Picture elsewhere = listen(shared(second, CALLERS));
        get(shared.create(new Note("again", 5)));
        assertThat(get(shared.remove("again"))).isTrue();
        assertThat(get(shared.find("again"))).isEmpty();
        get(shared.create(new Note("again", 1)));
        assertThat(get(shared.find("again"))).contains(new Note("again", 1));
        elsewhere.awaitNotes(contents());
    }

    @Test
    void reconcile_everyEventLost_heals() {
        SharedMap<Note> shared = shared(first, CALLERS);
        SharedMap<Note> deaf = shared(Deaf.of(second), CALLERS);
        Picture view = listen(deaf);
        get(shared.create(new Note("lost-1", 1)));
        get(shared.create(new Note("lost-2", 1)));
        get(deaf.reconcile());
        get(shared.update("lost-1", Note::next));
        get(shared.remove("lost-2"));
        assertThat(get(deaf.find("lost-1"))).contains(new Note("lost-1", 1));
        assertThat(get(deaf.find("lost-2"))).contains(new Note("lost-2", 1));
        assertThat(get(deaf.reconcile())).isEqualTo(2);
        assertThat(view.notes()).isEqualTo(contents());
        assertThat(get(deaf.all())).containsExactlyElementsOf(contents().values());
    }

    /** As the other side of a cluster that was split does. */
    @Test
    void reconcile_storeChangedBehindTheMap_mapAndCopiesFollow() throws InterruptedException {
        SharedMap<Note> shared = shared(first, CALLERS);
        Picture elsewhere = listen(shared(second, CALLERS));
        get(shared.create(new Note("split-1", 1)));
        get(shared.create(new Note("split-2", 1)));
        get(STORE.save(new Note("split-1", 2)));
        get(STORE.remove("split-2"));
        get(STORE.save(new Note("split-3", 1)));
        get(shared.reconcile());
        assertThat(map.get("split-1")).isEqualTo(Note.CODEC.encode(new Note("split-1", 2)));
        assertThat(map.containsKey("split-2")).isFalse();
        assertThat(get(shared.find("split-1"))).contains(new Note("split-1", 2));
        assertThat(get(shared.find("split-2"))).isEmpty();
        assertThat(get(shared.find("split-3"))).contains(new Note("split-3", 1));
        elsewhere.awaitNotes(contents());
    }

    @Test
    void reconcile_nothingChanged_findsNothing() {
        SharedMap<Note> shared = shared(first, CALLERS);
        get(shared.create(new Note("same", 1)));
        get(shared.reconcile());
        long revision = shared.revision();
        assertThat(revision).isPositive();
        assertThat(get(shared.reconcile())).isZero();
        assertThat(shared.revision()).isEqualTo(revision);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void storm_endsAsTheMap(int seed) throws InterruptedException {
        List<SharedMap<Note>> members = List.of(hesitant(first), hesitant(second));
        List<Picture> views = members.stream().map(SharedMapTest::listen).toList();
        Semaphore heard = eventsHeard();
        int changes = storm(new SplittableRandom(seed), "storm-" + seed + "-", members);
        Map<String, Note> contents = contents();
        for (Picture view : views) {
            view.awaitNotes(contents);
        }
        assertThat(heard.tryAcquire(changes, 10, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 2; i++) {
            assertThat(views.get(i).notes()).isEqualTo(contents);
            assertThat(get(members.get(i).all())).containsExactlyElementsOf(contents.values());
            views.get(i).assertNothingCameBack();
        }
    }

    static IntStream seeds() {
        return IntStream.range(0, 30);
    }

    /** Updates and removals of a few notes, all at once; every change is seen by who made it. How many took place. */
    private static int storm(SplittableRandom random, String prefix, List<SharedMap<Note>> members) {
        List<CompletableFuture<Integer>> changes = new ArrayList<>();
        for (int id = 0; id < 4; id++) {
            SharedMap<Note> creator = members.get(random.nextInt(2));
            Note note = new Note(prefix + id, 1);
            get(creator.create(note));
            assertThat(get(creator.find(note.id()))).contains(note);
        }
        for (int i = 0; i < 60; i++) {
            SharedMap<Note> member = members.get(random.nextInt(2));
            String id = prefix + random.nextInt(4);
            changes.add(random.nextInt(15) == 0 ? remove(member, id) : update(member, id));
        }
        return 4 + changes.stream().mapToInt(SharedMapTest::get).sum();
    }

    private static CompletableFuture<Integer> update(SharedMap<Note> member, String id) {
        return member.update(id, Note::next)
                .thenApply(changed -> {
                    changed.ifPresent(mine -> get(member.find(id))
                            .ifPresent(now -> assertThat(now.version()).isGreaterThanOrEqualTo(mine.version())));
                    return changed.isPresent() ? 1 : 0;
                })
                .toCompletableFuture();
    }

    private static CompletableFuture<Integer> remove(SharedMap<Note> member, String id) {
        return member.remove(id)
                .thenApply(removed -> {
                    if (removed) {
                        assertThat(get(member.find(id))).isEmpty();
                    }
                    return removed ? 1 : 0;
                })
                .toCompletableFuture();
    }

    /** A permit for each event that has reached the first member. */
    private Semaphore eventsHeard() {
        Semaphore heard = new Semaphore(0);
        map.addEntryListener((EntryAddedListener<String, String>) event -> heard.release(), false);
        map.addEntryListener((EntryUpdatedListener<String, String>) event -> heard.release(), false);
        map.addEntryListener((EntryRemovedListener<String, String>) event -> heard.release(), false);
        return heard;
    }

    private Map<String, Note> contents() {
        Map<String, Note> contents = new TreeMap<>();
        map.forEach((id, text) -> contents.put(id, Note.CODEC.decode(text)));
        return contents;
    }

    private static Config config() {
        Config config = HazelcastSetup.of(ClusterConfig.ALONE)
                .setClusterName("shared-map-test")
                .addMapConfig(HazelcastSetup.writeThrough(MAP, STORE.mapStore()));
        config.getAdvancedNetworkConfig().getJoin().getTcpIpConfig().setEnabled(true);
        return config;
    }

    private static SharedMap<Note> shared(HazelcastInstance hazelcast, ExecutorService callers) {
        return new SharedMap<>(hazelcast, MAP, Note.CODEC, STORE.truth(), callers);
    }

    /** Between reading the map and telling of it, others get their chance to overtake. */
    private static SharedMap<Note> hesitant(HazelcastInstance hazelcast) {
        AtomicInteger turns = new AtomicInteger();
        Codec<Note> codec = new Codec<>(Note.CODEC.name(), Note.CODEC.bytes(), bytes -> {
            LockSupport.parkNanos(turns.incrementAndGet() % 3 * 1_000_000L);
            return Note.CODEC.value().apply(bytes);
        });
        return new SharedMap<>(hazelcast, MAP, codec, STORE.truth(), CALLERS);
    }

    private static Picture listen(SharedMap<Note> shared) {
        Picture view = new Picture();
        shared.listen(view::put, view::removed);
        return view;
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
