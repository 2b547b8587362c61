package io.tocsin.match;

import io.tocsin.rule.FormBuffer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Short stretches of bytes, taken eight at a time. Arrays must have {@link FormBuffer#PADDING} bytes behind what is
 * read, whatever is in them.
 */
final class Bytes {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FIRST = 0xa0761d6478bd642fL;
    private static final long SECOND = 0xe7037ed1a0b428dbL;

    private Bytes() {}

    /**
     * A hash of bytes and of what they are a value of, keyed by a seed, so that nobody can choose what collides. After
     * wyhash (Wang Yi): 64-bit words are multiplied to 128 bits, whose halves are combined.
     */
    static int hash(byte key, byte[] bytes, int start, int end, long seed) {
        long hash = seed ^ FIRST ^ key;
        int at = start;
        for (; end - at > Long.BYTES; at += Long.BYTES) {
            hash = mix(eightAt(bytes, at) ^ SECOND, hash);
        }
        hash = mix(lastEight(bytes, at, end - at) ^ SECOND ^ (end - start), hash);
        return (int) (hash ^ (hash >>> Integer.SIZE));
    }

    static int hash(long eight, long seed) {
        long hash = mix(eight ^ SECOND, seed ^ FIRST);
        return (int) (hash ^ (hash >>> Integer.SIZE));
    }

    static boolean same(byte[] one, int start, byte[] other, int otherStart, int length) {
        int at = 0;
        for (; length - at > Long.BYTES; at += Long.BYTES) {
            if (eightAt(one, start + at) != eightAt(other, otherStart + at)) {
                return false;
            }
        }
        return lastEight(one, start + at, length - at) == lastEight(other, otherStart + at, length - at);
    }

    /** The first {@code length} of the wanted bytes stand somewhere between; all of it padded. */
    static boolean hold(byte[] bytes, int start, int end, byte[] wanted, int length) {
        for (int at = start; at + length <= end; at++) {
            if (bytes[at] == wanted[0] && same(bytes, at, wanted, 0, length)) {
                return true;
            }
        }
        return false;
    }

    static int fourAt(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    static void putFour(byte[] bytes, int at, int four) {
        INT.set(bytes, at, four);
    }

    static long eightAt(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    static void putEight(byte[] bytes, int at, long eight) {
        LONG.set(bytes, at, eight);
    }

    /** Up to eight bytes. */
    private static long lastEight(byte[] bytes, int at, int length) {
        return length == 0 ? 0 : eightAt(bytes, at) & (-1L >>> (Long.SIZE - Byte.SIZE * length));
    }

    private static long mix(long a, long b) {
        return Math.multiplyHigh(a, b) ^ (a * b);
    }
}
