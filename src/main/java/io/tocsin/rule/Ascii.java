package io.tocsin.rule;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Characters of ASCII, eight at a time in a {@code long}, the first in its lowest byte. */
final class Ascii {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    private Ascii() {}

    static boolean is(char[] text, int length) {
        int all = 0;
        for (int i = 0; i < length; i++) {
            all |= text[i];
        }
        return all < 0x80;
    }

    /** Writes a text of ASCII to the array. */
    @SuppressWarnings("deprecation") // It cuts characters to bytes, which is what is wanted, and is one copy.
    static void copy(String text, byte[] to, int at) {
        text.getBytes(0, text.length(), to, at);
    }

    static long eight(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    static void putEight(byte[] bytes, int at, long eight) {
        LONG.set(bytes, at, eight);
    }

    /** Capital letters become small ones. */
    static long fold(long eight) {
        return eight | (between(eight, 'A', 'Z') >>> 2);
    }

    /** A bit for each, the first lowest: 1 if it is a small letter or a digit. */
    static long words(long eight) {
        long found = between(eight, 'a', 'z') | between(eight, '0', '9');
        return ((found >>> 7) * 0x0102040810204080L) >>> (Long.SIZE - Long.BYTES);
    }

    /** The highest bit of each that is one of these, and nothing else. */
    private static long between(long eight, char first, char last) {
        return (eight + (0x80 - first) * EACH) & ~(eight + (0x7F - last) * EACH) & HIGH;
    }
}
