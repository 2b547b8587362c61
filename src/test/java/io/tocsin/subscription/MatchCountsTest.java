package io.tocsin.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MatchCountsTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final SubscriptionId A = new SubscriptionId("sub_a");
    private static final SubscriptionId B = new SubscriptionId("sub_b");
    private static final SubscriptionId C = new SubscriptionId("sub_c");

    private final MatchCounts counts = new MatchCounts(NOON);

    private static Subscription created(SubscriptionId id, Instant at) {
        return new Subscription(id, "a", Rule.parse(id.rule(), "flood"), "b", true, at, at, 1);
    }

    private MatchCounts.MatchCount of(SubscriptionId id, Duration after) {
        return counts.of(created(id, NOON), NOON.plus(after));
    }

    @Test
    void of_neverMatched_isNothingSinceTheStart() {
        assertThat(counts.of(created(A, NOON.minusSeconds(60)), NOON))
                .isEqualTo(new MatchCounts.MatchCount(0, 0, 0, NOON));
    }

    @Test
    void of_createdAfterTheStart_countsSinceThen() {
        assertThat(counts.of(created(A, NOON.plusSeconds(60)), NOON.plusSeconds(90))
                        .since())
                .isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void add_fromManyThreads_losesNone() {
        CompletableFuture<?>[] threads = IntStream.range(0, 8)
                .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        counts.add(Map.of(A, 1, B, 2), NOON);
                    }
                }))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(threads).join();
        assertThat(of(A, Duration.ZERO).matches()).isEqualTo(80_000);
        assertThat(of(B, Duration.ZERO).matches()).isEqualTo(160_000);
    }

    @Test
    void lastHourAndMinute_matchesEvenlySpread_areThoseOfThePeriod() {
        for (int minute = 0; minute < 240; minute++) {
            counts.add(Map.of(A, 10), NOON.plusSeconds(60L * minute));
        }
        MatchCounts.MatchCount count = of(A, Duration.ofMinutes(239));
        assertThat(count.matches()).isEqualTo(2_400);
        assertThat(count.lastHour()).isBetween(595L, 610L);
        assertThat(count.lastMinute()).isBetween(10L, 20L);
    }

    @Test
    void lastHourAndMinute_quietForLong_areNothing() {
        counts.add(Map.of(A, 10), NOON);
        assertThat(of(A, Duration.ofSeconds(119)).lastMinute()).isZero();
        assertThat(of(A, Duration.ofMinutes(90)).lastHour()).isEqualTo(5);
        assertThat(of(A, Duration.ofHours(2))).isEqualTo(new MatchCounts.MatchCount(10, 0, 0, NOON));
    }

    @Test
    void restart_anotherRule_countsAnew() {
        counts.add(Map.of(A, 10), NOON);
        counts.restart(A, NOON.plusSeconds(5));
        counts.add(Map.of(A, 1), NOON.plusSeconds(6));
        assertThat(of(A, Duration.ofSeconds(6))).isEqualTo(new MatchCounts.MatchCount(1, 1, 1, NOON.plusSeconds(5)));
    }

    @Test
    void mostFrequent_moreThanAsked_areTheMostFrequentInOrder() {
        counts.add(Map.of(A, 5, B, 7, C, 6), NOON);
        assertThat(names(counts.mostFrequent(2, NOON))).containsExactly(B, C);
    }

    @Test
    void mostFrequent_quietForLong_isLeftOut() {
        counts.add(Map.of(A, 5), NOON);
        counts.add(Map.of(B, 1), NOON.plus(Duration.ofHours(3)));
        assertThat(names(counts.mostFrequent(2, NOON.plus(Duration.ofHours(3)))))
                .containsExactly(B);
    }

    @Test
    void forget_removed_isNotToldAgain() {
        counts.add(Map.of(A, 5), NOON);
        counts.forget(A);
        assertThat(counts.mostFrequent(2, NOON)).isEmpty();
    }

    private static List<SubscriptionId> names(List<MatchCounts.Frequent> frequent) {
        return new ArrayList<>(
                frequent.stream().map(MatchCounts.Frequent::subscription).toList());
    }
}
