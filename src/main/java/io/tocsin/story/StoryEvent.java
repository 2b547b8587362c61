package io.tocsin.story;

import io.tocsin.post.PostId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is told of a story, once: its state then, and what changed.
 *
 * @param version 1 when the story is opened, then one more each
 * @param headline the post that says best what the story is about, of those that are no headline of it yet; empty if
 *     there is none. No two events of a feed have headlines that repeat each other.
 * @param samples posts that stand for the story, its first one among them, at most {@link Samples#MOST}
 * @param perHour posts within the last hour
 * @param firstAt when its first post came
 * @param lastAt when its last post came
 * @param place where most of the posts say they are made, if they say
 * @param volume posts over the story's life, in stretches of equal time, the oldest first; at most 24
 * @param change what changed, and why this is told, in one sentence
 */
public record StoryEvent(
        Kind kind,
        StoryId story,
        int version,
        Level level,
        Optional<PostId> headline,
        List<PostId> samples,
        StoryCounts counts,
        int perHour,
        Instant firstAt,
        Instant lastAt,
        Optional<StoryPlace> place,
        List<Integer> volume,
        String change,
        Instant at) {
    public enum Kind {
        /** Posts have come together that are about one event. */
        OPENED,
        /** Something is known that was not when the story was last told; or its level was raised. */
        UPDATED,
        /** No posts come any more. Should more come within two days, the story goes on as {@link #UPDATED}. */
        CLOSED,
        /** A post that the story showed is gone or says something else; there may be another headline. */
        CORRECTED,
        /** So many of its posts are gone that nothing supports it. */
        RETRACTED
    }

    public StoryEvent {
        samples = List.copyOf(samples);
        volume = List.copyOf(volume);
    }
}
