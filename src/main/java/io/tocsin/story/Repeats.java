package io.tocsin.story;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The last posts that do not repeat others, so that one that does is known: by what it refers to, or because its
 * signature agrees. Sixty-four signatures are compared faster than buckets of them are looked up; a post that is
 * repeated stays.
 */
final class Repeats {
    static final int MOST = 64;
    /** Bits in which the signatures of a post and of one that repeats it agree, at least. */
    static final int ALIKE = 51;

    private static final int FEW = 8;

    private long[] ids = new long[FEW];
    private long[] signatures = new long[FEW];
    private int[] groups = new int[FEW];
    private int size;

    void put(long id, long signature, int group) {
        if (size == MOST) {
            remove(0);
        } else if (size == ids.length) {
            ids = Arrays.copyOf(ids, 2 * size);
            signatures = Arrays.copyOf(signatures, 2 * size);
            groups = Arrays.copyOf(groups, 2 * size);
        }
        ids[size] = id;
        signatures[size] = signature;
        groups[size] = group;
        size++;
    }

    /** The group of the post with that id; 0 if it is not known any more. */
    int groupOf(long id) {
        for (int i = size - 1; i >= 0; i--) {
            if (ids[i] == id) {
                return used(i);
            }
        }
        return 0;
    }

    /** The group of the post that a text with this signature repeats most closely; 0 if it repeats none. */
    int groupLike(long signature) {
        int best = -1;
        int most = ALIKE - 1;
        for (int i = size - 1; i >= 0; i--) {
            int same = Long.SIZE - Long.bitCount(signatures[i] ^ signature);
            if (same > most && signatures[i] != 0) {
                best = i;
                most = same;
            }
        }
        return best < 0 ? 0 : used(best);
    }

    void forget(int group) {
        for (int i = size - 1; i >= 0; i--) {
            if (groups[i] == group) {
                remove(i);
            }
        }
    }

    /** Posts of the one group are the other's from now on. */
    void move(int from, int to) {
        for (int i = 0; i < size; i++) {
            if (groups[i] == from) {
                groups[i] = to;
            }
        }
    }

    private int used(int at) {
        long id = ids[at];
        long signature = signatures[at];
        int group = groups[at];
        if (at < size - 1) {
            remove(at);
            put(id, signature, group);
        }
        return group;
    }

    private void remove(int at) {
        System.arraycopy(ids, at + 1, ids, at, size - at - 1);
        System.arraycopy(signatures, at + 1, signatures, at, size - at - 1);
        System.arraycopy(groups, at + 1, groups, at, size - at - 1);
        size--;
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(size);
        for (int i = 0; i < size; i++) {
            out.writeLong(ids[i]);
            out.writeLong(signatures[i]);
            out.writeInt(groups[i]);
        }
    }

    void read(DataInput in) throws IOException {
        for (int count = in.readUnsignedByte(); count > 0; count--) {
            put(in.readLong(), in.readLong(), in.readInt());
        }
    }
}
