package io.tocsin.story;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * In how many posts each term was, of the terms that count most; recent posts weigh more, as whoever adds them says.
 * Where there is no room the lightest term makes way. Sorted by term.
 */
final class Profile {
    private static final int FEW = 8;

    private final int capacity;
    private int[] terms = {};
    private float[] weights = {};
    private int size;

    Profile(int capacity) {
        this.capacity = capacity;
    }

    int size() {
        return size;
    }

    int term(int at) {
        return terms[at];
    }

    float weight(int at) {
        return weights[at];
    }

    /** 0 if the term is not here. */
    float weightOf(int term) {
        int at = Arrays.binarySearch(terms, 0, size, term);
        return at < 0 ? 0 : weights[at];
    }

    void add(int term, float weight) {
        int at = Arrays.binarySearch(terms, 0, size, term);
        if (at >= 0) {
            weights[at] += weight;
            return;
        }
        if (size == capacity) {
            removeLightest();
            at = Arrays.binarySearch(terms, 0, size, term);
        }
        insert(-1 - at, term, weight);
    }

    void addAll(Profile other, float times) {
        for (int i = 0; i < other.size; i++) {
            add(other.terms[i], other.weights[i] * times);
        }
    }

    void scale(float by) {
        for (int i = 0; i < size; i++) {
            weights[i] *= by;
        }
    }

    void clear() {
        size = 0;
    }

    private void insert(int at, int term, float weight) {
        if (size == terms.length) {
            int room = Math.min(capacity, Math.max(FEW, size + size / 2));
            terms = Arrays.copyOf(terms, room);
            weights = Arrays.copyOf(weights, room);
        }
        System.arraycopy(terms, at, terms, at + 1, size - at);
        System.arraycopy(weights, at, weights, at + 1, size - at);
        terms[at] = term;
        weights[at] = weight;
        size++;
    }

    private void removeLightest() {
        int lightest = 0;
        for (int i = 1; i < size; i++) {
            if (weights[i] < weights[lightest]) {
                lightest = i;
            }
        }
        size--;
        System.arraycopy(terms, lightest + 1, terms, lightest, size - lightest);
        System.arraycopy(weights, lightest + 1, weights, lightest, size - lightest);
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(size);
        for (int i = 0; i < size; i++) {
            out.writeInt(terms[i]);
            out.writeFloat(weights[i]);
        }
    }

    void read(DataInput in) throws IOException {
        for (int count = in.readUnsignedByte(); count > 0; count--) {
            add(in.readInt(), in.readFloat());
        }
    }
}
