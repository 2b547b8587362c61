package io.tocsin.match;

/**
 * What the rules ask about: of a post, nothing else need be read. A set of fields, of levels of {@link Cells}, and of
 * what three bytes are sought, in which more may be than is asked for.
 */
final class Asked {
    private static final int GRAM_BITS = 16;

    private long fields;
    private int levels;
    private final long[] grams = new long[(1 << GRAM_BITS) / Long.SIZE];

    void add(Vocabulary vocabulary) {
        byte[] forms = vocabulary.bytes();
        for (int feature = 0; feature < vocabulary.size(); feature++) {
            int start = vocabulary.start(feature);
            byte key = vocabulary.key(feature);
            fields |= 1L << key;
            if (key == Field.CELL.key(false)) {
                levels |= 1 << forms[start];
            } else if (gram(key)) {
                int bit = bit(key, forms, start);
                grams[bit / Long.SIZE] |= 1L << bit;
            }
        }
    }

    void add(Asked other) {
        fields |= other.fields;
        levels |= other.levels;
        for (int i = 0; i < grams.length; i++) {
            grams[i] |= other.grams[i];
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

    /** The bytes that stand there may be asked about. */
    boolean aboutGram(byte key, byte[] bytes, int at) {
        int bit = bit(key, bytes, at);
        return (grams[bit / Long.SIZE] & (1L << bit)) != 0;
    }

    private static boolean gram(byte key) {
        return key == Field.TEXT_GRAM.key(false)
                || key == Field.TEXT_GRAM.key(true)
                || key == Field.LINK_GRAM.key(false);
    }

    /** A gram is three bytes, and is read with a fourth, which is cut off. */
    private static int bit(byte key, byte[] bytes, int at) {
        int gram = (Bytes.fourAt(bytes, at) << Byte.SIZE) | key;
        return (gram * 0x9E3779B9) >>> (Integer.SIZE - GRAM_BITS);
    }
}
