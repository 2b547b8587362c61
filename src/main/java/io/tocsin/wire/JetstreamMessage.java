package io.tocsin.wire;

import io.tocsin.post.PostEvent;
import java.time.Instant;
import java.util.Optional;

/** What one message of Bluesky's Jetstream says, of version 1 or 2. */
public sealed interface JetstreamMessage {
    /**
     * Something happened.
     *
     * @param time when the service saw it: where reading can go on
     * @param event empty if it is nothing of ours, such as a like
     */
    record Happened(Instant time, Optional<PostEvent> event) implements JetstreamMessage {}

    /** The service tells something about the stream, and goes on. */
    record Notice(String name, String detail) implements JetstreamMessage {}

    /** The service ends the stream. */
    record Failure(String name, String detail) implements JetstreamMessage {}

    /** Of a kind that we do not know; there may be new ones at any time. */
    record Unknown(String kind) implements JetstreamMessage {}
}
