package io.tocsin;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A WebSocket client that sends whatever bytes it is told to. */
public final class RawSocket implements AutoCloseable {
    private static final int LIMIT_MILLIS = 10_000;
    private static final int BUFFER_BYTES = 1024;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final String head;

    /** A frame as it came. */
    public static final class Got {
        private final int first;
        private final byte[] payload;

        private Got(int first, byte[] payload) {
            this.first = first;
            this.payload = payload;
        }

        /** The first byte: flags and opcode. */
        public int first() {
            return first;
        }

        public byte[] payload() {
            return payload;
        }

        public int opcode() {
            return first & 0xF;
        }

        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** Of a close frame. */
        public int code() {
            return ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
        }
    }

    /** Shakes hands, with these headers beside those that are needed. */
    public RawSocket(int port, String... headers) throws IOException {
        this(port, 0, headers);
    }

    /** @param receiveBytes how much the socket holds that is not read; 0 as is usual */
    public RawSocket(int port, int receiveBytes, String... headers) throws IOException {
        if (receiveBytes > 0) {
            socket.setReceiveBufferSize(receiveBytes);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(LIMIT_MILLIS);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES));
        send(("GET /v1/stream HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + "Sec-WebSocket-Protocol: tocsin.v1\r\n" + String.join("", lines(headers)) + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        StringBuilder read = new StringBuilder();
        while (read.indexOf("\r\n\r\n") < 0) {
            read.append((char) in.readUnsignedByte());
        }
        head = read.toString();
    }

    /** What the server said to the handshake. */
    public String head() {
        return head;
    }

    private static String[] lines(String... headers) {
        String[] lines = headers.clone();
        for (int i = 0; i < lines.length; i++) {
            lines[i] += "\r\n";
        }
        return lines;
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    public void frame(int first, byte[] payload) throws IOException {
        send(masked(first, payload));
    }

    public void text(String text) throws IOException {
        frame(0x81, text.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] masked(int first, byte[] payload) {
        byte[] mask = {1, 2, 3, 4};
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length < 65536) {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        frame.writeBytes(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ mask[i % 4]);
        }
        return frame.toByteArray();
    }

    /** The next frame. */
    public Got next() throws IOException {
        int first = in.readUnsignedByte();
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = new byte[(int) length];
        in.readFully(payload);
        return new Got(first, payload);
    }

    /** The next frame that is no text: what is said before it does not matter here. */
    public Got nextControl() throws IOException {
        Got frame = next();
        while (frame.opcode() < 8) {
            frame = next();
        }
        return frame;
    }

    /** Whether the connection is at its end. */
    public boolean ended() throws IOException {
        try {
            return in.read() < 0;
        } catch (EOFException e) {
            return true;
        } catch (IOException e) {
            // A reset is an end, too.
            return Optional.ofNullable(e.getMessage()).orElse("").contains("reset");
        }
    }

    /** Reads so many bytes, whatever they are. */
    public void read(int bytes) throws IOException {
        in.readNBytes(bytes);
    }

    /** Reads until the text has come, wherever it is. */
    public void skipUntil(String text) throws IOException {
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        byte[] last = new byte[64 * 1024 + wanted.length];
        int kept = 0;
        while (true) {
            int more = in.read(last, kept, last.length - kept);
            if (more < 0) {
                throw new EOFException(text);
            }
            int length = kept + more;
            if (new String(last, 0, length, StandardCharsets.ISO_8859_1).contains(text)) {
                return;
            }
            kept = Math.min(length, wanted.length - 1);
            System.arraycopy(last, length - kept, last, 0, kept);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
