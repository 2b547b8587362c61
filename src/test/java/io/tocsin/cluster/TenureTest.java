package io.tocsin.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.feed.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Members that see each other, or not, as the test says. */
class TenureTest {
    private final FakeViews store = new FakeViews();
    private final Map<String, List<String>> sides = new HashMap<>();
    private final Map<String, Tenure> members = new HashMap<>();
    private final List<Long> epochs = new ArrayList<>();
    private CompletableFuture<Void> entered = CompletableFuture.completedFuture(null);
    private long now;

    private CompletionStage<Void> enter(long epoch) {
        epochs.add(epoch);
        return entered;
    }

    private void see(String... side) {
        for (String member : side) {
            sides.put(member, List.of(side));
            members.computeIfAbsent(
                    member,
                    self -> new Tenure(
                            self,
                            store,
                            () -> Objects.requireNonNull(sides.get(self)),
                            this::enter,
                            Duration.ofSeconds(4),
                            () -> now));
        }
    }

    private Tenure member(String id) {
        return Objects.requireNonNull(members.get(id));
    }

    private void look(String... looking) {
        for (String member : looking) {
            assertThat(member(member).look()).isCompleted();
        }
    }

    private void leave(String member) {
        member(member).stop();
        assertThat(member(member).leave()).isCompleted();
    }

    private List<String> serving() {
        return members.keySet().stream()
                .filter(member -> member(member).serving())
                .sorted()
                .toList();
    }

    @Test
    void look_splitAndBack_mostGoOn_theOneServesAgainWhenTakenIn() {
        see("a", "b", "c");
        look("a", "b", "c");
        assertThat(serving()).containsExactly("a", "b", "c");

        see("a");
        see("b", "c");
        look("a", "b", "c", "a");
        assertThat(serving()).containsExactly("b", "c");

        now += Duration.ofSeconds(60).toNanos();
        look("b", "a", "c");
        assertThat(serving()).containsExactly("b", "c");

        see("b", "c", "a");
        look("a");
        assertThat(serving()).containsExactly("b", "c");
        look("b", "a", "c");
        assertThat(serving()).containsExactly("a", "b", "c");
        assertThat(store.latest().epoch()).isEqualTo(3);
    }

    @Test
    void look_theOthersAreDead_goesOnWhenTheirViewHasLapsed() {
        see("a", "b", "c");
        look("a", "b", "c");
        see("c");
        look("c");
        assertThat(member("c").serving()).isFalse();

        now += Duration.ofSeconds(4).toNanos() + 1;
        look("c");
        assertThat(member("c").serving()).isTrue();
        assertThat(store.latest().members()).containsExactly("c");
    }

    @Test
    void look_pausedMember_wokenAfterOthersWentOn_servesNot() {
        see("a", "b", "c");
        look("a", "b", "c");
        see("b", "c");
        look("b", "c");
        now += Duration.ofSeconds(30).toNanos();

        // It takes the others for gone: it has heard nothing of them.
        see("a");
        look("a");

        assertThat(member("a").serving()).isFalse();
        assertThat(store.latest().members()).containsExactlyInAnyOrder("b", "c");
    }

    @Test
    void look_newEpoch_servesNotBeforeItIsEntered() {
        entered = new CompletableFuture<>();
        see("a");
        CompletionStage<Void> looking = member("a").look();
        assertThat(member("a").serving()).isFalse();

        entered.complete(null);
        assertThat(looking).isCompleted();
        assertThat(member("a").serving()).isTrue();
        assertThat(epochs).containsExactly(1L);
    }

    @Test
    void leave_othersGoOnAtOnce() {
        see("a", "b");
        look("a", "b");
        leave("a");
        see("b");
        look("b");

        assertThat(member("a").serving()).isFalse();
        assertThat(member("b").serving()).isTrue();
        assertThat(store.latest().members()).containsExactly("b");
    }

    @Test
    void stop_servesNot_andLooksNoMore() {
        see("a", "b");
        look("a", "b");
        member("b").stop();
        look("b", "a");

        assertThat(serving()).containsExactly("a");
        assertThat(store.latest().members()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void leave_anotherViewCameInBetween_leavesThatOne() {
        see("a", "b");
        look("a", "b");
        member("b").stop();
        store.beforeReplacing(() -> {
            View view = store.latest();
            store.put(new View(view.epoch() + 1, Set.of("a", "b", "c"), 0));
        });
        assertThat(member("b").leave()).isCompleted();

        assertThat(store.latest().members()).containsExactlyInAnyOrder("a", "c");
    }

    @Test
    void leave_whileItLooks_staysAway() {
        entered = new CompletableFuture<>();
        see("a");
        CompletionStage<Void> looking = member("a").look();
        leave("a");
        entered.complete(null);
        assertThat(looking).isCompleted();
        look("a");

        assertThat(member("a").serving()).isFalse();
        assertThat(store.latest().members()).isEmpty();
    }

    @Test
    void leave_theLast_nextOneBeginsAtOnce() {
        see("a");
        look("a");
        leave("a");
        see("b");
        look("b");

        assertThat(member("b").serving()).isTrue();
    }
}
