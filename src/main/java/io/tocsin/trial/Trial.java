package io.tocsin.trial;

import io.tocsin.match.RuleCost;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a rule would have matched of the posts of the last while.
 *
 * @param posts how many posts were asked
 * @param oldest when the first of them was received; empty if there are none
 * @param newest when the last of them was received; empty if there are none
 * @param matches how many of them satisfy the rule
 * @param cost what the rule costs, by the posts that were asked; empty if they were too few to tell
 * @param samples the newest of those that do, newest first
 */
public record Trial(
        int posts,
        Optional<Instant> oldest,
        Optional<Instant> newest,
        int matches,
        Optional<RuleCost> cost,
        List<Sample> samples) {
    /** Of less time no rate can be told. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    public Trial {
        samples = List.copyOf(samples);
    }

    /** How many posts an hour it would have matched; empty if the posts came at one moment. */
    public OptionalDouble perHour() {
        if (oldest.isEmpty() || newest.isEmpty()) {
            return OptionalDouble.empty();
        }
        Duration span = Duration.between(oldest.get(), newest.get());
        return span.compareTo(SHORTEST) < 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(matches * (double) Duration.ofHours(1).toMillis() / span.toMillis());
    }
}
