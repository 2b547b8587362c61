package io.tocsin.delivery;

import java.util.TreeSet;

/**
 * Which alerts of one feed were taken and are not settled yet, and so how far the feed's cursor may move: alerts settle
 * in any order, the cursor stays before the first that has not.
 *
 * <pre>
 *   1 2 3 4 5 6 7        taken: 7
 *   s s . s . . s        s: settled
 *     ▲
 *     settledUpTo: 2
 * </pre>
 */
public final class Outstanding {
    private final TreeSet<Long> open = new TreeSet<>();
    private long taken;

    /** Everything up to {@code cursor} is settled, and nothing after it is taken. */
    public Outstanding(long cursor) {
        this.taken = cursor;
    }

    /** The alert is taken. Numbers only rise; one that is left out counts as settled. */
    public void take(long sequence) {
        if (sequence <= taken) {
            throw new IllegalArgumentException("sequence: " + sequence + " (expected: more than " + taken + ")");
        }
        open.add(sequence);
        taken = sequence;
    }

    /** What was not taken up to this number is gone, and counts as settled. */
    public void pass(long sequence) {
        taken = Math.max(taken, sequence);
    }

    /** The alert is settled. */
    public void settle(long sequence) {
        if (!open.remove(sequence)) {
            throw new IllegalArgumentException("sequence: " + sequence + " (expected: one that is outstanding)");
        }
    }

    /** The last alert that was taken. */
    public long taken() {
        return taken;
    }

    /** Every alert up to this number is settled. */
    public long settledUpTo() {
        return open.isEmpty() ? taken : open.first() - 1;
    }
}
