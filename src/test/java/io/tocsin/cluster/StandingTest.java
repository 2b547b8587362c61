package io.tocsin.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.feed.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static final View ABC = view("a", "b", "c");

    @Test
    void of_allSeen_allServe_oldestRenews() {
        List<String> side = List.of("b", "a", "c");

        assertThat(Standing.of("b", side, ABC, false)).isEqualTo(new Standing(true, Optional.empty(), true));
        assertThat(Standing.of("a", side, ABC, false)).isEqualTo(new Standing(true, Optional.empty(), false));
    }

    @Test
    void of_oneLost_othersServe_theirOldestReplacesAtOnce() {
        List<String> side = List.of("c", "b");

        assertThat(Standing.of("c", side, ABC, false))
                .isEqualTo(new Standing(true, Optional.of(Set.of("b", "c")), true));
        assertThat(Standing.of("b", side, ABC, false)).isEqualTo(new Standing(true, Optional.empty(), false));
    }

    @Test
    void of_aloneOfThree_servesNot_replacesOnlyWhenLapsed() {
        assertThat(Standing.of("a", List.of("a"), ABC, false)).isEqualTo(new Standing(false, Optional.empty(), false));
        assertThat(Standing.of("a", List.of("a"), ABC, true))
                .isEqualTo(new Standing(false, Optional.of(Set.of("a")), false));
    }

    @Test
    void of_newcomer_servesNot_isTakenInByTheOldestOfTheView() {
        List<String> side = List.of("b", "a", "c", "d");

        assertThat(Standing.of("d", side, ABC, true)).isEqualTo(new Standing(false, Optional.empty(), false));
        assertThat(Standing.of("b", side, ABC, false).next()).contains(Set.of("a", "b", "c", "d"));
    }

    @Test
    void of_backAfterOthersWentOn_servesNotTillTakenIn() {
        View bc = view("b", "c");

        assertThat(Standing.of("a", List.of("a"), bc, false).serving()).isFalse();
        assertThat(Standing.of("a", List.of("b", "c", "a"), bc, false).serving())
                .isFalse();
        assertThat(Standing.of("b", List.of("b", "c", "a"), bc, false).next()).contains(Set.of("a", "b", "c"));
    }

    @Test
    void of_nobodyYet_oldestBegins() {
        List<String> side = List.of("b", "a");

        assertThat(Standing.of("b", side, view(), false).next()).contains(Set.of("a", "b"));
        assertThat(Standing.of("a", side, view(), false).next()).isEmpty();
    }

    @Test
    void of_anySplitOfAnyView_oneSideAtMostServesOrReplaces() {
        List<String> all = List.of("a", "b", "c", "d", "e");
        for (int members = 1; members < 1 << all.size(); members++) {
            View view = new View(1, Set.copyOf(chosen(all, members)), 0);
            for (int split = 0; split < 1 << all.size(); split++) {
                List<String> one = chosen(all, split);
                List<String> other = chosen(all, ~split);
                int acting = (acts(one, view) ? 1 : 0) + (acts(other, view) ? 1 : 0);
                assertThat(acting).as("%s: %s and %s", view, one, other).isEqualTo(1);
            }
        }
    }

    private static boolean acts(List<String> side, View view) {
        return side.stream()
                .map(self -> Standing.of(self, side, view, false))
                .anyMatch(one -> one.serving() || one.next().isPresent());
    }

    private static List<String> chosen(List<String> all, int bits) {
        List<String> chosen = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if ((bits & (1 << i)) != 0) {
                chosen.add(all.get(i));
            }
        }
        return chosen;
    }

    private static View view(String... members) {
        return new View(1, Set.of(members), 0);
    }
}
