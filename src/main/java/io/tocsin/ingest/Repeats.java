package io.tocsin.ingest;

import io.tocsin.wire.IngestJson.Counts;
import io.tocsin.wire.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The answers to requests that were given a name, so that one that comes again is answered as before. They are kept in
 * memory, for a day or until there are too many: nothing depends on them, as a post that comes again makes no second
 * alert. Callable from any thread.
 */
public final class Repeats {
    private static final Duration KEPT = Duration.ofDays(1);
    private static final long BYTES_OF_ONE = 500;

    private final long maxBytes;
    // Guarded by this; the oldest first.
    private final Map<Name, Known> known = new LinkedHashMap<>();
    private long bytes;

    /** @param maxBytes about so much memory */
    public Repeats(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** A request's name, which means something to its sender only. */
    record Name(String sender, String text) {}

    /**
     * What was answered.
     *
     * @param fingerprint of the body; another body is another request
     * @param problem empty if all went well
     */
    record Answer(String fingerprint, Counts counts, Optional<Problem> problem) {
        private long bytes() {
            return BYTES_OF_ONE
                    + 2L
                            * counts.errors().stream()
                                    .mapToLong(error -> error.reason().length() + BYTES_OF_ONE / 10)
                                    .sum();
        }
    }

    /** @param answer empty while it is under way */
    record Known(Instant at, Optional<Answer> answer) {
        private long bytes() {
            return answer.map(Answer::bytes).orElse(BYTES_OF_ONE);
        }
    }

    /**
     * A request of that name begins. If nothing is known of it, which is the answer then, it is under way from now on.
     */
    synchronized Optional<Known> begin(Name name, Instant now) {
        forget(now);
        Optional<Known> before = Optional.ofNullable(known.get(name));
        if (before.isEmpty()) {
            put(name, new Known(now, Optional.empty()));
        }
        return before;
    }

    synchronized void answered(Name name, Answer answer, Instant now) {
        failed(name);
        put(name, new Known(now, Optional.of(answer)));
        forget(now);
    }

    /** It came to no answer that would be the same again. */
    synchronized void failed(Name name) {
        Known removed = known.remove(name);
        bytes -= removed == null ? 0 : removed.bytes();
    }

    private void put(Name name, Known its) {
        known.put(name, its);
        bytes += its.bytes();
    }

    private void forget(Instant now) {
        Iterator<Known> oldest = known.values().iterator();
        while (oldest.hasNext()) {
            Known its = oldest.next();
            if (bytes <= maxBytes && its.at().plus(KEPT).isAfter(now)) {
                return;
            }
            bytes -= its.bytes();
            oldest.remove();
        }
    }
}
