package io.tocsin.match;

import io.tocsin.rule.FormBuffer;
import java.util.Arrays;

/**
 * Features in the order in which they were found, each time anew; the words of a text one after the other. Emptied and
 * filled again for one post after another, without allocating; not thread-safe.
 */
final class FeatureList {
    /** A post that needs more has its arrays thrown away behind it. */
    static final int MAX_KEPT = 1 << 14;

    private static final int FEW = 256;

    private final long seed;
    private final FormBuffer forms = new FormBuffer();
    private int size;
    private byte[] keys = new byte[FEW];
    private int[] starts = new int[FEW];
    private int[] ends = new int[FEW];
    private int[] hashes = new int[FEW];
    private boolean[] glued = new boolean[FEW];

    FeatureList(long seed) {
        this.seed = seed;
    }

    void clear() {
        if (size > MAX_KEPT) {
            keys = new byte[FEW];
            starts = new int[FEW];
            ends = new int[FEW];
            hashes = new int[FEW];
            glued = new boolean[FEW];
        }
        forms.clear();
        size = 0;
    }

    int size() {
        return size;
    }

    /** Holds the forms. */
    FormBuffer forms() {
        return forms;
    }

    /** Of which {@link Field} it is. */
    byte key(int feature) {
        return keys[feature];
    }

    int start(int feature) {
        return starts[feature];
    }

    int end(int feature) {
        return ends[feature];
    }

    int hash(int feature) {
        return hashes[feature];
    }

    /** As {@link io.tocsin.rule.Token#glued}. */
    boolean glued(int feature) {
        return glued[feature];
    }

    /** A feature whose form lies there in {@link #forms}. */
    void add(byte key, int start, int end, boolean isGlued) {
        if (size == starts.length) {
            grow();
        }
        keys[size] = key;
        starts[size] = start;
        ends[size] = end;
        hashes[size] = Bytes.hash(key, forms.bytes(), start, end, seed);
        glued[size] = isGlued;
        size++;
    }

    private void grow() {
        int length = 2 * starts.length;
        keys = Arrays.copyOf(keys, length);
        starts = Arrays.copyOf(starts, length);
        ends = Arrays.copyOf(ends, length);
        hashes = Arrays.copyOf(hashes, length);
        glued = Arrays.copyOf(glued, length);
    }

    /** What comes next does not stand next to what came before: nothing, which no rule asks for, is between. */
    void setApart() {
        add((byte) 0, 0, 0, false);
    }
}
