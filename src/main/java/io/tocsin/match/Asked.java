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
        byte[] forms = vocabulary.forms();
        for (int feature = 0; feature < vocabulary.size(); feature++) {
            int start = vocabulary.start(feature);
            fields |= 1L << forms[start];
            if (forms[start] == Field.CELL.key(false)) {
                levels |= 1 << forms[start + 1];
            } else if (vocabulary.end(feature) - start == 1 + Compiler.GRAM && gram(forms[start])) {
                int bit = bit(forms[start], forms, start + 1);
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

    private static int bit(byte key, byte[] bytes, int at) {
        int gram = (bytes[at] & 0xFF) | ((bytes[at + 1] & 0xFF) << 8) | ((bytes[at + 2] & 0xFF) << 16) | (key << 24);
        return (gram * 0x9E3779B9) >>> (Integer.SIZE - GRAM_BITS);
    }
}
