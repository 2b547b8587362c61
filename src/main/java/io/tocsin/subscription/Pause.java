package io.tocsin.subscription;

import io.tocsin.post.PostId;
import java.time.Instant;

/**
 * The gateway took the subscription out of force, because its rule matched too much of the stream.
 *
 * @param reason what was measured, for people
 * @param post the post at which it happened: an alert about it is the newest in the feed, or was a moment before
 */
public record Pause(Instant at, String reason, PostId post) {
    public Pause {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("reason: blank (expected: a text that is not blank)");
        }
    }
}
