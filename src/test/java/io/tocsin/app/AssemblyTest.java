package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

final class AssemblyTest {
    private final List<String> closed = new ArrayList<>();

    private static Assembly assembly(Duration startLimit, Duration drain) {
        return new Assembly(startLimit, drain, InstantSource.system());
    }

    private void put(Assembly parts, String name) {
        parts.put(name, () -> closed.add(name));
    }

    @Test
    void close_isInTheOppositeOrder_andOnce() {
        Assembly parts = assembly(Duration.ofSeconds(10), Duration.ofSeconds(10));
        put(parts, "store");
        put(parts, "feeds");
        put(parts, "http");
        parts.close();
        parts.close();
        assertThat(closed).containsExactly("http", "feeds", "store");
    }

    @Test
    void close_onePartFails_closesTheOthers() {
        Assembly parts = assembly(Duration.ofSeconds(10), Duration.ofSeconds(10));
        put(parts, "store");
        parts.put("feeds", () -> {
            throw new IllegalStateException("disk");
        });
        put(parts, "http");
        parts.close();
        assertThat(closed).containsExactly("http", "store");
    }

    @Test
    void close_onePartNeverStops_closesTheOthersWhenItsTimeIsOver() {
        Assembly parts = assembly(Duration.ofHours(1), Duration.ZERO);
        put(parts, "store");
        parts.put("http", () -> parts.await(new CompletableFuture<Void>()));
        parts.close();
        assertThat(closed).containsExactly("store");
    }

    @Test
    void await_longerThanAPartMayTakeToStart_fails() {
        Assembly parts = assembly(Duration.ofMillis(1), Duration.ofHours(1));
        assertThatThrownBy(() -> parts.await(new CompletableFuture<Void>()))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void await_fails_withItsCause() {
        Assembly parts = assembly(Duration.ofSeconds(10), Duration.ofSeconds(10));
        IllegalStateException cause = new IllegalStateException("disk");
        assertThatThrownBy(() -> parts.await(CompletableFuture.failedStage(cause)))
                .isInstanceOf(CompletionException.class)
                .hasCause(cause);
    }
}
