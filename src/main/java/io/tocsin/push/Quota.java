package io.tocsin.push;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Counts open sessions, and says when there are enough. Callable from any thread. */
final class Quota {
    private final int max;
    private final int maxPerKey;
    // Guarded by this.
    private final Map<String, Integer> byKey = new HashMap<>();
    private int open;

    Quota(int max, int maxPerKey) {
        this.max = max;
        this.maxPerKey = maxPerKey;
    }

    /** Takes a place, to be given back by {@link #leave}; or says why there is none. */
    synchronized Optional<String> enter(String key) {
        if (open >= max) {
            return Optional.of("sessions: " + open + " open (expected: at most " + max + " on this member)");
        }
        int ofKey = byKey.getOrDefault(key, 0);
        if (ofKey >= maxPerKey) {
            return Optional.of("sessions: " + ofKey + " open with this key (expected: at most " + maxPerKey + ")");
        }
        open++;
        byKey.put(key, ofKey + 1);
        return Optional.empty();
    }

    synchronized void leave(String key) {
        open--;
        byKey.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    }
}
