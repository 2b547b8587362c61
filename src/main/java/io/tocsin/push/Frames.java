package io.tocsin.push;

import io.netty.buffer.ByteBuf;
import io.tocsin.feed.Entry;
import io.tocsin.wire.CursorText;
import io.tocsin.wire.ServerFrame;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;

/**
 * Alerts as frames, each made once for all sessions of this node. What is kept is bounded: who comes later for an alert
 * that has been pushed out has it made again. It is kept for the entry itself, not for its number: an alert whose post
 * was erased is another entry. Callable from any thread.
 */
final class Frames {
    private static final long MAX_BYTES = 8L << 20;
    private static final int BUFFER_BYTES = 1024;

    private final CursorText cursors;
    private final long maxBytes;
    // Guarded by this. In order of arrival.
    private final Map<Key, ByteBuf> made = new LinkedHashMap<>();
    private long bytes;
    private long count;

    /** An entry itself, in one of its two forms. */
    private static final class Key {
        private final Entry entry;
        private final boolean deflated;

        Key(Entry entry, boolean deflated) {
            this.entry = entry;
            this.deflated = deflated;
        }

        @Override
        @SuppressWarnings("ReferenceEquality")
        public boolean equals(Object other) {
            return other instanceof Key key && key.entry == entry && key.deflated == deflated;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(entry) * 2 + (deflated ? 1 : 0);
        }
    }

    Frames(CursorText cursors) {
        this(cursors, MAX_BYTES);
    }

    Frames(CursorText cursors, long maxBytes) {
        this.cursors = cursors;
        this.maxBytes = maxBytes;
    }

    /** The alert's frame, which the caller is to let go of; it shares its bytes with all others of this alert. */
    synchronized ByteBuf of(Entry entry, boolean deflated) {
        Key key = new Key(entry, deflated);
        ByteBuf frame = made.get(key);
        if (frame == null) {
            byte[] text = ServerFrame.alert(entry, cursors);
            frame = deflated ? Frame.compressed(deflate(text)) : Frame.text(text);
            made.put(key, frame);
            bytes += frame.readableBytes();
            count++;
        }
        ByteBuf shared = frame.retainedDuplicate();
        trim();
        return shared;
    }

    private void trim() {
        var oldest = made.values().iterator();
        while (bytes > maxBytes && oldest.hasNext()) {
            ByteBuf frame = oldest.next();
            oldest.remove();
            bytes -= frame.readableBytes();
            frame.release();
        }
    }

    /** How many were made so far. */
    synchronized long count() {
        return count;
    }

    /** Lets go of all that is kept. */
    synchronized void clear() {
        made.values().forEach(ByteBuf::release);
        made.clear();
        bytes = 0;
    }

    /** On its own, so that it means the same whatever the session was sent before: RFC 7692, 7.2.1. */
    static byte[] deflate(byte[] text) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(text);
            byte[] out = new byte[BUFFER_BYTES];
            int length = 0;
            while (true) {
                int more = deflater.deflate(out, length, out.length - length, Deflater.SYNC_FLUSH);
                length += more;
                if (length < out.length) {
                    break;
                }
                out = Arrays.copyOf(out, out.length * 2);
            }
            // The empty block that a flush ends with is left out, and put back by the reader.
            return Arrays.copyOf(out, length - 4);
        } finally {
            deflater.end();
        }
    }
}
