package io.tocsin.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How long things took. Callable from any thread. */
final class Durations {
    // Guarded by this.
    private final List<Long> nanos = new ArrayList<>();
    private int failures;

    synchronized void add(long duration) {
        nanos.add(duration);
    }

    synchronized void failed() {
        failures++;
    }

    @Override
    public synchronized String toString() {
        List<Long> sorted = nanos.stream().sorted().toList();
        if (sorted.isEmpty()) {
            return "none; " + failures + " failed";
        }
        int count = sorted.size();
        return String.format(
                Locale.ROOT,
                "%,d; half within %.1f ms, 99 %% within %.1f ms, the longest %.1f ms; %d failed",
                count,
                sorted.get(count / 2) / 1e6,
                sorted.get((int) (count * 0.99)) / 1e6,
                sorted.get(count - 1) / 1e6,
                failures);
    }
}
