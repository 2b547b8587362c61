package io.tocsin.app;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** For how long, at most, nothing came of what comes all the time. Callable from any thread. */
final class Pulse {
    // Guarded by this.
    private final Map<String, Long> last = new HashMap<>();
    private long longest;

    /** @param names of what comes, each looked at alone */
    Pulse(Collection<String> names) {
        names.forEach(name -> last.put(name, System.nanoTime()));
    }

    synchronized void beat(String name) {
        long now = System.nanoTime();
        Long before = last.put(name, now);
        longest = Math.max(longest, before == null ? 0 : now - before);
    }

    /** What was before is forgotten. */
    synchronized void restart() {
        long now = System.nanoTime();
        last.replaceAll((name, before) -> now);
        longest = 0;
    }

    /** Until now, so also of what has not come again. */
    synchronized Duration longest() {
        long now = System.nanoTime();
        long open =
                last.values().stream().mapToLong(before -> now - before).max().orElse(0);
        return Duration.ofNanos(Math.max(longest, open));
    }
}
