package io.tocsin.store;

import static io.tocsin.store.Samples.NOON;
import static io.tocsin.store.Samples.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.feed.Appended;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PostgresInterruptedSweepTest extends InterruptedSweepContract {
    private final PostgresUrl url = PostgresServer.shared().emptyStore();
    private final List<PostgresStore> opened = new ArrayList<>();

    @Override
    Store open(InstantSource clock) {
        PostgresStore store = PostgresStore.open(url, clock);
        opened.add(store);
        return store;
    }

    @AfterEach
    void end() {
        opened.forEach(PostgresStore::close);
    }

    /** The member that began may be at it still. */
    @Test
    void resume_soonAfter_leavesItToWhoBegan() {
        interrupt();
        Store store = open(InstantSource.fixed(NOON.plusSeconds(59)));
        assertThat(get(store.feeds().resume())).isEmpty();
        assertThat(bodies(store)).isPositive();
    }

    @Test
    void resume_byTwoMembersAtOnce_isOnesAlone() {
        interrupt();
        Store one = open(InstantSource.fixed(NOON.plusSeconds(120)));
        Store other = open(InstantSource.fixed(NOON.plusSeconds(120)));
        CompletionStage<List<Appended>> first = one.feeds().resume();
        CompletionStage<List<Appended>> second = other.feeds().resume();
        assertThat(get(first).size() + get(second).size()).isEqualTo(1);
        assertThat(bodies(one)).isZero();
    }
}
