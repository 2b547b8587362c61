package io.tocsin.subscription;

import static io.tocsin.Waiting.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tocsin.rule.Rule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every view of all subscriptions does. Each test uses ids of its own: an id is never used again. */
public abstract class SubscriptionsContract {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final AtomicInteger NEXT = new AtomicInteger(1000);

    private final Subscription a = subscription();
    private final Subscription b = subscription();
    private final Heard heard = new Heard();

    /** May hold subscriptions of other tests. */
    protected abstract Subscriptions subscriptions();

    @Test
    void create_new_isThere() throws Exception {
        assertThat(on(subscriptions().create(a))).isEqualTo(a);
        assertThat(on(subscriptions().find(a.id()))).contains(a);
    }

    @Test
    void create_takenId_isRefused() throws Exception {
        create(a);
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> on(subscriptions().create(named(a, "another"))))
                .withCauseInstanceOf(IllegalStateException.class);
        assertThat(on(subscriptions().find(a.id()))).contains(a);
    }

    @Test
    void find_none_isEmpty() throws Exception {
        assertThat(on(subscriptions().find(a.id()))).isEmpty();
    }

    @Test
    void all_isSorted() throws Exception {
        create(b);
        create(a);
        List<Subscription> all = on(subscriptions().all());
        assertThat(all).containsSubsequence(a, b);
        assertThat(all.stream().map(Subscription::id)).isSorted();
    }

    @Test
    void update_changed_isReplaced() throws Exception {
        create(a);
        Subscription changed = named(a, "changed");
        assertThat(on(subscriptions().update(a.id(), before -> named(before, "changed"))))
                .contains(changed);
        assertThat(on(subscriptions().find(a.id()))).contains(changed);
    }

    @Test
    void update_none_isEmpty() throws Exception {
        assertThat(on(subscriptions().update(a.id(), UnaryOperator.identity()))).isEmpty();
        assertThat(on(subscriptions().find(a.id()))).isEmpty();
    }

    @Test
    void update_changeThrows_failsAndChangesNothing() throws Exception {
        create(a);
        RuntimeException thrown = new IllegalArgumentException("not so");
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> on(subscriptions().update(a.id(), before -> {
                    throw thrown;
                })))
                .withCause(thrown);
        assertThat(on(subscriptions().find(a.id()))).contains(a);
    }

    @Test
    void update_manyAtOnce_losesNone() throws Exception {
        create(a);
        List<CompletableFuture<Optional<Subscription>>> updates = Stream.generate(() -> CompletableFuture.supplyAsync(
                                () -> subscriptions().update(a.id(), before -> named(before, before.name() + "!")))
                        .thenCompose(update -> update))
                .limit(64)
                .toList();
        on(CompletableFuture.allOf(updates.toArray(CompletableFuture[]::new)));
        Subscription last = on(subscriptions().find(a.id())).orElseThrow();
        assertThat(last.version()).isEqualTo(65);
        assertThat(last.name()).isEqualTo(a.name() + "!".repeat(64));
    }

    @Test
    void remove_isGone() throws Exception {
        create(a);
        assertThat(on(subscriptions().remove(a.id()))).isTrue();
        assertThat(on(subscriptions().find(a.id()))).isEmpty();
        assertThat(on(subscriptions().all())).doesNotContain(a);
    }

    @Test
    void remove_none_isFalse() throws Exception {
        assertThat(on(subscriptions().remove(a.id()))).isFalse();
    }

    @Test
    void listen_hearsWhatIsThere() throws Exception {
        create(a);
        create(b);
        subscriptions().listen(heard);
        assertThat(heard.of(a.id())).containsExactly(Optional.of(a));
        assertThat(heard.of(b.id())).containsExactly(Optional.of(b));
    }

    @Test
    void listen_hearsEachChangeBeforeItIsAnswered() throws Exception {
        subscriptions().listen(heard);
        create(a);
        assertThat(heard.of(a.id())).containsExactly(Optional.of(a));
        Subscription changed = on(subscriptions().update(a.id(), before -> named(before, "changed")))
                .orElseThrow();
        assertThat(heard.of(a.id())).containsExactly(Optional.of(a), Optional.of(changed));
        assertThat(on(subscriptions().remove(a.id()))).isTrue();
        assertThat(heard.of(a.id())).startsWith(Optional.of(a), Optional.of(changed), Optional.empty());
    }

    @Test
    void listen_manyAtOnce_hearsNothingOlderAfterNewerAndNothingAfterTheRemoval() throws Exception {
        subscriptions().listen(heard);
        List<Subscription> many =
                Stream.generate(SubscriptionsContract::subscription).limit(50).toList();
        on(CompletableFuture.allOf(many.stream().map(this::churn).toArray(CompletableFuture[]::new)));
        assertThat(many).allSatisfy(one -> {
            assertThat(heard.versions(one.id())).isSorted();
            assertThat(heard.of(one.id())).last().isEqualTo(Optional.empty());
        });
    }

    /** Creates it, and updates and removes it at once. */
    private CompletableFuture<Void> churn(Subscription one) {
        return subscriptions()
                .create(one)
                .toCompletableFuture()
                .thenCompose(created -> CompletableFuture.allOf(
                        subscriptions()
                                .update(one.id(), before -> named(before, "x"))
                                .toCompletableFuture(),
                        subscriptions()
                                .update(one.id(), before -> named(before, "y"))
                                .toCompletableFuture(),
                        subscriptions().remove(one.id()).toCompletableFuture(),
                        subscriptions()
                                .update(one.id(), before -> named(before, "z"))
                                .toCompletableFuture()));
    }

    private void create(Subscription one) throws Exception {
        Subscription unused = on(subscriptions().create(one));
    }

    private static Subscription named(Subscription one, String name) {
        return one.changed(name, one.rule(), one.purpose(), one.enabled(), NOON);
    }

    private static Subscription subscription() {
        SubscriptionId id = new SubscriptionId("sub_" + NEXT.incrementAndGet());
        return new Subscription(id, "Floods", Rule.parse(id.rule(), "flood"), "relief", true, NOON, NOON, 1);
    }
}
