package io.tocsin.feed;

import io.tocsin.alert.Cursor;

/** Where a consumer wants to begin in a feed. */
public sealed interface Start {
    /** With what is raised from now on. */
    record Latest() implements Start {}

    /** With the first alert that is kept. */
    record Earliest() implements Start {}

    /** With the newest {@code count} alerts. */
    record Last(int count) implements Start {}

    /** With the first alert after the cursor. */
    record After(Cursor cursor) implements Start {}

    /**
     * The cursor to read after, in the feed whose last alert is {@code head}.
     *
     * @throws IllegalArgumentException if the cursor is of another feed, or of a place that this feed has not reached
     */
    default Cursor in(Cursor head) {
        if (this instanceof Latest) {
            return head;
        } else if (this instanceof Earliest) {
            return new Cursor(head.subscription(), 0);
        } else if (this instanceof Last last) {
            return new Cursor(head.subscription(), Math.max(0, head.sequence() - last.count()));
        } else if (this instanceof After after) {
            return checked(after.cursor(), head);
        }
        throw new AssertionError(this);
    }

    private static Cursor checked(Cursor cursor, Cursor head) {
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
