package io.tocsin.push;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Frames of RFC 6455 as a server sends them: final, not masked, the header and the payload in one buffer. */
final class Frame {
    static final int TEXT = 0x1;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    private static final int FINAL = 0x80;
    /** Of a message that is compressed as RFC 7692 has it. */
    private static final int COMPRESSED = 0x40;

    private static final int SHORT_BYTES = 125;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final int MAX_HEADER_BYTES = 10;
    private static final int MAX_REASON_BYTES = 123;

    private Frame() {}

    static ByteBuf text(byte[] payload) {
        return of(TEXT, payload);
    }

    static ByteBuf compressed(byte[] payload) {
        return frame(FINAL | COMPRESSED | TEXT, payload);
    }

    static ByteBuf of(int opcode, byte[] payload) {
        return frame(FINAL | opcode, payload);
    }

    /** What of the reason does not fit is left out. */
    static ByteBuf close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, MAX_REASON_BYTES);
        // Not in the middle of a character.
        while (length < text.length && length > 0 && (text[length] & 0xC0) == 0x80) {
            length--;
        }
        byte[] payload = new byte[2 + length];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(Arrays.copyOf(text, length), 0, payload, 2, length);
        return of(CLOSE, payload);
    }

    private static ByteBuf frame(int first, byte[] payload) {
        // Not of a loop's pool: it may be let go of on any other loop, and be kept for long.
        ByteBuf frame = UnpooledByteBufAllocator.DEFAULT.directBuffer(MAX_HEADER_BYTES + payload.length);
        frame.writeByte(first);
        if (payload.length <= SHORT_BYTES) {
            frame.writeByte(payload.length);
        } else if (payload.length <= 0xFFFF) {
            frame.writeByte(TWO_BYTES).writeShort(payload.length);
        } else {
            frame.writeByte(EIGHT_BYTES).writeLong(payload.length);
        }
        return frame.writeBytes(payload);
    }
}
