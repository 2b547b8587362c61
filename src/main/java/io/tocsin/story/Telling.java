package io.tocsin.story;

import io.tocsin.post.Post;
import io.tocsin.post.PostId;
import io.tocsin.subscription.SubscriptionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides when a story is worth telling, and says what changed. */
final class Telling {
    /** A story whose posts come further apart than this part of {@code quiet} gets longer before it is closed. */
    private static final int GAPS = 20;

    private static final int MOST_QUIETS = 8;
    private static final int STEP = 10;
    private static final int FEW_WORDS = 4;

    private final SubscriptionId subscription;
    private final StoryThresholds thresholds;
    private final Told told = new Told();

    Telling(SubscriptionId subscription, StoryThresholds thresholds) {
        this.subscription = subscription;
        this.thresholds = thresholds;
    }

    Told told() {
        return told;
    }

    long quietMillis(Story story) {
        long usual = thresholds.quiet().toMillis();
        long gap = (story.lastMillis - story.firstMillis) / Math.max(1, story.posts - 1);
        return Math.max(usual, Math.min(MOST_QUIETS * usual, GAPS * gap));
    }

    StoryEvent opened(Story story, Usual usual, long nowMillis) {
        story.level = level(story, usual);
        int authors = story.crowd.count();
        return event(
                StoryEvent.Kind.OPENED,
                story,
                authors + (authors == 1 ? " author writes" : " authors write") + " of it, in " + story.posts + " posts"
                        + (story.level == Level.ALERT ? "" : "; " + why(story, usual)),
                nowMillis);
    }

    /** What is to be told after a post has come to an opened story, if anything. */
    Optional<StoryEvent> after(Story story, Post post, Terms terms, Usual usual, long nowMillis) {
        if (story.closed) {
            story.closed = false;
            return Optional.of(event(
                    StoryEvent.Kind.UPDATED,
                    story,
                    "It goes on after " + duration(nowMillis - story.toldMillis),
                    nowMillis));
        }
        Level level = level(story, usual);
        if (level.compareTo(story.level) > 0) {
            story.level = level;
            return Optional.of(event(StoryEvent.Kind.UPDATED, story, why(story, usual), nowMillis));
        }
        if (story.posts - story.toldPosts < thresholds.updatePosts()
                || nowMillis - story.toldMillis < thresholds.updateEvery().toMillis()) {
            return Optional.empty();
        }
        return news(story, terms)
                .or(() -> story.whereabouts.news()
                        ? Optional.of("Most posts now come from another place")
                        : Optional.empty())
                .or(() -> story.posts >= STEP * story.toldPosts
                        ? Optional.of("There are " + story.posts + " posts, ten times as many as when it was last told")
                        : Optional.empty())
                .map(change -> event(StoryEvent.Kind.UPDATED, story, change, nowMillis));
    }

    private Optional<String> news(Story story, Terms terms) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < terms.size() && words.size() < FEW_WORDS; i++) {
            if (story.news(terms.hash(i)) && !terms.written(i).isEmpty()) {
                words.add(terms.written(i));
            }
        }
        return words.size() < 2 ? Optional.empty() : Optional.of("Many posts now write of " + String.join(", ", words));
    }

    StoryEvent closed(Story story, String why, long nowMillis) {
        story.closed = true;
        return event(StoryEvent.Kind.CLOSED, story, why, nowMillis);
    }

    StoryEvent partOf(Story story, Story other, long nowMillis) {
        return closed(story, "It is part of " + new StoryId(subscription, other.number) + ", which goes on", nowMillis);
    }

    StoryEvent corrected(Story story, String change, long nowMillis) {
        return event(StoryEvent.Kind.CORRECTED, story, change, nowMillis);
    }

    StoryEvent retracted(Story story, long nowMillis) {
        String change = "So many of its posts are gone at their source that nothing supports it: " + story.takenBack
                + ", and " + story.posts + " are left";
        return event(StoryEvent.Kind.RETRACTED, story, change, nowMillis);
    }

    private Level level(Story story, Usual usual) {
        int authors = story.hour.authors();
        double burst = authors / Math.max(1, usual.average());
        boolean several = Integer.bitCount(story.sources) > 1;
        int flash = several ? thresholds.flashAuthors() : 2 * thresholds.flashAuthors();
        if (authors >= flash && burst >= thresholds.flashBurst()) {
            return Level.FLASH;
        }
        return authors >= thresholds.urgentAuthors() && burst >= thresholds.urgentBurst() ? Level.URGENT : Level.ALERT;
    }

    private static String why(Story story, Usual usual) {
        return story.hour.authors() + " authors wrote of it within an hour, where the subscription usually sees "
                + Math.round(usual.average());
    }

    private StoryEvent event(StoryEvent.Kind kind, Story story, String change, long nowMillis) {
        Optional<PostId> headline = story.samples.headline(told);
        headline.ifPresent(post -> told.add(story.samples.signatureOf(post)));
        story.told(nowMillis);
        story.whereabouts.told();
        story.hour.turn(nowMillis);
        return new StoryEvent(
                kind,
                new StoryId(subscription, story.number),
                story.version,
                story.level,
                headline,
                story.samples.posts(),
                story.counts(),
                story.hour.posts(),
                Instant.ofEpochMilli(story.firstMillis),
                Instant.ofEpochMilli(story.lastMillis),
                story.whereabouts.place(),
                story.volume.values(),
                change,
                Instant.ofEpochMilli(nowMillis));
    }

    static String duration(long millis) {
        long minutes = millis / 60_000;
        return minutes < 120 ? minutes + " minutes" : minutes / 60 + " hours";
    }
}
