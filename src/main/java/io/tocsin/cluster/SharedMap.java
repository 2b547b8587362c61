package io.tocsin.cluster;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryLoadedListener;
import com.hazelcast.map.listener.EntryRemovedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Values that all members see, this member's copy of them, and its listeners on them.
 *
 * <p>Changes wait for the store, so they run on {@code callers}. Reads answer from the copy and wait for nothing. The
 * copy follows one rule: after a change of an id, whether made here or heard of from the cluster, the id is read from
 * the map once more, in turn, and what it holds then goes into the copy and to the listeners. What the event says is
 * never applied; so it matters neither in which order changes made here and events come, nor whether an event comes
 * twice or not at all. This relies on the map alone: a read after a change sees that change or a later one. Where
 * changes of one id follow each other fast, only the last may be seen.
 */
final class SharedMap<T> {
    private final IMap<String, String> map;
    private final Codec<T> codec;
    private final Executor callers;

    /** By id. Read by any thread, written under the lock on this. */
    private final ConcurrentSkipListMap<String, Kept<T>> copy = new ConcurrentSkipListMap<>();
    // Touched and called only under the lock on this, which no partition or store thread takes. A listener that waited
    // there for a change would wait for ever.
    private final List<Listening<T>> listeners = new ArrayList<>();

    /** Blocks until the copy holds all there is. */
    SharedMap(HazelcastInstance hazelcast, String name, Codec<T> codec, Executor callers) {
        this.map = hazelcast.getMap(name);
        this.codec = codec;
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

    /** The lock is held over the read too, so what is read later is told later. */
    private synchronized void refresh(String id) {
        String json = map.get(id);
        if (holds(id, json)) {
            return;
        }
        if (json == null) {
            copy.remove(id);
            listeners.forEach(listener -> listener.removed().accept(id));
        } else {
            Kept<T> kept = kept(json);
            copy.put(id, kept);
            listeners.forEach(listener -> listener.put().accept(kept.value()));
        }
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
        return CompletableFuture.supplyAsync(work, callers);
    }

    /** A value, and the map's words for it. */
    private record Kept<T>(String json, T value) {}

    private record Listening<T>(Consumer<T> put, Consumer<String> removed) {}

    /** What the cluster says: only that there may be something to read. */
    private final class Events
            implements EntryAddedListener<String, String>,
                    EntryUpdatedListener<String, String>,
                    EntryLoadedListener<String, String>,
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

        @Override
        public void entryRemoved(EntryEvent<String, String> event) {
            heard(event.getKey(), null);
        }
    }
}
