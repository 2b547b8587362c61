package io.tocsin.feed;

import io.tocsin.alert.Cursor;
import java.time.Instant;

/** Where a consumer wants to begin in a feed; {@link Feeds#place} says where that is. */
public sealed interface Start {
    /** With what is raised from now on. */
    record Latest() implements Start {}

    /** With the first alert that is kept. */
    record Earliest() implements Start {}

    /** With the newest {@code count} alerts. */
    record Last(int count) implements Start {}

    /** With the first alert that was raised after the time. */
    record At(Instant time) implements Start {}

    /** With the first alert after the cursor. */
    record After(Cursor cursor) implements Start {
        /**
         * The cursor, in the feed whose last alert is {@code head}.
         *
         * @throws IllegalArgumentException if it is of another feed, or of a place that this feed has not reached
         */
        Cursor in(Cursor head) {
            if (!cursor.subscription().equals(head.subscription())) {
                throw new IllegalArgumentException(
                        "cursor: of " + cursor.subscription() + " (expected: a cursor of " + head.subscription() + ")");
            }
            if (cursor.sequence() > head.sequence()) {
                throw new IllegalArgumentException("cursor: after alert " + cursor.sequence()
                        + " (expected: at most the feed's last alert, " + head.sequence() + ")");
            }
            return cursor;
        }
    }
}
