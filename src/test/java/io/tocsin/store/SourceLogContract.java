package io.tocsin.store;

import static io.tocsin.store.Samples.NOON;
import static io.tocsin.store.Samples.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.post.SourceLog;
import io.tocsin.post.SourceLog.Cursor;
import io.tocsin.post.SourceLog.Gap;
import io.tocsin.post.SourceLog.Progress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What every log of sources does. */
abstract class SourceLogContract {
    private static final Cursor EARLY = new Cursor(1_779_719_009_132_431L, NOON);
    private static final Cursor LATE = new Cursor(1_779_719_009_132_432L, NOON.plusSeconds(1));

    private SourceLog sources;

    @RegisterExtension
    final Stores stores;

    SourceLogContract(Stores stores) {
        this.stores = stores;
    }

    @BeforeEach
    void begin() {
        sources = stores.open(InstantSource.fixed(NOON)).sources();
    }

    private static Gap gap(long second) {
        Instant from = NOON.plusSeconds(second);
        return new Gap(from, from.plusMillis(500), "too öld");
    }

    @Test
    void find_neverSaved_isNothing() {
        assertThat(get(sources.find("bluesky"))).isEqualTo(Progress.NONE);
        assertThat(get(sources.all())).isEmpty();
    }

    @Test
    void find_saved_isTheSame() {
        get(sources.save("bluesky", EARLY, List.of(gap(0))));
        Progress progress = new Progress(Optional.of(EARLY), List.of(gap(0)));
        assertThat(get(sources.find("bluesky"))).isEqualTo(progress);
        assertThat(get(sources.find("x"))).isEqualTo(Progress.NONE);
        assertThat(get(sources.all())).isEqualTo(Map.of("bluesky", progress));
    }

    @Test
    void save_further_movesOnAndKeepsGaps() {
        get(sources.save("bluesky", EARLY, List.of(gap(0))));
        get(sources.save("bluesky", LATE, List.of(gap(1))));
        assertThat(get(sources.find("bluesky"))).isEqualTo(new Progress(Optional.of(LATE), List.of(gap(0), gap(1))));
    }

    @Test
    void save_behind_movesNothingBack() {
        get(sources.save("bluesky", LATE, List.of()));
        get(sources.save("bluesky", EARLY, List.of()));
        assertThat(get(sources.find("bluesky")).cursor()).contains(LATE);
    }

    @Test
    void save_eachSource_isForItself() {
        get(sources.save("x/1", LATE, List.of()));
        get(sources.save("x/2", EARLY, List.of()));
        assertThat(get(sources.all()))
                .isEqualTo(Map.of(
                        "x/1", new Progress(Optional.of(LATE), List.of()),
                        "x/2", new Progress(Optional.of(EARLY), List.of())));
    }

    @Test
    void save_knownGap_isNotRepeated() {
        get(sources.save("bluesky", EARLY, List.of(gap(0))));
        get(sources.save("bluesky", EARLY, List.of(gap(0), gap(1))));
        assertThat(get(sources.find("bluesky")).gaps()).containsExactly(gap(0), gap(1));
    }

    @Test
    void save_manyGaps_keepsTheNewest() {
        List<Gap> gaps = IntStream.range(0, SqlSourceLog.MAX_GAPS + 10)
                .mapToObj(SourceLogContract::gap)
                .toList();
        gaps.forEach(gap -> get(sources.save("bluesky", EARLY, List.of(gap))));
        get(sources.save("x", EARLY, List.of(gap(0))));
        assertThat(get(sources.find("bluesky")).gaps()).isEqualTo(gaps.subList(10, gaps.size()));
        assertThat(get(sources.find("x")).gaps()).containsExactly(gap(0));
        assertThat(stores.count("source_gap")).isEqualTo(SqlSourceLog.MAX_GAPS + 1);
    }

    @Test
    void saved_storeOpenedAgain_isThere() {
        get(sources.save("bluesky", LATE, List.of(gap(0))));
        stores.closeAll();
        assertThat(get(stores.open(InstantSource.fixed(NOON)).sources().find("bluesky")))
                .isEqualTo(new Progress(Optional.of(LATE), List.of(gap(0))));
    }
}
