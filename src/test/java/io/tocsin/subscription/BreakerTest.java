package io.tocsin.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A window of ten seconds, so a slice of one; more than 1,000 alerts in it, on half of the posts or more. */
final class BreakerTest {
    private static final long NOON = 1_795_435_200_000L;
    private static final BreakerLimits LIMITS = new BreakerLimits(0.5, 100, Duration.ofSeconds(10));
    private static final SubscriptionId A = new SubscriptionId("sub_a");

    private final Breaker breaker = new Breaker(LIMITS);

    private List<Breaker.Trip> observe(int posts, int raised, long second) {
        return breaker.observe(posts, Map.of(A, raised), NOON + second * 1_000);
    }

    @Test
    void observe_justWithinTheRate_doesNotTrip() {
        assertThat(observe(600, 600, 0)).isEmpty();
        assertThat(observe(400, 400, 9)).isEmpty();
    }

    @Test
    void observe_oneBeyondTheRate_trips() {
        assertThat(observe(600, 600, 0)).isEmpty();
        assertThat(observe(401, 401, 9)).containsExactly(new Breaker.Trip(A, 1_001, 1_001, LIMITS));
    }

    @Test
    void observe_halfOfIt_aWindowLater_doesNotTrip() {
        assertThat(observe(600, 600, 0)).isEmpty();
        assertThat(observe(600, 600, 10)).isEmpty();
    }

    @Test
    void observe_halfOfThePosts_trips() {
        assertThat(observe(2_002, 1_001, 0)).hasSize(1);
    }

    @Test
    void observe_lessThanHalfOfThePosts_doesNotTrip() {
        assertThat(observe(2_003, 1_001, 0)).isEmpty();
    }

    @Test
    void observe_postsThatRaiseNothing_countForTheShare() {
        assertThat(breaker.observe(1_000, Map.of(), NOON)).isEmpty();
        assertThat(observe(1_500, 1_001, 1)).hasSize(0);
        assertThat(observe(600, 600, 2)).hasSize(1);
    }

    @Test
    void observe_tripped_countsAnew() {
        assertThat(observe(1_001, 1_001, 0)).hasSize(1);
        assertThat(observe(1_000, 1_000, 1)).isEmpty();
        assertThat(observe(1_000, 1_000, 2)).hasSize(1);
    }

    @Test
    void forget_whatWasRaised_countsNoLonger() {
        assertThat(observe(1_000, 1_000, 0)).isEmpty();
        breaker.forget(A);
        assertThat(observe(1_000, 1_000, 1)).isEmpty();
    }

    @Test
    void observe_late_countsWhereItBelongs() {
        assertThat(observe(600, 600, 9)).isEmpty();
        assertThat(observe(600, 600, 0)).hasSize(1);
    }

    @Test
    void observe_lateByAWindow_countsNoLonger() {
        assertThat(observe(600, 600, 20)).isEmpty();
        assertThat(observe(5_000, 5_000, 10)).isEmpty();
        assertThat(observe(400, 400, 20)).isEmpty();
    }

    @Test
    void observe_clockSetBack_beginsAnew() {
        assertThat(observe(1_000, 1_000, 100)).isEmpty();
        assertThat(observe(1_000, 1_000, 0)).isEmpty();
        assertThat(observe(1, 1, 1)).hasSize(1);
    }

    @Test
    void size_quietForAWindow_isForgotten() {
        for (int i = 0; i < 100; i++) {
            assertThat(breaker.observe(1, Map.of(new SubscriptionId("sub_" + i), 1), NOON + i * 1_000L))
                    .isEmpty();
        }
        assertThat(breaker.size()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({"0,100", "0.5,0"})
    void observe_off_neverTrips(double share, int perSecond) {
        Breaker off = new Breaker(new BreakerLimits(share, perSecond, LIMITS.window()));
        assertThat(off.observe(1_000_000, Map.of(A, 1_000_000), NOON)).isEmpty();
        assertThat(off.size()).isZero();
    }

    @Test
    void reason_saysWhatWasMeasuredAndWhatIsAllowed() {
        assertThat(observe(2_000, 1_500, 0).get(0).reason())
                .isEqualTo("The rule raised 1,500 alerts within 10 s, on 75 % of all posts "
                        + "(expected: at most 100 a second, or less than 50 % of the posts).");
    }

    @Test
    void limits_shareAboveOne_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BreakerLimits(1.1, 1, LIMITS.window()))
                .withMessage("share: 1.1 (expected: 0 to 1)");
    }

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    /** All that was ever observed, kept and counted again each time. */
    private static final class Naive {
        private final List<Observed> observed = new ArrayList<>();
        private final Map<SubscriptionId, Integer> since = new HashMap<>();
        private long newest = Long.MIN_VALUE;

        private record Observed(long slice, int posts, Map<SubscriptionId, Integer> raised) {}

        List<Breaker.Trip> observe(int posts, Map<SubscriptionId, Integer> raised, long millis) {
            long slice = Math.floorDiv(millis, 1_000);
            newest = Math.max(newest, slice);
            if (slice <= newest - 10) {
                return List.of();
            }
            observed.add(new Observed(slice, posts, raised));
            long came = within(0).stream().mapToLong(Observed::posts).sum();
            List<Breaker.Trip> trips = new ArrayList<>();
            raised.keySet().forEach(subscription -> {
                long all = within(since.getOrDefault(subscription, 0)).stream()
                        .mapToLong(one -> one.raised().getOrDefault(subscription, 0))
                        .sum();
                if (all > 1_000 && 2 * all >= came) {
                    trips.add(new Breaker.Trip(subscription, all, came, LIMITS));
                    since.put(subscription, observed.size());
                }
            });
            return trips;
        }

        private List<Observed> within(int first) {
            return observed.subList(first, observed.size()).stream()
                    .filter(one -> one.slice() > newest - 10)
                    .toList();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void observe_anyTimeline_agreesWithNaive(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Naive naive = new Naive();
        long now = NOON;
        for (int i = 0; i < 400; i++) {
            now += random.nextInt(12) == 0 ? random.nextInt(12_000) : random.nextInt(600);
            int posts = random.nextInt(1, 200);
            Map<SubscriptionId, Integer> raised = new HashMap<>();
            for (int s = random.nextInt(5); s > 0; s--) {
                raised.put(new SubscriptionId("sub_" + random.nextInt(4)), random.nextInt(1, posts + 1));
            }
            long at = now - (random.nextInt(5) == 0 ? random.nextInt(15_000) : 0);
            assertThat(breaker.observe(posts, raised, at))
                    .as("observation %s", i)
                    .containsExactlyInAnyOrderElementsOf(naive.observe(posts, raised, at));
        }
    }
}
