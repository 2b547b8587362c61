package io.tocsin.feed;

import io.tocsin.alert.Alert;

/** Hears what consumers were given. Called from any thread. */
public interface ConsumerListener {
    /**
     * The alert is written to the consumer's socket, or its endpoint took it.
     *
     * @param owed true if the consumer waited for it; false if it was raised before the consumer came and is read again
     */
    void delivered(Consumer.Kind kind, Alert alert, boolean owed);

    /** Alerts were gone before the consumer came for them, and it was told so. */
    default void missed(Consumer.Kind kind, Gap gap) {}
}
