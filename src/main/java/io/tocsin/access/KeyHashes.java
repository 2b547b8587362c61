package io.tocsin.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The stored hashes of keys, each asked for twice a second at most: whoever comes in between shares the answer, so a
 * key that is revoked passes for no longer than that. Callable from any thread.
 */
final class KeyHashes {
    private static final Duration SHARED = Duration.ofMillis(500);
    private static final int MAX_KEYS = 1_000;

    private final Function<String, CompletionStage<Optional<String>>> stored;
    private final InstantSource clock;
    // Guarded by this. In the order in which they were asked for.
    private final Map<String, Asked> asked = new LinkedHashMap<>();

    private record Asked(CompletionStage<Optional<String>> answer, Instant at) {}

    KeyHashes(Function<String, CompletionStage<Optional<String>>> stored, InstantSource clock) {
        this.stored = stored;
        this.clock = clock;
    }

    /** The hash of the key with this id; empty if there is none. */
    synchronized CompletionStage<Optional<String>> of(String id) {
        Instant now = clock.instant();
        Asked before = asked.get(id);
        if (before != null
                && !now.isBefore(before.at())
                && now.isBefore(before.at().plus(SHARED))) {
            return before.answer();
        }
        asked.remove(id);
        if (asked.size() >= MAX_KEYS) {
            asked.remove(asked.keySet().iterator().next());
        }
        CompletionStage<Optional<String>> answer = stored.apply(id);
        asked.put(id, new Asked(answer, now));
        return answer;
    }
}
