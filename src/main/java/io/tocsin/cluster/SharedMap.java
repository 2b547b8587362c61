package io.tocsin.cluster;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryEvictedListener;
import com.hazelcast.map.listener.EntryLoadedListener;
import com.hazelcast.map.listener.EntryRemovedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;
import io.tocsin.subscription.Changes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Values that all members see, this member's copy of them, and its listeners on them.
 *
 * <p>Changes wait for the store, so they run on {@code callers}; one too many for these fails with
 * {@link RejectedExecutionException}. Reads answer from the copy and wait for nothing. The copy follows one rule: after
 * a change of an id, whether made here or heard of from the cluster, the id is read from the map once more, in turn,
 * and what it holds then goes into the copy and to the listeners. What the event says is never applied; so it matters
 * neither in which order changes made here and events come, nor whether an event comes twice or not at all. This relies
 * on the map alone: a read after a change sees that change or a later one. Where changes of one id follow each other
 * fast, only the last may be seen.
 *
 * <p>{@link #reconcile} puts right what no event told, and what the map itself has wrong: after it was split and
 * merged, and after a change that failed but is in the store. It compares the copy with the store, whose word is the
 * last.
 */
final class SharedMap<T> {
    private final IMap<String, String> map;
    private final Codec<T> codec;
    private final Truth<T> truth;
    private final Executor callers;

    /** By id. Read by any thread, written under the lock on this. */
    private final ConcurrentSkipListMap<String, Kept<T>> copy = new ConcurrentSkipListMap<>();
    // Touched and called only under the lock on this, which no partition or store thread takes. A listener that waited
    // there for a change would wait for ever.
    private final List<Listening<T>> listeners = new ArrayList<>();
    // Of the store, up to which the copy was compared with it. Written by one reconciliation after the other.
    private volatile long revision = Changes.BEFORE_ALL;

    /** Blocks until the copy holds all there is. */
    SharedMap(HazelcastInstance hazelcast, String name, Codec<T> codec, Truth<T> truth, Executor callers) {
        this.map = hazelcast.getMap(name);
        this.codec = codec;
        this.truth = truth;
        this.callers = callers;
        synchronized (this) {
            // From here on events wait for the lock, and read again what changed meanwhile.
            var unused = map.addEntryListener(new Events(), true);
            map.entrySet().forEach(entry -> copy.put(entry.getKey(), kept(entry.getValue())));
        }
    }

    CompletionStage<T> create(T value) {
        return call(() -> {
            String id = codec.id(value);
            if (map.putIfAbsent(id, codec.encode(value)) != null) {
                throw new IllegalStateException("id: " + id + " (expected: one that is not taken)");
            }
            refresh(id);
            return value;
        });
    }

    CompletionStage<Optional<T>> update(String id, UnaryOperator<T> change) {
        return call(() -> {
            for (String old = map.get(id); old != null; old = map.get(id)) {
                T changed = change.apply(codec.decode(old));
                if (map.replace(id, old, codec.encode(changed))) {
                    refresh(id);
                    return Optional.of(changed);
                }
            }
            return Optional.empty();
        });
    }

    CompletionStage<Boolean> remove(String id) {
        return call(() -> {
            boolean removed = map.remove(id) != null;
            if (removed) {
                refresh(id);
            }
            return removed;
        });
    }

    CompletionStage<Optional<T>> find(String id) {
        return CompletableFuture.completedStage(
                Optional.ofNullable(copy.get(id)).map(Kept::value));
    }

    CompletionStage<List<T>> all() {
        return CompletableFuture.completedStage(
                copy.values().stream().map(Kept::value).toList());
    }

    /** Returns when the listener has heard of all there is. */
    synchronized void listen(Consumer<T> put, Consumer<String> removed) {
        listeners.add(new Listening<>(put, removed));
        copy.values().forEach(kept -> put.accept(kept.value()));
    }

    /** The revision of the store that the copy was last compared with. */
    long revision() {
        return revision;
    }

    /**
     * Compares the copy with the store, and brings it and the map to what the store has. Not to be called again before
     * it has completed, which it does with how much was not as it should be.
     */
    CompletionStage<Integer> reconcile() {
        return call(() -> {
            Optional<Changes<T>> found = await(truth.changes().apply(revision));
            if (found.isEmpty()) {
                return 0;
            }
            Changes<T> changes = found.get();
            int healed = 0;
            for (T value : changes.values()) {
                healed += heal(codec.id(value), codec.encode(value));
            }
            if (changes.count() != copy.size()) {
                healed += healRemoved(await(truth.ids().get()));
            }
            revision = changes.revision();
            return healed;
        });
    }

    private int healRemoved(Set<String> ids) {
        int healed = 0;
        for (String id : copy.keySet()) {
            if (!ids.contains(id)) {
                healed += heal(id, null);
            }
        }
        return healed;
    }

    /** The map may know what the event did not tell, and else has it from the store. */
    private int heal(String id, @Nullable String stored) {
        boolean changed = false;
        if (!holds(id, stored)) {
            changed = refresh(id);
        }
        if (!holds(id, stored)) {
            changed |= reload(id);
        }
        return changed ? 1 : 0;
    }

    /** As {@link #refresh}, after the map has forgotten the id, so that it reads it from the store. */
    private boolean reload(String id) {
        boolean unused = map.evict(id);
        return refresh(id);
    }

    private static <V> V await(CompletionStage<V> stage) {
        return stage.toCompletableFuture().join();
    }

    /** Whether it changed the copy. The lock is held over the read too, so what is read later is told later. */
    @CanIgnoreReturnValue
    private synchronized boolean refresh(String id) {
        String json = map.get(id);
        if (holds(id, json)) {
            return false;
        }
        if (json == null) {
            copy.remove(id);
            listeners.forEach(listener -> listener.removed().accept(id));
        } else {
            Kept<T> kept = kept(json);
            copy.put(id, kept);
            listeners.forEach(listener -> listener.put().accept(kept.value()));
        }
        return true;
    }

    private synchronized void heard(String id, @Nullable String json) {
        if (!holds(id, json)) {
            refresh(id);
        }
    }

    private Kept<T> kept(String json) {
        return new Kept<>(json, codec.decode(json));
    }

    private boolean holds(String id, @Nullable String json) {
        Kept<T> kept = copy.get(id);
        return kept == null ? json == null : kept.json().equals(json);
    }

    private <R> CompletionStage<R> call(Supplier<R> work) {
        try {
            return CompletableFuture.supplyAsync(work, callers);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** A value, and the map's words for it. */
    private record Kept<T>(String json, T value) {}

    private record Listening<T>(Consumer<T> put, Consumer<String> removed) {}

    /** What the cluster says: only that there may be something to read. */
    private final class Events
            implements EntryAddedListener<String, String>,
                    EntryUpdatedListener<String, String>,
                    EntryLoadedListener<String, String>,
                    EntryEvictedListener<String, String>,
                    EntryRemovedListener<String, String> {
        @Override
        public void entryAdded(EntryEvent<String, String> event) {
            heard(event.getKey(), event.getValue());
        }

        @Override
        public void entryUpdated(EntryEvent<String, String> event) {
            heard(event.getKey(), event.getValue());
        }

        @Override
        public void entryLoaded(EntryEvent<String, String> event) {
            heard(event.getKey(), event.getValue());
        }

        /** The map only forgot it: it may be in the store. */
        @Override
        public void entryEvicted(EntryEvent<String, String> event) {
            heard(event.getKey(), null);
        }

        @Override
        public void entryRemoved(EntryEvent<String, String> event) {
            heard(event.getKey(), null);
        }
    }
}
