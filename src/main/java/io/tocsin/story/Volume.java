package io.tocsin.story;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Posts over a story's life, in at most 24 stretches of equal time, which double when there is no room for more. */
final class Volume {
    private static final int MOST = 24;
    private static final long FIRST_MILLIS = 5L * 60 * 1000;
    private static final int TOP = 0xFFFF;

    private final char[] posts = new char[MOST];
    private final long startMillis;
    private long stretchMillis = FIRST_MILLIS;
    private int last;

    Volume(long startMillis) {
        this.startMillis = startMillis;
    }

    void add(long nowMillis, int count) {
        long at = Math.max(0, nowMillis - startMillis) / stretchMillis;
        while (at >= MOST) {
            halve();
            at /= 2;
        }
        last = Math.max(last, (int) at);
        posts[(int) at] = (char) Math.min(TOP, posts[(int) at] + count);
    }

    private void halve() {
        for (int i = 0; i < MOST; i++) {
            posts[i] = 2 * i + 1 < MOST ? (char) Math.min(TOP, posts[2 * i] + posts[2 * i + 1]) : 0;
        }
        last /= 2;
        stretchMillis *= 2;
    }

    void addAll(Volume other) {
        for (int i = 0; i <= other.last; i++) {
            if (other.posts[i] > 0) {
                add(other.startMillis + i * other.stretchMillis, other.posts[i]);
            }
        }
    }

    List<Integer> values() {
        List<Integer> values = new ArrayList<>();
        for (int i = 0; i <= last; i++) {
            values.add((int) posts[i]);
        }
        return values;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(stretchMillis);
        out.writeByte(last);
        for (int i = 0; i <= last; i++) {
            out.writeChar(posts[i]);
        }
    }

    void read(DataInput in) throws IOException {
        stretchMillis = in.readLong();
        last = in.readUnsignedByte();
        for (int i = 0; i <= last; i++) {
            posts[i] = in.readChar();
        }
    }
}
