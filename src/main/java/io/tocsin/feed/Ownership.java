package io.tocsin.feed;

/**
 * Which of the things that exactly one member is to do are this member's. What it says may be out of date, so two may
 * do the same for a while: whatever is done so must bear it. Callable from any thread, never waits.
 */
public interface Ownership {
    /** Of who stands alone. */
    Ownership ALL = new Ownership() {
        @Override
        public boolean owns(String key) {
            return true;
        }

        @Override
        public void listen(Runnable changed) {
            // Nothing changes.
        }
    };

    /** @param key the id of an endpoint, a source, … */
    boolean owns(String key);

    /** {@code changed} runs, on any thread, whenever {@link #owns} may say something else than before. */
    void listen(Runnable changed);
}
