package io.tocsin.wire;

import io.tocsin.post.PostEvent;
import java.util.Optional;

/** What one line of a stream of X's API says. */
public sealed interface XMessage {
    /** @param event empty if it is nothing of ours */
    record Happened(Optional<PostEvent> event) implements XMessage {}

    /** The service ends the stream. */
    record Failure(String title, String detail) implements XMessage {}

    /** Of a kind that we do not know; there may be new ones at any time. */
    record Unknown(String kind) implements XMessage {}
}
