package io.tocsin.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.post.PostId;
import java.util.Collections;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NameHashTest {
    /** As much of an index lies on some hundred pages. */
    private static final long NEAR = 1L << 18;

    private static long hash(String source, String id) {
        return NameHash.of(new PostId(source, id));
    }

    @ParameterizedTest
    @CsvSource({
        "1212092628029698048, 1212092628029698049",
        "007, 008",
        "9999999999999999998, 9999999999999999999",
        "at://did:plc:a/app.bsky.feed.post/3l4k7v2qf5c2x, at://did:plc:b/app.bsky.feed.post/3l4k7v2qf5d22",
        "https://social.example/users/a/statuses/113, https://social.example/users/b/statuses/114"
    })
    void of_idsThatGrowWithTime_areNearEachOther(String one, String next) {
        assertThat(Math.abs(hash("x", one) - hash("x", next))).isLessThan(NEAR);
    }

    @ParameterizedTest
    @CsvSource({
        "a, b",
        "7a, 8a",
        "at://did:plc:a/app.bsky.feed.post/3l4k1v2qf5c2x, at://did:plc:a/app.bsky.feed.post/3l4k1v2qf5c2y",
        "22222222222222222222, 22222222222222222223",
        "٣, ٤",
        "a/, b/"
    })
    void of_otherIds_areNot(String one, String next) {
        assertThat(Math.abs(hash("x", one) - hash("x", next))).isGreaterThan(NEAR);
    }

    @Test
    void of_idsInARow_areNearEachOther_andDiffer() {
        long first = 1_212_092_628_029_698_048L;
        Set<Long> hashes = LongStream.range(first, first + NEAR)
                .mapToObj(id -> hash("x", Long.toString(id)))
                .collect(Collectors.toSet());
        assertThat(hashes).hasSize((int) NEAR);
        assertThat(Collections.max(hashes) - Collections.min(hashes)).isLessThan(2 * NEAR);
    }

    @Test
    void of_theSameIdOfManySources_isSpread() {
        Stream<Long> hashes = Stream.iterate(0, i -> i + 1).limit(1_000).map(i -> hash("source" + i, "1") >> 16);
        assertThat(hashes.distinct()).hasSize(1_000);
    }

    @Test
    void of_idsThatEndWithOneNumber_differInMost() {
        Stream<Long> hashes = Stream.iterate(0, i -> i + 1)
                .limit(1_000)
                .map(i -> hash("bluesky", "at://did:plc:" + i + "/app.bsky.feed.post/3l4k7v2qf5c2x"));
        assertThat(hashes.distinct().count()).isGreaterThan(980);
    }

    @Test
    void of_anIdOfAnotherSource_differs() {
        assertThat(hash("s", "a")).isNotEqualTo(hash("t", "a"));
    }
}
