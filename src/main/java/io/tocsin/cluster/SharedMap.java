package io.tocsin.cluster;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryLoadedListener;
import com.hazelcast.map.listener.EntryRemovedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Values that all members see, and this member's listeners on them. Map calls block, so they run on {@code callers}.
 */
final class SharedMap<T> {
    private final IMap<String, String> map;
    private final Codec<T> codec;
    private final Executor callers;
    private final List<Listening<T>> listeners = new CopyOnWriteArrayList<>();

    SharedMap(HazelcastInstance hazelcast, String name, Codec<T> codec, Executor callers) {
        this.map = hazelcast.getMap(name);
        this.codec = codec;
        this.callers = callers;
        var unused = map.addEntryListener(new Events(), true);
    }

    CompletionStage<T> create(T value) {
        return call(() -> {
            String json = codec.encode(value);
            if (map.putIfAbsent(codec.id(value), json) != null) {
                throw new IllegalStateException("id: " + codec.id(value) + " (expected: one that is not taken)");
            }
            put(value);
            return value;
        });
    }

    CompletionStage<Optional<T>> update(String id, UnaryOperator<T> change) {
        return call(() -> {
            for (String old = map.get(id); old != null; old = map.get(id)) {
                T changed = change.apply(codec.decode(old));
                if (map.replace(id, old, codec.encode(changed))) {
                    put(changed);
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
                listeners.forEach(listener -> listener.removed(id));
            }
            return removed;
        });
    }

    CompletionStage<Optional<T>> find(String id) {
        return call(() -> Optional.ofNullable(map.get(id)).map(codec::decode));
    }

    CompletionStage<List<T>> all() {
        return call(() -> {
            List<T> all = new ArrayList<>();
            map.values().forEach(json -> all.add(codec.decode(json)));
            all.sort(Comparator.comparing(codec::id));
            return all;
        });
    }

    /** Blocks until the listener has heard of all there is. */
    void listen(Consumer<T> put, Consumer<String> removed) {
        Listening<T> listener = new Listening<>(codec, put, removed);
        listeners.add(listener);
        map.values().forEach(json -> listener.put(codec.decode(json)));
    }

    private void put(T value) {
        listeners.forEach(listener -> listener.put(value));
    }

    private <R> CompletionStage<R> call(java.util.function.Supplier<R> work) {
        return CompletableFuture.supplyAsync(work, callers);
    }

    /** What the cluster says; of one key in the order in which it happened. */
    private final class Events
            implements EntryAddedListener<String, String>,
                    EntryUpdatedListener<String, String>,
                    EntryLoadedListener<String, String>,
                    EntryRemovedListener<String, String> {
        @Override
        public void entryAdded(EntryEvent<String, String> event) {
            put(codec.decode(event.getValue()));
        }

        @Override
        public void entryUpdated(EntryEvent<String, String> event) {
            put(codec.decode(event.getValue()));
        }

        @Override
        public void entryLoaded(EntryEvent<String, String> event) {
            put(codec.decode(event.getValue()));
        }

        @Override
        public void entryRemoved(EntryEvent<String, String> event) {
            listeners.forEach(listener -> listener.removed(event.getKey()));
        }
    }
}
