package io.tocsin.match;

import io.tocsin.rule.FormBuffer;
import io.tocsin.rule.RuleId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The ids and texts of numbered rules, as bytes: a million of them as objects would weigh more than their index. */
final class Names {
    static final int ABSENT = -1;

    private static final int LENGTH_BYTES = 2;
    private static final int MAX_ID_BYTES = (1 << (Byte.SIZE * LENGTH_BYTES)) - 1;

    private final long seed;
    /** By rule: the length of its id, the id, its text. */
    private byte[] bytes = new byte[256];

    private int[] starts = new int[17];
    private int size;
    /** By hash of the id: the rule's number and 1; 0 if free. At most half full. */
    private int[] slots = new int[32];

    Names(long seed) {
        this.seed = seed;
    }

    int size() {
        return size;
    }

    RuleId id(int rule) {
        return new RuleId(new String(bytes, idStart(rule), idLength(rule), StandardCharsets.UTF_8));
    }

    String text(int rule) {
        int start = idStart(rule) + idLength(rule);
        return new String(bytes, start, starts[rule + 1] - start, StandardCharsets.UTF_8);
    }

    /** The rule's number, or {@link #ABSENT}; of two with the same id, the later one's. */
    int find(RuleId id) {
        byte[] name = padded(id);
        int length = name.length - FormBuffer.PADDING;
        int found = ABSENT;
        int mask = slots.length - 1;
        for (int at = Bytes.hash((byte) 0, name, 0, length, seed) & mask; slots[at] != 0; at = (at + 1) & mask) {
            int rule = slots[at] - 1;
            int start = idStart(rule);
            if (idLength(rule) == length && Bytes.same(bytes, start, name, 0, length)) {
                found = Math.max(found, rule);
            }
        }
        return found;
    }

    void add(RuleId id, String text) {
        byte[] name = id.value().getBytes(StandardCharsets.UTF_8);
        byte[] rule = text.getBytes(StandardCharsets.UTF_8);
        if (name.length > MAX_ID_BYTES) {
            throw new IllegalArgumentException(
                    "rule id: " + name.length + " bytes (expected: at most " + MAX_ID_BYTES + ")");
        }
        int at = starts[size];
        reserve(at + LENGTH_BYTES + name.length + rule.length);
        bytes[at] = (byte) name.length;
        bytes[at + 1] = (byte) (name.length >> Byte.SIZE);
        System.arraycopy(name, 0, bytes, at + LENGTH_BYTES, name.length);
        System.arraycopy(rule, 0, bytes, at + LENGTH_BYTES + name.length, rule.length);
        added(at + LENGTH_BYTES + name.length + rule.length);
    }

    /** Adds a rule of another list. */
    void add(Names other, int rule) {
        int length = other.starts[rule + 1] - other.starts[rule];
        int at = starts[size];
        reserve(at + length);
        System.arraycopy(other.bytes, other.starts[rule], bytes, at, length);
        added(at + length);
    }

    /** Gives back what was reserved for more. */
    void trim() {
        bytes = Arrays.copyOf(bytes, starts[size] + FormBuffer.PADDING);
        starts = Arrays.copyOf(starts, size + 1);
    }

    long bytes() {
        return bytes.length + (long) Integer.BYTES * (starts.length + slots.length);
    }

    private static byte[] padded(RuleId id) {
        byte[] name = id.value().getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(name, name.length + FormBuffer.PADDING);
    }

    private void added(int end) {
        starts[size + 1] = end;
        size++;
        if (2 * size > slots.length) {
            slots = new int[2 * slots.length];
            for (int rule = 0; rule < size - 1; rule++) {
                insert(rule);
            }
        }
        insert(size - 1);
    }

    private void insert(int rule) {
        int start = idStart(rule);
        int mask = slots.length - 1;
        int at = Bytes.hash((byte) 0, bytes, start, start + idLength(rule), seed) & mask;
        while (slots[at] != 0) {
            at = (at + 1) & mask;
        }
        slots[at] = rule + 1;
    }

    private int idStart(int rule) {
        return starts[rule] + LENGTH_BYTES;
    }

    private int idLength(int rule) {
        int at = starts[rule];
        return (bytes[at] & 0xFF) | ((bytes[at + 1] & 0xFF) << Byte.SIZE);
    }

    private void reserve(int end) {
        if (end + FormBuffer.PADDING > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end + FormBuffer.PADDING, bytes.length + (bytes.length >> 1)));
        }
        if (size + 2 > starts.length) {
            starts = Arrays.copyOf(starts, starts.length + (starts.length >> 1));
        }
    }
}
