package io.tocsin.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class OutstandingTest {
    @Test
    void settledUpTo_nothingTaken_isTheStart() {
        assertThat(new Outstanding(7).settledUpTo()).isEqualTo(7);
    }

    @Test
    void settledUpTo_oneUnsettled_staysBeforeIt() {
        Outstanding outstanding = new Outstanding(0);
        IntStream.rangeClosed(1, 3).forEach(outstanding::take);
        outstanding.settle(1);
        outstanding.settle(3);
        assertThat(outstanding.settledUpTo()).isEqualTo(1);
    }

    @Test
    void take_backwards_isRefused() {
        Outstanding outstanding = new Outstanding(7);
        assertThatThrownBy(() -> outstanding.take(7)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void settle_twice_isRefused() {
        Outstanding outstanding = new Outstanding(0);
        outstanding.take(1);
        outstanding.settle(1);
        assertThatThrownBy(() -> outstanding.settle(1)).isInstanceOf(IllegalArgumentException.class);
    }

    static Stream<Integer> seeds() {
        return IntStream.range(0, 200).boxed();
    }

    /** Against the plain thing: a list of flags, looked through from its start. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void settledUpTo_agreesWithNaive(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Outstanding outstanding = new Outstanding(0);
        List<Boolean> settled = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            int pick = random.nextInt(settled.size() + 3);
            if (pick >= settled.size()) {
                settled.add(false);
                outstanding.take(settled.size());
            } else if (!settled.set(pick, true)) {
                outstanding.settle(pick + 1);
            }
            int firstOpen = settled.indexOf(false);
            assertThat(outstanding.settledUpTo()).isEqualTo(firstOpen < 0 ? settled.size() : firstOpen);
        }
    }
}
