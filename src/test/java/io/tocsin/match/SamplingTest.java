package io.tocsin.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.post.Post;
import io.tocsin.post.PostId;
import io.tocsin.rule.Condition;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SamplingTest {
    private static final int POSTS = 20_000;

    /** Computed by ten lines of Python: members of all releases must agree. */
    @ParameterizedTest
    @CsvSource({"x,1,52", "x,2,54", "mastodon,116300000000000001,37", "test,é,33", "a,b/c,99"})
    void bucket_knownPost_isTheSameForEver(String source, String id, int bucket) {
        assertThat(Sampling.bucket(new PostId(source, id))).isEqualTo(bucket);
    }

    /** Each bucket is binomial, with a standard deviation of 14: 70 more or less is nearly five of them. */
    @Test
    void bucket_idsInSequence_areSpreadEvenly() {
        int[] sizes = new int[100];
        for (int id = 0; id < POSTS; id++) {
            sizes[Sampling.bucket(new PostId("x", "20130621" + id))]++;
        }
        assertThat(Arrays.stream(sizes)).allMatch(size -> Math.abs(size - POSTS / 100) <= 70);
    }

    @Test
    void bucket_sameIdOfTwoSources_isDrawnTwice() {
        long same = IntStream.range(0, POSTS)
                .filter(id -> Sampling.bucket(new PostId("x", "" + id)) == Sampling.bucket(new PostId("y", "" + id)))
                .count();
        assertThat(same).isBetween(POSTS / 100L - 70, POSTS / 100L + 70);
    }

    @Test
    void satisfying_largerSample_holdsTheSmaller() {
        List<Post> posts = IntStream.range(0, 1_000)
                .mapToObj(id -> PostFields.post("", "id=" + id))
                .toList();
        List<Post> some = posts.stream().filter(post -> in(post, 10)).toList();
        assertThat(posts.stream().filter(post -> in(post, 20)))
                .containsAll(some)
                .hasSizeGreaterThan(some.size());
    }

    @Test
    void satisfying_wholeSample_holdsAll() {
        assertThat(IntStream.range(0, 1_000).mapToObj(id -> PostFields.post("", "id=" + id)))
                .allMatch(post -> in(post, 100));
    }

    private static boolean in(Post post, int percent) {
        return new Evaluation(post).satisfying(new Condition.Sample(percent)).isPresent();
    }
}
