package io.tocsin.delivery;

import static io.tocsin.Waiting.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every view of all endpoints does. Each test uses ids of its own: an id is never used again. */
public abstract class EndpointsContract {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final URI DESK = URI.create("https://desk.example/in");
    private static final AtomicInteger NEXT = new AtomicInteger(1000);

    private final Endpoint a = endpoint();
    private final Endpoint b = endpoint();
    private final Heard heard = new Heard();

    /** May hold endpoints of other tests. */
    protected abstract Endpoints endpoints();

    @Test
    void create_new_isThere() throws Exception {
        assertThat(on(endpoints().create(a))).isEqualTo(a);
        assertThat(on(endpoints().find(a.id()))).contains(a);
    }

    @Test
    void create_takenId_isRefused() throws Exception {
        create(a);
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> on(endpoints().create(named(a, "another"))))
                .withCauseInstanceOf(IllegalStateException.class);
        assertThat(on(endpoints().find(a.id()))).contains(a);
    }

    @Test
    void find_none_isEmpty() throws Exception {
        assertThat(on(endpoints().find(a.id()))).isEmpty();
    }

    @Test
    void all_isSorted() throws Exception {
        create(b);
        create(a);
        List<Endpoint> all = on(endpoints().all());
        assertThat(all).containsSubsequence(a, b);
        assertThat(all.stream().map(Endpoint::id)).isSorted();
    }

    @Test
    void update_changed_isReplaced() throws Exception {
        create(a);
        Endpoint changed = named(a, "changed");
        assertThat(on(endpoints().update(a.id(), before -> named(before, "changed"))))
                .contains(changed);
        assertThat(on(endpoints().find(a.id()))).contains(changed);
    }

    @Test
    void update_none_isEmpty() throws Exception {
        assertThat(on(endpoints().update(a.id(), UnaryOperator.identity()))).isEmpty();
        assertThat(on(endpoints().find(a.id()))).isEmpty();
    }

    @Test
    void update_changeThrows_failsAndChangesNothing() throws Exception {
        create(a);
        RuntimeException thrown = new IllegalArgumentException("not so");
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> on(endpoints().update(a.id(), before -> {
                    throw thrown;
                })))
                .withCause(thrown);
        assertThat(on(endpoints().find(a.id()))).contains(a);
    }

    @Test
    void update_manyAtOnce_losesNone() throws Exception {
        create(a);
        List<CompletableFuture<Optional<Endpoint>>> updates = Stream.generate(() -> CompletableFuture.supplyAsync(() ->
                                endpoints().update(a.id(), before -> named(before, before.description() + "!")))
                        .thenCompose(update -> update))
                .limit(64)
                .toList();
        on(CompletableFuture.allOf(updates.toArray(CompletableFuture[]::new)));
        Endpoint last = on(endpoints().find(a.id())).orElseThrow();
        assertThat(last.version()).isEqualTo(65);
        assertThat(last.description()).isEqualTo(a.description() + "!".repeat(64));
    }

    @Test
    void remove_isGone() throws Exception {
        create(a);
        assertThat(on(endpoints().remove(a.id()))).isTrue();
        assertThat(on(endpoints().find(a.id()))).isEmpty();
        assertThat(on(endpoints().all())).doesNotContain(a);
    }

    @Test
    void remove_none_isFalse() throws Exception {
        assertThat(on(endpoints().remove(a.id()))).isFalse();
    }

    @Test
    void listen_hearsWhatIsThere() throws Exception {
        create(a);
        create(b);
        endpoints().listen(heard);
        assertThat(heard.of(a.id())).containsExactly(Optional.of(a));
        assertThat(heard.of(b.id())).containsExactly(Optional.of(b));
    }

    @Test
    void listen_hearsEachChangeBeforeItIsAnswered() throws Exception {
        endpoints().listen(heard);
        create(a);
        assertThat(heard.of(a.id())).containsExactly(Optional.of(a));
        Endpoint changed = on(endpoints().update(a.id(), before -> named(before, "changed")))
                .orElseThrow();
        assertThat(heard.of(a.id())).containsExactly(Optional.of(a), Optional.of(changed));
        assertThat(on(endpoints().remove(a.id()))).isTrue();
        assertThat(heard.of(a.id())).startsWith(Optional.of(a), Optional.of(changed), Optional.empty());
    }

    @Test
    void listen_manyAtOnce_hearsNothingOlderAfterNewerAndNothingAfterTheRemoval() throws Exception {
        endpoints().listen(heard);
        List<Endpoint> many =
                Stream.generate(EndpointsContract::endpoint).limit(50).toList();
        on(CompletableFuture.allOf(many.stream().map(this::churn).toArray(CompletableFuture[]::new)));
        assertThat(many).allSatisfy(one -> {
            assertThat(heard.versions(one.id())).isSorted();
            assertThat(heard.of(one.id())).last().isEqualTo(Optional.empty());
        });
    }

    /** Creates it, and updates and removes it at once. */
    private CompletableFuture<Void> churn(Endpoint one) {
        return endpoints()
                .create(one)
                .toCompletableFuture()
                .thenCompose(created -> CompletableFuture.allOf(
                        endpoints()
                                .update(one.id(), before -> named(before, "x"))
                                .toCompletableFuture(),
                        endpoints()
                                .update(one.id(), before -> named(before, "y"))
                                .toCompletableFuture(),
                        endpoints().remove(one.id()).toCompletableFuture(),
                        endpoints()
                                .update(one.id(), before -> named(before, "z"))
                                .toCompletableFuture()));
    }

    private void create(Endpoint one) throws Exception {
        Endpoint unused = on(endpoints().create(one));
    }

    private static Endpoint named(Endpoint one, String name) {
        return one.changed(one.url(), one.subscriptions(), name, one.enabled(), NOON);
    }

    private static Endpoint endpoint() {
        EndpointId id = new EndpointId("ep_" + NEXT.incrementAndGet());
        return new Endpoint(id, DESK, Set.of(), "Desk", true, new SealedSecret("c2VhbGVk"), NOON, NOON, 1);
    }
}
