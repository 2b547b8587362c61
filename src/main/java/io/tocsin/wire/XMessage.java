package io.tocsin.wire;

import io.tocsin.post.PostEvent;
import java.time.Instant;
import java.util.Optional;

/** What one line of a stream of X's API says. */
public sealed interface XMessage {
    /**
     * @param event empty if it is nothing of ours
     * @param at when it happened, if the line says so
     */
    record Happened(Optional<PostEvent> event, Optional<Instant> at) implements XMessage {}

    /** The service ends the stream. */
    record Failure(String title, String detail) implements XMessage {}

    /** Of a kind that we do not know; there may be new ones at any time. */
    record Unknown(String kind) implements XMessage {}
}
