package io.tocsin.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is counted in little memory, against what there was. */
final class SketchesTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16})
    void crowd_few_isExact(int authors) {
        assertThat(crowd(0, authors).count()).isEqualTo(authors);
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 400, 20_000})
    void crowd_many_isNear(int authors) {
        assertThat(crowd(0, authors).count()).isCloseTo(authors, Percentage.withPercentage(25));
    }

    @Test
    void crowd_merged_countsEachOnce() {
        Crowd crowd = crowd(0, 10);
        crowd.addAll(crowd(5, 14));
        assertThat(crowd.count()).isEqualTo(14);
        crowd.addAll(crowd(0, 400));
        assertThat(crowd.count()).isCloseTo(400, Percentage.withPercentage(25));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 15, 75, 300})
    void hour_authors_isNear(int authors) {
        Hour hour = new Hour();
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < authors; i++) {
                hour.add(Terms.mixed(i + 1), 1_000);
            }
        }
        assertThat(hour.authors()).isCloseTo(authors, Percentage.withPercentage(15));
        assertThat(hour.posts()).isEqualTo(5 * authors);
    }

    @Test
    void hour_later_forgets() {
        Hour hour = new Hour();
        hour.add(Terms.mixed(1), 0);
        hour.turn(Hour.HALF_MILLIS);
        assertThat(hour.authors()).isEqualTo(1);
        hour.turn(2 * Hour.HALF_MILLIS);
        assertThat(hour.authors()).isZero();
        assertThat(hour.posts()).isZero();
    }

    @Test
    void volume_longLife_keepsItsSum() {
        Volume volume = new Volume(0);
        SplittableRandom random = new SplittableRandom(1);
        long time = 0;
        for (int i = 0; i < 1_000; i++) {
            time += random.nextInt(600_000);
            volume.add(time, 1);
        }
        assertThat(volume.values()).hasSizeBetween(12, 24);
        assertThat(volume.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(1_000);
    }

    @Test
    void volume_even_staysEven() {
        Volume volume = new Volume(0);
        for (int i = 0; i < 96; i++) {
            volume.add(i * 300_000L, 1);
        }
        assertThat(volume.values()).hasSize(24).containsOnly(4);
    }

    @Test
    void profile_full_keepsTheHeaviest() {
        Profile profile = new Profile(20);
        for (int round = 0; round < 5; round++) {
            for (int term = 0; term < 10; term++) {
                profile.add(term * 31, 1);
            }
        }
        for (int i = 0; i < 100; i++) {
            profile.add(-1 - i, 1);
        }
        assertThat(profile.size()).isEqualTo(20);
        assertThat(profile.weightOf(93)).isEqualTo(5);
    }

    @Test
    void scale_ofAStory_makesAllWeightsSmaller() {
        Terms terms = new Terms();
        terms.read(Posts.by("a", "p", "bridge collapsed"));
        Story story = new Story(1, 0);
        story.learn(terms, 8);
        story.scale(0.25f);
        assertThat(story.weight).isEqualTo(2);
        assertThat(story.profile.weightOf(terms.hash(0))).isEqualTo(2);
    }

    private static Crowd crowd(int from, int to) {
        Crowd crowd = new Crowd();
        for (int i = from; i < to; i++) {
            crowd.add((int) Terms.mixed(i + 1));
        }
        return crowd;
    }
}
