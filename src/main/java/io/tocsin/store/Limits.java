package io.tocsin.store;

/**
 * What bounds the store's memory, and how long one write may hold up the next.
 *
 * @param writes how many rows may wait to be written
 * @param group how many rows one transaction writes
 * @param readers how many threads read
 * @param reads how many reads may wait
 * @param removal how many alerts of a removed feed are deleted at once
 * @param waits how long a write may wait
 * @param eras how the index of alerts is cut
 */
record Limits(int writes, int group, int readers, int reads, int removal, WaitLimits waits, Eras eras) {
    static final Limits USUAL = new Limits(50_000, 5_000, 3, 10_000, 1_000);

    Limits(int writes, int group, int readers, int reads, int removal) {
        this(writes, group, readers, reads, removal, WaitLimits.USUAL, Eras.USUAL);
    }

    /** The same, but for how long a write may wait. */
    Limits waiting(WaitLimits waits) {
        return new Limits(writes, group, readers, reads, removal, waits, eras);
    }

    /** The same, but for how the index of alerts is cut. */
    Limits cut(Eras eras) {
        return new Limits(writes, group, readers, reads, removal, waits, eras);
    }
}
