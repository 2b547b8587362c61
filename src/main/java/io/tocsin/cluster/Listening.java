package io.tocsin.cluster;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * A listener that hears of a change from whoever made it on this member and once more from the cluster, and passes on
 * what is newer than what it heard before. Nothing is newer than a removal, as ids are never used again. The latest
 * removals are remembered: whoever made a change just before may be late to tell of it.
 */
final class Listening<T> {
    private static final long REMOVED = Long.MAX_VALUE;
    private static final int REMEMBERED = 4096;

    private final Codec<T> codec;
    private final Consumer<T> put;
    private final Consumer<String> removed;
    private final ConcurrentMap<String, Long> heard = new ConcurrentHashMap<>();
    private final Queue<String> gone = new ArrayBlockingQueue<>(REMEMBERED);

    Listening(Codec<T> codec, Consumer<T> put, Consumer<String> removed) {
        this.codec = codec;
        this.put = put;
        this.removed = removed;
    }

    void put(T value) {
        var unused = heard.compute(codec.id(value), (id, before) -> {
            if (before != null && before >= codec.version(value)) {
                return before;
            }
            put.accept(value);
            return codec.version(value);
        });
    }

    void removed(String id) {
        var unused = heard.compute(id, (key, before) -> {
            if (before == null || before != REMOVED) {
                removed.accept(id);
            }
            return REMOVED;
        });
        remember(id);
    }

    private void remember(String id) {
        while (!gone.offer(id)) {
            String oldest = gone.poll();
            if (oldest != null) {
                heard.remove(oldest);
            }
        }
    }
}
