package io.tocsin.cluster;

import io.tocsin.subscription.Changes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/** A map that can fail, for the stores behind a member. */
class FakeStore<K, V> {
    private final Map<K, V> values = new ConcurrentSkipListMap<>();
    private final Map<K, Long> revisions = new ConcurrentSkipListMap<>();
    private volatile long revision;
    private volatile boolean failing;

    /** Every call fails from here on, or works again. */
    void failing(boolean fails) {
        failing = fails;
    }

    CompletionStage<Void> put(K id, V value) {
        return answer(() -> {
            synchronized (this) {
                values.put(id, value);
                revisions.put(id, ++revision);
            }
            return null;
        });
    }

    public CompletionStage<Void> remove(K id) {
        return answer(() -> {
            synchronized (this) {
                values.remove(id);
                revisions.remove(id);
                revision++;
            }
            return null;
        });
    }

    public CompletionStage<Optional<V>> find(K id) {
        return answer(() -> Optional.ofNullable(values.get(id)));
    }

    public CompletionStage<List<V>> all() {
        return answer(() -> List.copyOf(values.values()));
    }

    public CompletionStage<Optional<Changes<V>>> changes(long after) {
        return answer(() -> changesAfter(after));
    }

    private synchronized Optional<Changes<V>> changesAfter(long after) {
        List<V> changed = revisions.entrySet().stream()
                .filter(each -> each.getValue() > after)
                .map(each -> Objects.requireNonNull(values.get(each.getKey())))
                .toList();
        return revision == after ? Optional.empty() : Optional.of(new Changes<>(revision, changed, values.size()));
    }

    public CompletionStage<Set<K>> ids() {
        return answer(() -> Set.copyOf(values.keySet()));
    }

    @SuppressWarnings("NullAway") // A Void is null.
    private <T> CompletionStage<T> answer(Supplier<T> answer) {
        return failing
                ? CompletableFuture.failedStage(new IllegalStateException("disk full"))
                : CompletableFuture.completedStage(answer.get());
    }
}
