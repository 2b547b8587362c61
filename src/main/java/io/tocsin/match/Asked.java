package io.tocsin.match;

/**
 * What the rules ask about: of a post, nothing else need be read. A set of fields, of levels of {@link Cells}, and of
 * {@link Stretch}es, of which more may be there than are asked for.
 */
final class Asked {
    private static final int PREFIX_BITS = 16;
    /** So many prefixes share a set of lengths. */
    private static final int PER_LENGTHS = 4;

    private static final int STRETCH_BITS = 16;

    private long fields;
    private int levels;
    private final long[] prefixes = new long[(1 << PREFIX_BITS) / Long.SIZE];
    private final byte[] lengths = new byte[(1 << PREFIX_BITS) / PER_LENGTHS];

    private final long[] stretches = new long[(1 << STRETCH_BITS) / Long.SIZE];

    Asked() {}

    Asked(Vocabulary vocabulary) {
        add(vocabulary);
    }

    void add(Vocabulary vocabulary) {
        byte[] forms = vocabulary.bytes();
        for (int feature = 0; feature < vocabulary.size(); feature++) {
            byte key = vocabulary.key(feature);
            int start = vocabulary.start(feature);
            int end = vocabulary.end(feature);
            fields |= 1L << key;
            if (key == Field.CELL.key(false)) {
                levels |= 1 << forms[start];
            } else if (stretch(key)) {
                int prefix = prefix(key, forms, start);
                prefixes[prefix / Long.SIZE] |= 1L << prefix;
                lengths[prefix / PER_LENGTHS] |= (byte) (1 << (end - start - Stretch.SHORTEST));
                int bit = stretch(Bytes.hash(key, forms, start, end, vocabulary.seed()));
                stretches[bit / Long.SIZE] |= 1L << bit;
            }
        }
    }

    void add(Asked other) {
        fields |= other.fields;
        levels |= other.levels;
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] |= other.lengths[i];
        }
        for (int i = 0; i < prefixes.length; i++) {
            prefixes[i] |= other.prefixes[i];
            stretches[i] |= other.stretches[i];
        }
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

    /** Stretches may be asked about that start so. */
    boolean aboutPrefix(int prefix) {
        return (prefixes[prefix / Long.SIZE] & (1L << prefix)) != 0;
    }

    /** Of which lengths those may be: the lowest bit is for the shortest. */
    int lengths(int prefix) {
        return lengths[prefix / PER_LENGTHS];
    }

    /** A stretch of this hash may be asked about. */
    boolean aboutStretch(int hash) {
        return (stretches[stretch(hash) / Long.SIZE] & (1L << stretch(hash))) != 0;
    }

    private static boolean stretch(byte key) {
        return key == Field.TEXT_STRETCH.key(false)
                || key == Field.TEXT_STRETCH.key(true)
                || key == Field.LINK_STRETCH.key(false);
    }

    /** A number for the first {@link Stretch#SHORTEST} bytes of a stretch. */
    static int prefix(byte key, byte[] bytes, int at) {
        return top((Bytes.fourAt(bytes, at) << Byte.SIZE) | key, PREFIX_BITS);
    }

    private static int stretch(int hash) {
        return top(hash, STRETCH_BITS);
    }

    private static int top(int number, int bits) {
        return (number * 0x9E3779B9) >>> (Integer.SIZE - bits);
    }
}
