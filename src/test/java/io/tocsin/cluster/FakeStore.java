package io.tocsin.cluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/** A map that can fail, for the stores behind a member. */
class FakeStore<K, V> {
    private final Map<K, V> values = new ConcurrentSkipListMap<>();
    private volatile boolean failing;

    /** Every call fails from here on, or works again. */
    void failing(boolean fails) {
        failing = fails;
    }

    CompletionStage<Void> put(K id, V value) {
        return answer(() -> {
            values.put(id, value);
            return null;
        });
    }

    public CompletionStage<Void> remove(K id) {
        return answer(() -> {
            values.remove(id);
            return null;
        });
    }

    public CompletionStage<Optional<V>> find(K id) {
        return answer(() -> Optional.ofNullable(values.get(id)));
    }

    public CompletionStage<List<V>> all() {
        return answer(() -> List.copyOf(values.values()));
    }

    @SuppressWarnings("NullAway") // A Void is null.
    private <T> CompletionStage<T> answer(Supplier<T> answer) {
        return failing
                ? CompletableFuture.failedStage(new IllegalStateException("disk full"))
                : CompletableFuture.completedStage(answer.get());
    }
}
