package io.tocsin.cluster;

import com.hazelcast.map.MapStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts a store behind a map. Hazelcast calls it on threads that may block, and a failure here fails the caller's put,
 * which then leaves the map as it was.
 */
final class WriteThrough<T> implements MapStore<String, String> {
    private final Codec<T> codec;
    private final Function<T, CompletionStage<Void>> save;
    private final Function<String, CompletionStage<Void>> remove;
    private final Function<String, CompletionStage<Optional<T>>> find;
    private final Supplier<CompletionStage<List<T>>> all;
    // What the last load of all has read and not yet handed over; what other members keep, they load themselves.
    private volatile Map<String, String> loaded = new ConcurrentHashMap<>();

    WriteThrough(
            Codec<T> codec,
            Function<T, CompletionStage<Void>> save,
            Function<String, CompletionStage<Void>> remove,
            Function<String, CompletionStage<Optional<T>>> find,
            Supplier<CompletionStage<List<T>>> all) {
        this.codec = codec;
        this.save = save;
        this.remove = remove;
        this.find = find;
        this.all = all;
    }

    @Override
    public void store(String id, String json) {
        await(save.apply(codec.decode(json)));
    }

    @Override
    public void storeAll(Map<String, String> values) {
        values.forEach(this::store);
    }

    @Override
    public void delete(String id) {
        await(remove.apply(id));
    }

    @Override
    public void deleteAll(Collection<String> ids) {
        ids.forEach(this::delete);
    }

    @Override
    public @Nullable String load(String id) {
        return await(find.apply(id)).map(codec::encode).orElse(null);
    }

    @Override
    public Map<String, String> loadAll(Collection<String> ids) {
        Map<String, String> early = loaded;
        Map<String, String> values = new HashMap<>();
        for (String id : ids) {
            String read = early.remove(id);
            String value = read == null ? load(id) : read;
            if (value != null) {
                values.put(id, value);
            }
        }
        return values;
    }

    @Override
    public Iterable<String> loadAllKeys() {
        Map<String, String> found = new ConcurrentHashMap<>();
        for (T value : await(all.get())) {
            found.put(codec.id(value), codec.encode(value));
        }
        List<String> ids = List.copyOf(found.keySet());
        loaded = found;
        return ids;
    }

    private static <V> V await(CompletionStage<V> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new IllegalStateException("store: " + e.getCause(), e.getCause());
        }
    }
}
