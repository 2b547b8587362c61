package io.tocsin.match;

import io.tocsin.rule.FormBuffer;
import java.util.Arrays;

/** The features that rules ask for, each with a number from 0. Once it is complete, any thread may look things up. */
final class Vocabulary {
    static final int ABSENT = -1;

    private static final int SHAPE = Integer.BYTES;
    private static final int FORM = 2 * Integer.BYTES;
    private static final int PAIR = shape(Field.PAIR.key(false), Long.BYTES);

    private final long seed;
    /** Of each feature its number, its shape, its form: together, so that one look fetches them. */
    private byte[] records = new byte[256];

    private int end;
    /** By feature. */
    private int[] recordAt = new int[32];

    private int size;
    /** By hash: the hash in the upper half, where the record is and 1 in the lower; 0 if free. At most half full. */
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

    /** Holds the forms. */
    byte[] bytes() {
        return records;
    }

    /** Of which {@link Field} the feature is. */
    byte key(int feature) {
        return records[recordAt[feature] + SHAPE];
    }

    /** Where the feature's form starts. */
    int start(int feature) {
        return recordAt[feature] + FORM;
    }

    int end(int feature) {
        return start(feature) + (Bytes.fourAt(records, recordAt[feature] + SHAPE) >>> Byte.SIZE);
    }

    /** The length of a feature's form and its field's key in one: no two fields' are equal, nor two lengths'. */
    static int shape(byte key, int length) {
        return (length << Byte.SIZE) | key;
    }

    /** The length of the form of a feature of this shape. */
    static int length(int shape) {
        return shape >>> Byte.SIZE;
    }

    /** Two words that follow each other; the second with {@link Code#GLUED} if nothing may be between. */
    static long pair(int first, int second) {
        return ((long) first << Integer.SIZE) | (second & 0xFFFFFFFFL);
    }

    /** The words of which the feature is a pair. */
    long pair(int feature) {
        return Bytes.eightAt(records, start(feature));
    }

    boolean isPair(int feature) {
        return key(feature) == Field.PAIR.key(false);
    }

    int hash(long pair) {
        return Bytes.hash(pair, seed);
    }

    /** The pair's number, or {@link #ABSENT}. */
    int findPair(long pair) {
        int mask = slots.length - 1;
        int hash = hash(pair);
        for (int at = hash & mask; slots[at] != 0; at = (at + 1) & mask) {
            int record = (int) slots[at] - 1;
            if ((int) (slots[at] >>> Integer.SIZE) == hash
                    && Bytes.eightAt(records, record + FORM) == pair
                    && Bytes.fourAt(records, record + SHAPE) == PAIR) {
                return Bytes.fourAt(records, record);
            }
        }
        return ABSENT;
    }

    /** The pair's number; a new one if it has none yet. */
    int addPair(long pair) {
        int known = findPair(pair);
        if (known != ABSENT) {
            return known;
        }
        int form = append(PAIR, hash(pair));
        Bytes.putEight(records, form, pair);
        return size - 1;
    }

    /** The number of what has the number {@code feature} in the other vocabulary, or {@link #ABSENT}. */
    int find(Vocabulary other, int feature) {
        if (other.isPair(feature)) {
            long pair = other.pair(feature);
            int first = find(other, (int) (pair >>> Integer.SIZE));
            int second = find(other, (int) pair & ~Code.GLUED);
            return first == ABSENT || second == ABSENT
                    ? ABSENT
                    : findPair(pair(first, second | ((int) pair & Code.GLUED)));
        }
        int start = other.start(feature);
        int end = other.end(feature);
        byte key = other.key(feature);
        return find(shape(key, end - start), other.records, start, Bytes.hash(key, other.records, start, end, seed));
    }

    /** The same; a new number if it has none yet. */
    int add(Vocabulary other, int feature) {
        if (other.isPair(feature)) {
            long pair = other.pair(feature);
            int first = add(other, (int) (pair >>> Integer.SIZE));
            int second = add(other, (int) pair & ~Code.GLUED);
            return addPair(pair(first, second | ((int) pair & Code.GLUED)));
        }
        return add(other.key(feature), other.records, other.start(feature), other.end(feature));
    }

    /** What stands first where {@link #find} looks for a hash. */
    long slot(int hash) {
        return slots[hash & (slots.length - 1)];
    }

    /** The feature's number, or {@link #ABSENT}. */
    int find(int shape, byte[] bytes, int start, int hash) {
        return find(shape, bytes, start, hash, slot(hash));
    }

    /** @param first {@link #slot} of the hash */
    int find(int shape, byte[] bytes, int start, int hash, long first) {
        int mask = slots.length - 1;
        int at = hash & mask;
        for (long slot = first; ; slot = slots[at]) {
            if (slot == 0) {
                return ABSENT;
            }
            if ((int) (slot >>> Integer.SIZE) == hash) {
                int record = (int) slot - 1;
                if (Bytes.fourAt(records, record + SHAPE) == shape
                        && Bytes.same(records, record + FORM, bytes, start, shape >>> Byte.SIZE)) {
                    return Bytes.fourAt(records, record);
                }
            }
            at = (at + 1) & mask;
        }
    }

    /** The feature's number; a new one if it has none yet. */
    int add(byte key, byte[] bytes, int start, int formEnd) {
        int hash = Bytes.hash(key, bytes, start, formEnd, seed);
        int known = find(shape(key, formEnd - start), bytes, start, hash);
        if (known != ABSENT) {
            return known;
        }
        int form = append(shape(key, formEnd - start), hash);
        System.arraycopy(bytes, start, records, form, formEnd - start);
        return size - 1;
    }

    /** Makes a record, all but its form, and says where that belongs. */
    private int append(int shape, int hash) {
        int length = length(shape);
        reserve(end + FORM + length + FormBuffer.PADDING);
        Bytes.putFour(records, end, size);
        Bytes.putFour(records, end + SHAPE, shape);
        if (2 * (size + 1) > slots.length) {
            grow();
        }
        insert(hash, end);
        recordAt[size] = end;
        size++;
        int form = end + FORM;
        end = form + length;
        return form;
    }

    /** Gives back what was reserved for more. */
    void trim() {
        records = Arrays.copyOf(records, end + FormBuffer.PADDING);
        recordAt = Arrays.copyOf(recordAt, size);
    }

    long memory() {
        return records.length + (long) Integer.BYTES * recordAt.length + (long) Long.BYTES * slots.length;
    }

    private void reserve(int bytes) {
        if (bytes > records.length) {
            records = Arrays.copyOf(records, Math.max(bytes, records.length + (records.length >> 1)));
        }
        if (size == recordAt.length) {
            recordAt = Arrays.copyOf(recordAt, size + (size >> 1));
        }
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

    private void insert(int hash, int record) {
        int mask = slots.length - 1;
        int at = hash & mask;
        while (slots[at] != 0) {
            at = (at + 1) & mask;
        }
        slots[at] = ((long) hash << Integer.SIZE) | (record + 1);
    }
}
