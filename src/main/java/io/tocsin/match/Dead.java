package io.tocsin.match;

import java.util.Arrays;

/** Which rules of a segment are no longer: a set that does not change. */
final class Dead {
    static final Dead NONE = new Dead(new long[0], 0);

    private final long[] words;
    private final int size;

    private Dead(long[] words, int size) {
        this.words = words;
        this.size = size;
    }

    int size() {
        return size;
    }

    boolean has(int rule) {
        int word = rule >>> 6;
        return word < words.length && (words[word] & (1L << rule)) != 0;
    }

    /** The same with more; the rules must not be in it yet, and each be given once. */
    Dead with(int[] rules, int count) {
        if (count == 0) {
            return this;
        }
        int most = 0;
        for (int i = 0; i < count; i++) {
            most = Math.max(most, rules[i]);
        }
        long[] more = Arrays.copyOf(words, Math.max(words.length, (most >>> 6) + 1));
        for (int i = 0; i < count; i++) {
            more[rules[i] >>> 6] |= 1L << rules[i];
        }
        return new Dead(more, size + count);
    }
}
