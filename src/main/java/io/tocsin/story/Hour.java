package io.tocsin.story;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How many different authors there were within the last hour, or the last half hour at least: by linear counting
 * (Whang, Vander-Zanden, Taylor 1990) in two bitmaps, each of half an hour. Beside them, how many posts.
 */
final class Hour {
    /** How long a bitmap is filled. */
    static final long HALF_MILLIS = 30L * 60 * 1000;

    private static final int WORDS = 2;
    private static final int BITS = WORDS * Long.SIZE;

    private final long[] bits = new long[2 * WORDS];
    private int postsNow;
    private int postsBefore;
    /** The number of the half hour that is filled now, since the epoch. */
    private long half;

    void turn(long nowMillis) {
        long now = Math.floorDiv(nowMillis, HALF_MILLIS);
        if (now == half) {
            return;
        }
        boolean next = now == half + 1;
        for (int i = 0; i < WORDS; i++) {
            bits[WORDS + i] = next ? bits[i] : 0;
            bits[i] = 0;
        }
        postsBefore = next ? postsNow : 0;
        postsNow = 0;
        half = now;
    }

    void add(long author, long nowMillis) {
        turn(nowMillis);
        int bit = (int) (author >>> 32) & (BITS - 1);
        bits[bit / Long.SIZE] |= 1L << bit;
        postsNow++;
    }

    void addAll(Hour other, long nowMillis) {
        turn(nowMillis);
        other.turn(nowMillis);
        for (int i = 0; i < bits.length; i++) {
            bits[i] |= other.bits[i];
        }
        postsNow += other.postsNow;
        postsBefore += other.postsBefore;
    }

    int authors() {
        int empty = 0;
        for (int i = 0; i < WORDS; i++) {
            empty += Long.bitCount(~(bits[i] | bits[WORDS + i]));
        }
        return (int) Math.round(BITS * Math.log((double) BITS / Math.max(empty, 0.5)));
    }

    int posts() {
        return postsNow + postsBefore;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(half);
        out.writeInt(postsNow);
        out.writeInt(postsBefore);
        for (long word : bits) {
            out.writeLong(word);
        }
    }

    void read(DataInput in) throws IOException {
        half = in.readLong();
        postsNow = in.readInt();
        postsBefore = in.readInt();
        for (int i = 0; i < bits.length; i++) {
            bits[i] = in.readLong();
        }
    }
}
