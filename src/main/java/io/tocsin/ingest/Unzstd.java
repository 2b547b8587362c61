package io.tocsin.ingest;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.tocsin.wire.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Undoes Zstandard (RFC 8878). */
final class Unzstd implements Unpacking {
    /** 8 MiB, as RFC 9659 has it for HTTP: so much memory a body may ask for. */
    private static final int LONGEST_WINDOW = 23;

    private final Fed fed = new Fed();
    private final ZstdInputStreamNoFinalizer frames;
    private final byte[] piece = new byte[PIECE];

    Unzstd() {
        try {
            frames = new ZstdInputStreamNoFinalizer(fed).setContinuous(true).setLongMax(LONGEST_WINDOW);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was fed and not read yet; it has an end whenever there is nothing more. */
    private static final class Fed extends InputStream {
        private byte[] bytes = {};
        private int at;

        @Override
        public int read() {
            return at < bytes.length ? Byte.toUnsignedInt(bytes[at++]) : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (at == bytes.length) {
                return -1;
            }
            int count = Math.min(length, bytes.length - at);
            System.arraycopy(bytes, at, into, offset, count);
            at += count;
            return count;
        }

        @Override
        public int available() {
            return bytes.length - at;
        }
    }

    @Override
    public void feed(byte[] packed) {
        fed.bytes = packed;
        fed.at = 0;
    }

    @Override
    public byte[] next() {
        int length = read();
        return length < 0 ? new byte[0] : Arrays.copyOf(piece, length);
    }

    private int read() {
        try {
            return frames.read(piece, 0, piece.length);
        } catch (IOException e) {
            throw new MalformedException("zstd: " + e.getMessage());
        }
    }

    @Override
    public void end() {
        // Only a stream that is to have an end says that it has none.
        frames.setContinuous(false);
        if (read() >= 0) {
            throw new IllegalStateException("zstd: there is more (expected: end when all was asked for)");
        }
    }

    @Override
    public void close() {
        try {
            frames.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
