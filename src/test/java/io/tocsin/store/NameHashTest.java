package io.tocsin.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.post.PostId;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NameHashTest {
    /** As much of an index lies on some hundred pages. */
    private static final long NEAR = 1L << 20;

    private static long hash(String source, String id) {
        return NameHash.of(new PostId(source, id));
    }

    @ParameterizedTest
    @CsvSource({
        "7, 7",
        "007, 7",
        "1212092628029698048, 1212092628029698048",
        "at://did:plc:a/app.bsky.feed.post/2222222222a22, 6144",
        "at://did:plc:a/app.bsky.feed.post/2222222222a23, 6145",
        "at://did:plc:a/app.bsky.feed.post/222222222222z, 31",
        "at://did:plc:a/app.bsky.feed.post/22222222222b2, 224",
        "https://social.example/users/a/statuses/113, 113"
    })
    void serial_ofAnIdThatGrowsWithTime_isItsNumber(String id, long number) {
        assertThat(NameHash.serial(id)).hasValue(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "7a", "at://did:plc:a/", "3l4k1v2qf5c2x", "22222222222222222222", "٣"})
    void serial_ofAnyOtherId_isNone(String id) {
        assertThat(NameHash.serial(id)).isEqualTo(OptionalLong.empty());
    }

    @Test
    void of_idsInARow_areNearEachOther() {
        long first = 1_212_092_628_029_698_048L;
        LongStream distances = LongStream.range(first, first + NEAR)
                .map(id -> Math.abs(hash("x", Long.toString(id)) - hash("x", Long.toString(first))));
        assertThat(distances.max().orElseThrow()).isLessThan(2 * NEAR);
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
    void of_otherIds_differ() {
        assertThat(List.of(hash("s", "a"), hash("s", "b"), hash("t", "a"))).doesNotHaveDuplicates();
    }
}
