package io.tocsin.match;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A hash of bytes, keyed by a seed so that nobody can choose what collides. After wyhash (Wang Yi): 64-bit words are
 * multiplied to 128 bits, whose halves are combined.
 */
final class Hash {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FIRST = 0xa0761d6478bd642fL;
    private static final long SECOND = 0xe7037ed1a0b428dbL;

    private Hash() {}

    static int of(byte[] bytes, int start, int end, long seed) {
        int length = end - start;
        long hash = seed ^ FIRST;
        int at = start;
        while (end - at > 16) {
            hash = mix(word(bytes, at) ^ SECOND, word(bytes, at + 8) ^ hash);
            at += 16;
        }
        long a;
        long b;
        if (end - at >= 8) {
            a = word(bytes, at);
            b = word(bytes, end - 8);
        } else if (end - at >= 4) {
            a = (int) INT.get(bytes, at);
            b = (int) INT.get(bytes, end - 4);
        } else if (end > at) {
            a = ((bytes[at] & 0xFFL) << 16) | ((bytes[(at + end) >>> 1] & 0xFFL) << 8) | (bytes[end - 1] & 0xFFL);
            b = 0;
        } else {
            a = 0;
            b = 0;
        }
        long mixed = mix(SECOND ^ length, mix(a ^ SECOND, b ^ hash));
        return (int) (mixed ^ (mixed >>> 32));
    }

    private static long word(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    private static long mix(long a, long b) {
        return Math.multiplyHigh(a, b) ^ (a * b);
    }
}
