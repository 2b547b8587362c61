package io.tocsin.match;

import java.util.Arrays;

/** A list of ints that grows. */
final class Ints {
    private int[] ints = new int[16];
    private int size;

    int size() {
        return size;
    }

    int get(int at) {
        return ints[at];
    }

    void set(int at, int value) {
        ints[at] = value;
    }

    void add(int value) {
        reserve(1);
        ints[size++] = value;
    }

    void addAll(int[] from, int start, int end) {
        reserve(end - start);
        System.arraycopy(from, start, ints, size, end - start);
        size += end - start;
    }

    void truncate(int newSize) {
        size = newSize;
    }

    /** Takes away what stands at {@code start} and after. */
    int[] cut(int start) {
        int[] cut = Arrays.copyOfRange(ints, start, size);
        size = start;
        return cut;
    }

    /** The ints themselves, of which {@link #size} are filled, until the next one is added. */
    int[] array() {
        return ints;
    }

    int[] toArray() {
        return Arrays.copyOf(ints, size);
    }

    private void reserve(int more) {
        if (ints.length - size < more) {
            ints = Arrays.copyOf(ints, Math.max(size + more, ints.length + (ints.length >> 1)));
        }
    }
}
