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
    private static final long GLUED = Long.MIN_VALUE;

    private final long seed;
    private final FormBuffer forms = new FormBuffer();
    private int size;
    /** Where the form starts, in the upper half, with {@link #GLUED}; in the lower its {@link Vocabulary#shape}. */
    private long[] features = new long[FEW];

    private int[] hashes = new int[FEW];

    FeatureList(long seed) {
        this.seed = seed;
    }

    void clear() {
        if (size > MAX_KEPT) {
            features = new long[FEW];
            hashes = new int[FEW];
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

    /** Where the feature's form starts. */
    int start(int feature) {
        return (int) ((features[feature] & ~GLUED) >>> Integer.SIZE);
    }

    /** {@link Vocabulary#shape} of the feature. */
    int shape(int feature) {
        return (int) features[feature];
    }

    int hash(int feature) {
        return hashes[feature];
    }

    /** As {@link io.tocsin.rule.Token#glued}. */
    boolean glued(int feature) {
        return features[feature] < 0;
    }

    /** A feature whose form lies there in {@link #forms}. */
    void add(byte key, int start, int end, boolean isGlued) {
        add(key, start, end, isGlued, hash(key, start, end));
    }

    /** The same, if {@link #hash(byte, int, int)} is known. */
    void add(byte key, int start, int end, boolean isGlued, int hash) {
        if (size == features.length) {
            features = Arrays.copyOf(features, 2 * size);
            hashes = Arrays.copyOf(hashes, 2 * size);
        }
        long place = (long) start << Integer.SIZE;
        features[size] = (isGlued ? place | GLUED : place) | Vocabulary.shape(key, end - start);
        hashes[size] = hash;
        size++;
    }

    /** The hash of a feature whose form lies there. */
    int hash(byte key, int start, int end) {
        return Bytes.hash(key, forms.bytes(), start, end, seed);
    }

    /** What comes next does not stand next to what came before: nothing, which no rule asks for, is between. */
    void setApart() {
        add((byte) 0, 0, 0, false);
    }
}
