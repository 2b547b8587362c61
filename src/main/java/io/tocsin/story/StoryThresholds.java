package io.tocsin.story;

import java.time.Duration;

/**
 * From when a subscription's stories are told, and how loudly.
 *
 * @param openPosts posts that do not repeat each other, before a story is opened
 * @param openAuthors authors before a story is opened
 * @param urgentAuthors authors within an hour before a story is urgent
 * @param urgentBurst how many times the authors that the subscription usually sees in an hour these must be
 * @param flashAuthors as {@code urgentAuthors}, of a flash; twice as many where all posts come from one source
 * @param flashBurst as {@code urgentBurst}, of a flash
 * @param updatePosts posts that a story must have got since it was last told, before it is told again at the same level
 * @param updateEvery the time that must have passed since then
 * @param quiet after how long without a post a story is closed; stories with few posts get longer
 * @param live how many stories may be open at once; beyond, the one that was quiet for longest is closed
 */
public record StoryThresholds(
        int openPosts,
        int openAuthors,
        int urgentAuthors,
        double urgentBurst,
        int flashAuthors,
        double flashBurst,
        int updatePosts,
        Duration updateEvery,
        Duration quiet,
        int live) {
    public static final StoryThresholds USUAL =
            new StoryThresholds(3, 3, 15, 3, 75, 10, 25, Duration.ofMinutes(30), Duration.ofHours(12), 12);

    private static final int MOST_LIVE = 64;
    /** Authors of an hour are counted no further than this. */
    private static final int MOST_AUTHORS = 500;

    public StoryThresholds {
        atLeast("openPosts", openPosts, 1);
        atLeast("openAuthors", openAuthors, 1);
        atLeast("urgentAuthors", urgentAuthors, openAuthors);
        atLeast("urgentBurst", urgentBurst, 0);
        atLeast("flashAuthors", flashAuthors, urgentAuthors);
        atLeast("flashBurst", flashBurst, urgentBurst);
        atLeast("updatePosts", updatePosts, 1);
        atLeast("live", live, 1);
        if (flashAuthors > MOST_AUTHORS || live > MOST_LIVE) {
            throw new IllegalArgumentException("flashAuthors, live: " + flashAuthors + ", " + live
                    + " (expected: at most " + MOST_AUTHORS + ", " + MOST_LIVE + ")");
        }
        if (updateEvery.isNegative() || quiet.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException("updateEvery, quiet: " + updateEvery + ", " + quiet
                    + " (expected: not negative, a minute or more)");
        }
    }

    private static void atLeast(String name, double value, double least) {
        if (!(value >= least)) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + least + " or more)");
        }
    }
}
