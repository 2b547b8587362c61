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

    /** Appends the text folded, if it is ASCII; otherwise nothing, and false. */
    boolean foldAscii(char[] text, int length) {
        reserve(length);
        int all = 0;
        for (int i = 0; i < length; i++) {
            char c = text[i];
            all |= c;
            bytes[size + i] = (byte) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
        }
        boolean ascii = all < 0x80;
        size += ascii ? length : 0;
        return ascii;
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
