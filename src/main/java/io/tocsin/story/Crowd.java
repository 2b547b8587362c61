package io.tocsin.story;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How many different authors there were: exactly up to sixteen, then by HyperLogLog with 64 registers (Flajolet, Fusy,
 * Gandouet, Meunier 2007), whose standard error is 13 %.
 */
final class Crowd {
    private static final int EXACT = 16;
    private static final int REGISTERS = 64;
    private static final double ALPHA = 0.709;

    private static final int[] NOBODY = {};

    private int[] few = new int[4];
    private int size;
    private byte @Nullable [] registers;

    /** @param author a well mixed hash */
    void add(int author) {
        if (registers != null) {
            register(registers, author);
        } else {
            addExactly(author);
        }
    }

    private void addExactly(int author) {
        int[] known = few;
        for (int i = 0; i < size; i++) {
            if (known[i] == author) {
                return;
            }
        }
        if (size == EXACT) {
            byte[] all = new byte[REGISTERS];
            for (int one : known) {
                register(all, one);
            }
            register(all, author);
            registers = all;
            few = NOBODY;
            return;
        }
        if (size == known.length) {
            known = Arrays.copyOf(known, 2 * size);
            few = known;
        }
        known[size++] = author;
    }

    void addAll(Crowd other) {
        if (other.registers == null) {
            for (int i = 0; i < other.size; i++) {
                add(other.few[i]);
            }
            return;
        }
        if (registers == null) {
            byte[] all = new byte[REGISTERS];
            for (int i = 0; i < size; i++) {
                register(all, few[i]);
            }
            registers = all;
            few = NOBODY;
        }
        for (int i = 0; i < REGISTERS; i++) {
            registers[i] = (byte) Math.max(registers[i], other.registers[i]);
        }
    }

    int count() {
        if (registers == null) {
            return size;
        }
        double sum = 0;
        int empty = 0;
        for (byte register : registers) {
            sum += 1.0 / (1L << register);
            empty += register == 0 ? 1 : 0;
        }
        double estimate = ALPHA * REGISTERS * REGISTERS / sum;
        if (estimate <= 2.5 * REGISTERS && empty > 0) {
            estimate = REGISTERS * Math.log((double) REGISTERS / empty);
        }
        return Math.max(EXACT + 1, (int) Math.round(estimate));
    }

    private static void register(byte[] registers, int author) {
        int at = author >>> 26;
        int rank = Integer.numberOfLeadingZeros((author << 6) | 32) + 1;
        registers[at] = (byte) Math.max(registers[at], rank);
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(registers == null ? size : EXACT + 1);
        if (registers != null) {
            out.write(registers);
            return;
        }
        for (int i = 0; i < size; i++) {
            out.writeInt(few[i]);
        }
    }

    void read(DataInput in) throws IOException {
        int count = in.readUnsignedByte();
        if (count > EXACT) {
            byte[] all = new byte[REGISTERS];
            in.readFully(all);
            registers = all;
            few = NOBODY;
            return;
        }
        for (; count > 0; count--) {
            add(in.readInt());
        }
    }
}
