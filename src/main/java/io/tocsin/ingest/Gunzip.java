package io.tocsin.ingest;

import io.tocsin.wire.MalformedException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Undoes gzip (RFC 1952): members one after the other, each a head, what was deflated, and a checksum with a length.
 * {@link java.util.zip.GZIPInputStream} does the same, but waits for bytes that are not there yet.
 */
final class Gunzip implements Unpacking {
    private static final int FIXED_HEAD = 10;
    private static final int TAIL = 8;
    private static final int HEAD_CHECKSUM = 1 << 1;
    private static final int EXTRA = 1 << 2;
    private static final int NAME = 1 << 3;
    private static final int COMMENT = 1 << 4;
    private static final int LONGEST_HEAD = 1 << 17;
    private static final byte[] MAGIC = {0x1f, (byte) 0x8b, 8};

    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] piece = new byte[PIECE];
    private Part part = Part.HEAD;
    /** What came of a head or a tail. */
    private byte[] begun = {};
    /** What the inflater has its input from. */
    private byte[] deflated = {};

    private enum Part {
        HEAD,
        DEFLATED,
        TAIL
    }

    @Override
    public void feed(byte[] packed) {
        if (part == Part.DEFLATED) {
            deflated = packed;
            inflater.setInput(packed);
        } else {
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            both.writeBytes(begun);
            both.writeBytes(packed);
            begun = both.toByteArray();
        }
    }

    @Override
    public byte[] next() {
        while (true) {
            if (part == Part.DEFLATED) {
                int length = inflate();
                if (length > 0) {
                    return Arrays.copyOf(piece, length);
                } else if (!inflater.finished()) {
                    return new byte[0];
                }
                part = Part.TAIL;
                begun = Arrays.copyOfRange(deflated, deflated.length - inflater.getRemaining(), deflated.length);
            } else if (!(part == Part.HEAD ? head() : tail())) {
                return new byte[0];
            }
        }
    }

    private int inflate() {
        try {
            int length = inflater.inflate(piece);
            if (inflater.needsDictionary()) {
                throw malformed("it needs a dictionary");
            }
            checksum.update(piece, 0, length);
            return length;
        } catch (DataFormatException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    /** Whether it was whole. */
    private boolean head() {
        int length = headLength();
        if (length < 0) {
            if (begun.length > LONGEST_HEAD) {
                throw malformed("its head is too long");
            }
            return false;
        }
        inflater.reset();
        checksum.reset();
        part = Part.DEFLATED;
        byte[] rest = Arrays.copyOfRange(begun, length, begun.length);
        begun = new byte[0];
        feed(rest);
        return true;
    }

    /** How long the head is; less than nothing if it is not all there. */
    private int headLength() {
        for (int i = 0; i < Math.min(MAGIC.length, begun.length); i++) {
            if (begun[i] != MAGIC[i]) {
                throw malformed("it does not begin as gzip does");
            }
        }
        if (begun.length < FIXED_HEAD) {
            return -1;
        }
        int flags = begun[3];
        int at = FIXED_HEAD;
        if ((flags & EXTRA) != 0) {
            if (begun.length < at + 2) {
                return -1;
            }
            at += 2 + ByteBuffer.wrap(begun).order(ByteOrder.LITTLE_ENDIAN).getChar(at);
        }
        at = (flags & NAME) == 0 ? at : afterZero(at);
        at = (flags & COMMENT) == 0 || at < 0 ? at : afterZero(at);
        at = (flags & HEAD_CHECKSUM) == 0 || at < 0 ? at : at + 2;
        return at > begun.length ? -1 : at;
    }

    private int afterZero(int from) {
        for (int i = from; i < begun.length; i++) {
            if (begun[i] == 0) {
                return i + 1;
            }
        }
        return -1;
    }

    /** Whether it was whole. */
    private boolean tail() {
        if (begun.length < TAIL) {
            return false;
        }
        ByteBuffer tail = ByteBuffer.wrap(begun).order(ByteOrder.LITTLE_ENDIAN);
        if (tail.getInt() != (int) checksum.getValue() || tail.getInt() != (int) inflater.getBytesWritten()) {
            throw malformed("its checksum is another");
        }
        part = Part.HEAD;
        begun = Arrays.copyOfRange(begun, TAIL, begun.length);
        return begun.length > 0;
    }

    @Override
    public void end() {
        if (part != Part.HEAD || begun.length > 0 || inflater.getBytesRead() == 0) {
            throw malformed("it breaks off");
        }
    }

    private static MalformedException malformed(String reason) {
        return new MalformedException("gzip: " + reason);
    }

    @Override
    public void close() {
        inflater.end();
    }
}
