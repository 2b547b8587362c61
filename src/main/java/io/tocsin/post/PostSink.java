package io.tocsin.post;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where sources put what they read. */
public interface PostSink {
    /**
     * Takes a batch of events, in their order.
     *
     * <p>The stage completes, on any thread, when every alert and retraction that follows from the batch is durable,
     * with one receipt per event. If it fails, any part of the batch may have been taken: send the whole batch again,
     * repeats change nothing.
     *
     * @param receivedAt when the batch reached us: the age of an alert counts from here
     */
    CompletionStage<List<Receipt>> take(List<PostEvent> batch, Instant receivedAt);
}
