package io.tocsin.rule;

import java.util.Arrays;

/**
 * Folded forms as bytes, one after the other: characters in the manner of UTF-8, the halves of surrogate pairs each by
 * itself, so that equal bytes are equal forms, and forms that hold others hold their bytes. Folding what is common
 * allocates nothing. Not thread-safe.
 */
public final class FormBuffer {
    private static final int MAX_BYTES_OF_CHAR = 3;
    private static final int FEW = 1024;
    private static final int MAX_KEPT = 1 << 17;

    /** Free bytes that are always there behind those that are filled, so that they can be read eight at a time. */
    public static final int PADDING = Long.BYTES;

    private byte[] bytes = new byte[FEW];
    private int size;

    /** The bytes; those up to {@link #size} are filled, and the array is another one when the buffer has grown. */
    public byte[] bytes() {
        return bytes;
    }

    public int size() {
        return size;
    }

    /** Forgets all; a buffer that has grown beyond what most need is thrown away. */
    public void clear() {
        size = 0;
        if (bytes.length > MAX_KEPT) {
            bytes = new byte[FEW];
        }
    }

    /** Forgets what stands at {@code newSize} and after. */
    public void truncate(int newSize) {
        size = newSize;
    }

    public void put(byte one) {
        reserve(1);
        bytes[size++] = one;
    }

    public void putInt(int four) {
        reserve(Integer.BYTES);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            bytes[size++] = (byte) (four >> shift);
        }
    }

    /** The text whose bytes stand at {@code start} and after. */
    public String text(int start) {
        StringBuilder text = new StringBuilder(size - start);
        for (int at = start; at < size; ) {
            int c = bytes[at];
            if (c >= 0) {
                text.append((char) c);
                at++;
            } else if ((c & 0xE0) == 0xC0) {
                text.append((char) (((c & 0x1F) << 6) | (bytes[at + 1] & 0x3F)));
                at += 2;
            } else {
                text.append((char) (((c & 0x0F) << 12) | ((bytes[at + 1] & 0x3F) << 6) | (bytes[at + 2] & 0x3F)));
                at += 3;
            }
        }
        return text.toString();
    }

    /** Appends the text as it is. */
    public void put(String text) {
        reserve(text.length() * MAX_BYTES_OF_CHAR);
        for (int i = 0; i < text.length(); i++) {
            encode(text.charAt(i));
        }
    }

    /**
     * Appends a text of ASCII, folded.
     *
     * @param words gets a bit for each character: 1 where it is of a word; behind the last, 0 as far as the array goes
     *     to the next multiple of 64 and one {@code long} more
     */
    void foldAscii(String text, long[] words) {
        int length = text.length();
        reserve(length);
        Ascii.copy(text, bytes, size);
        int word = 0;
        for (int at = 0; at < length; word++) {
            long bits = 0;
            int end = Math.min(length, at + Long.SIZE);
            for (int shift = 0; at < end; at += Long.BYTES, shift += Long.BYTES) {
                long folded = Ascii.fold(Ascii.eight(bytes, size + at));
                Ascii.putEight(bytes, size + at, folded);
                bits |= Ascii.words(folded) << shift;
            }
            words[word] = bits;
        }
        words[word] = 0;
        if (length % Long.SIZE != 0) {
            words[word - 1] &= ~(-1L << length);
        }
        size += length;
    }

    /** Appends what {@link Folding#fold} makes of the text. */
    public void fold(String text) {
        int before = size;
        reserve(text.length() * MAX_BYTES_OF_CHAR);
        int ascii = 0;
        while (ascii < text.length() && text.charAt(ascii) < 0x80) {
            bytes[size++] = (byte) Letters.FOLDED[text.charAt(ascii++)];
        }
        boolean alone = true;
        for (int i = ascii; i < text.length(); i++) {
            int kind = Letters.kind(text.charAt(i));
            if (!folds(kind, alone)) {
                size = before;
                put(Folding.fold(text));
                return;
            }
            alone = (kind & Letters.PLAIN) != 0;
            encode(Letters.FOLDED[text.charAt(i)]);
        }
    }

    /** Appends the folded form of a word that the tokenizer found. */
    void fold(char[] text, int start, int end) {
        int before = size;
        reserve((end - start) * MAX_BYTES_OF_CHAR);
        int ascii = start;
        while (ascii < end && text[ascii] < 0x80) {
            bytes[size++] = (byte) Letters.FOLDED[text[ascii++]];
        }
        boolean alone = true;
        for (int i = ascii; i < end; i++) {
            int kind = Letters.kind(text[i]);
            if (!folds(kind, alone)) {
                size = before;
                put(Folding.fold(new String(text, start, end - start)));
                return;
            }
            alone = (kind & Letters.PLAIN) != 0;
            encode(Letters.FOLDED[text[i]]);
        }
    }

    private static boolean folds(int kind, boolean alone) {
        return (kind & Letters.PLAIN) != 0 || (alone && (kind & Letters.PLAIN_IF_ALONE) != 0);
    }

    private void encode(char c) {
        if (c < 0x80) {
            bytes[size++] = (byte) c;
        } else if (c < 0x800) {
            bytes[size++] = (byte) (0xC0 | (c >> 6));
            bytes[size++] = (byte) (0x80 | (c & 0x3F));
        } else {
            bytes[size++] = (byte) (0xE0 | (c >> 12));
            bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
            bytes[size++] = (byte) (0x80 | (c & 0x3F));
        }
    }

    private void reserve(int more) {
        if (bytes.length - size < more + PADDING) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more + PADDING, 2 * bytes.length));
        }
    }
}
