package io.tocsin.app;

import java.time.Duration;
import java.util.Optional;

/**
 * Something that must be so whatever befell the cluster. It is made when the members run and before the first post, and
 * may watch what happens from then on.
 */
interface Check extends AutoCloseable {
    /**
     * Called after each fault, when all members are ready and nothing is posted. What is still on its way is to be
     * waited for.
     *
     * @param written what is in the feeds; all of it will be there still at the next call
     */
    void verify(Written written) throws Exception;

    /** For how long, at most, what it watches stood still since the last call; empty if it watches nothing. */
    default Optional<Duration> stoodStill() {
        return Optional.empty();
    }

    /** How often, at most, what it watches was interrupted since the last call. */
    default int interruptions() {
        return 0;
    }

    /** What is measured begins anew. */
    default void restart() {
        // It measures nothing.
    }

    @Override
    default void close() {
        // It has nothing that needs to be closed.
    }
}
