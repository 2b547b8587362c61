package io.tocsin.story;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The signatures of the last headlines of a feed, so that none is told twice. */
final class Told {
    private static final int MOST = 16;

    private final long[] signatures = new long[MOST];
    private int next;

    boolean repeatedBy(long signature) {
        if (signature == 0) {
            return false;
        }
        for (long told : signatures) {
            if (told != 0 && Long.SIZE - Long.bitCount(told ^ signature) >= Repeats.ALIKE) {
                return true;
            }
        }
        return false;
    }

    void add(long signature) {
        signatures[next] = signature;
        next = (next + 1) % MOST;
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(next);
        for (long signature : signatures) {
            out.writeLong(signature);
        }
    }

    void read(DataInput in) throws IOException {
        next = in.readUnsignedByte();
        for (int i = 0; i < MOST; i++) {
            signatures[i] = in.readLong();
        }
    }
}
