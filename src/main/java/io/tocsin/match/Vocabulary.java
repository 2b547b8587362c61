package io.tocsin.match;

import java.util.Arrays;

/** The features that rules ask for, each with a number from 0. Once it is complete, any thread may look things up. */
final class Vocabulary {
    static final int ABSENT = -1;

    private final long seed;
    private byte[] forms = new byte[256];
    /** Where each form starts; the last one's end stands behind. */
    private int[] starts = new int[33];

    private int size;
    /** By hash: the hash in the upper half, the number and 1 in the lower; 0 if free. At most half full. */
    private long[] slots = new long[64];

    Vocabulary(long seed) {
        this.seed = seed;
    }

    long seed() {
        return seed;
    }

    int size() {
        return size;
    }

    byte[] forms() {
        return forms;
    }

    int start(int feature) {
        return starts[feature];
    }

    int end(int feature) {
        return starts[feature + 1];
    }

    /** The feature's number, or {@link #ABSENT}. */
    int find(byte[] bytes, int start, int end, int hash) {
        int mask = slots.length - 1;
        for (int at = hash & mask; ; at = (at + 1) & mask) {
            long slot = slots[at];
            if (slot == 0) {
                return ABSENT;
            }
            if ((int) (slot >>> Integer.SIZE) == hash) {
                int feature = (int) slot - 1;
                if (same(feature, bytes, start, end)) {
                    return feature;
                }
            }
        }
    }

    /** The feature's number; a new one if it has none yet. */
    int add(byte[] bytes, int start, int end) {
        int hash = Hash.of(bytes, start, end, seed);
        int known = find(bytes, start, end, hash);
        if (known != ABSENT) {
            return known;
        }
        int from = starts[size];
        int to = from + end - start;
        if (to > forms.length) {
            forms = Arrays.copyOf(forms, Math.max(to, forms.length + (forms.length >> 1)));
        }
        System.arraycopy(bytes, start, forms, from, end - start);
        if (size + 2 > starts.length) {
            starts = Arrays.copyOf(starts, starts.length + (starts.length >> 1));
        }
        starts[size + 1] = to;
        if (2 * (size + 1) > slots.length) {
            grow();
        }
        insert(hash, size);
        return size++;
    }

    /** Gives back what was reserved for more. */
    void trim() {
        forms = Arrays.copyOf(forms, starts[size]);
        starts = Arrays.copyOf(starts, size + 1);
    }

    long bytes() {
        return forms.length + (long) Integer.BYTES * starts.length + (long) Long.BYTES * slots.length;
    }

    private boolean same(int feature, byte[] bytes, int start, int end) {
        return Arrays.equals(forms, starts[feature], starts[feature + 1], bytes, start, end);
    }

    private void grow() {
        long[] old = slots;
        slots = new long[2 * old.length];
        for (long slot : old) {
            if (slot != 0) {
                insert((int) (slot >>> Integer.SIZE), (int) slot - 1);
            }
        }
    }

    private void insert(int hash, int feature) {
        int mask = slots.length - 1;
        int at = hash & mask;
        while (slots[at] != 0) {
            at = (at + 1) & mask;
        }
        slots[at] = ((long) hash << Integer.SIZE) | (feature + 1);
    }
}
