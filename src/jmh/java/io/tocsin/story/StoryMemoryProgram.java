package io.tocsin.story;

import io.tocsin.match.Load;
import io.tocsin.post.Author;
import io.tocsin.post.Post;
import io.tocsin.post.PostId;
import io.tocsin.post.References;
import io.tocsin.subscription.SubscriptionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Fills feeds with live stories, and says what they take in memory. Arguments: how many feeds; stories in each; posts
 * in each story. Each story has a name and some hundred words, as common as words are (Zipf), so that what it keeps is
 * as much as it ever keeps.
 */
public final class StoryMemoryProgram {
    private static final long MILLIS_BETWEEN = 2_000;
    private static final int WORDS = 400;
    private static final int WORDS_OF_POST = 10;

    private final SplittableRandom random = new SplittableRandom(1);
    private final Terms terms = new Terms();
    private final int stories;
    private final int each;

    private StoryMemoryProgram(int stories, int each) {
        this.stories = stories;
        this.each = each;
    }

    public static void main(String[] args) {
        int feeds = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
        int stories = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        int each = args.length > 2 ? Integer.parseInt(args[2]) : 100;
        new StoryMemoryProgram(stories, each).measure(feeds);
    }

    private void measure(int feeds) {
        Load.sayMachine();
        List<StoryTracker> trackers = new ArrayList<>(feeds + 1);
        trackers.add(filled(0));
        long before = usedBytes();
        long live = 0;
        long groups = 0;
        for (int i = 1; i <= feeds; i++) {
            StoryTracker tracker = filled(i);
            trackers.add(tracker);
            live += tracker.live();
            groups += tracker.groups();
        }
        double heap = usedBytes() - before;
        Load.say(
                "%,d feeds, %,d live stories, %,d groups that are none: %.1f MiB, %.0f bytes a feed, %.0f a live story",
                trackers.size() - 1, live, groups - live, heap / (1 << 20), heap / feeds, heap / live);
    }

    private StoryTracker filled(int feed) {
        StoryTracker tracker = new StoryTracker(new SubscriptionId("sub_" + feed), StoryThresholds.USUAL, terms);
        long clock = 1_000_000;
        for (int i = 0; i < stories * each; i++) {
            clock += MILLIS_BETWEEN;
            var unused = tracker.take(post(feed, i % stories, i), Instant.ofEpochMilli(clock));
        }
        return tracker;
    }

    private Post post(int feed, int story, int number) {
        StringBuilder text = new StringBuilder(word(story, 0)).append(' ').append(word(story, 1));
        for (int i = 0; i < WORDS_OF_POST; i++) {
            text.append(' ').append(word(story, (int) Math.pow(WORDS, random.nextDouble())));
        }
        return new Post(
                new PostId("sample", "p" + feed + "_" + Integer.toHexString(random.nextInt()) + number),
                Author.withId("a" + random.nextInt(1_000_000)),
                Instant.EPOCH,
                Post.Kind.ORIGINAL,
                text.toString(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                References.NONE);
    }

    private static String word(int story, int number) {
        return Long.toString(Terms.mixed((long) story * WORDS + number + 1) >>> 16, 36);
    }

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
