package io.tocsin.match;

import io.tocsin.rule.FormBuffer;

/**
 * What the rules ask about: of a post, nothing else need be read. A set of fields, of levels of {@link Cells}, of
 * {@link Stretch}es and of {@link Pair}s; in the last two more may be than is asked for.
 */
final class Asked {
    private static final int PREFIX_BITS = 14;
    private static final int STRETCH_BITS = 16;
    private static final int PAIR_BITS = 17;

    private long fields;
    private int levels;
    /** By a hash of the first bytes of stretches: of which lengths there are some, a bit for each. */
    private final byte[] lengths = new byte[1 << PREFIX_BITS];

    private final long[] stretches = new long[(1 << STRETCH_BITS) / Long.SIZE];
    private final long[] pairs = new long[(1 << PAIR_BITS) / Long.SIZE];

    void add(Vocabulary vocabulary) {
        byte[] forms = vocabulary.bytes();
        for (int feature = 0; feature < vocabulary.size(); feature++) {
            byte key = vocabulary.key(feature);
            int start = vocabulary.start(feature);
            int end = vocabulary.end(feature);
            fields |= 1L << key;
            if (key == Field.CELL.key(false)) {
                levels |= 1 << forms[start];
            } else if (key == Field.PAIR.key(false) || key == Field.PAIR.key(true)) {
                byte word = Field.WORD.key(key == Field.PAIR.key(true));
                int middle = Pair.middle(forms, start);
                int first = Bytes.hash(word, forms, start, middle, vocabulary.seed());
                int second = Bytes.hash(word, forms, middle + 1, end, vocabulary.seed());
                set(pairs, pair(first, second));
            } else if (stretch(key)) {
                lengths[prefix(key, forms, start)] |= (byte) (1 << (end - start - Stretch.SHORTEST));
                set(stretches, stretch(Bytes.hash(key, forms, start, end, vocabulary.seed())));
            }
        }
    }

    void add(Asked other) {
        fields |= other.fields;
        levels |= other.levels;
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] |= other.lengths[i];
        }
        addAll(stretches, other.stretches);
        addAll(pairs, other.pairs);
    }

    boolean about(Field field) {
        return (fields & (field.bit(false) | field.bit(true))) != 0;
    }

    boolean about(Field field, boolean unaccented) {
        return (fields & field.bit(unaccented)) != 0;
    }

    int levels() {
        return levels;
    }

    /**
     * Of which lengths stretches may be asked about that start with these bytes: the lowest bit is for the shortest.
     *
     * @param bytes padded as those of a {@link FormBuffer}
     */
    int lengths(byte key, byte[] bytes, int at) {
        return lengths[prefix(key, bytes, at)];
    }

    /** A stretch of this hash may be asked about. */
    boolean aboutStretch(int hash) {
        return has(stretches, stretch(hash));
    }

    /** Words of these hashes, one after the other, may be asked about. */
    boolean aboutPair(int first, int second) {
        return has(pairs, pair(first, second));
    }

    private static boolean stretch(byte key) {
        return key == Field.TEXT_STRETCH.key(false)
                || key == Field.TEXT_STRETCH.key(true)
                || key == Field.LINK_STRETCH.key(false);
    }

    /** Three bytes are read with a fourth, which is cut off. */
    private static int prefix(byte key, byte[] bytes, int at) {
        return top((Bytes.fourAt(bytes, at) << Byte.SIZE) | key, PREFIX_BITS);
    }

    private static int stretch(int hash) {
        return top(hash, STRETCH_BITS);
    }

    private static int pair(int first, int second) {
        return top(31 * first + second, PAIR_BITS);
    }

    private static int top(int number, int bits) {
        return (number * 0x9E3779B9) >>> (Integer.SIZE - bits);
    }

    private static boolean has(long[] set, int bit) {
        return (set[bit / Long.SIZE] & (1L << bit)) != 0;
    }

    private static void set(long[] set, int bit) {
        set[bit / Long.SIZE] |= 1L << bit;
    }

    private static void addAll(long[] set, long[] other) {
        for (int i = 0; i < set.length; i++) {
            set[i] |= other[i];
        }
    }
}
