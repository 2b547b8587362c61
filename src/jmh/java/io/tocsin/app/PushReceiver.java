package io.tocsin.app;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The clients of {@link PushProgram}, as one process: sockets that follow feeds and count what they are sent.
 * Arguments: where to count, port, how many sockets, what to say first on each ({@code -} is nothing), the feeds to
 * follow in turn with commas between ({@code -} is none: only counting).
 */
final class PushReceiver {
    private static final int SOURCES = 8;
    private static final int READ_BYTES = 256 * 1024;
    /** How much of a message is looked at: enough to find the time in it. */
    private static final int SEEN_BYTES = 700;

    private static final int PING = 9;
    /** Masked, as a client's frames are, and with nothing in it: the node's pings have nothing in them. */
    private static final byte[] PONG = {(byte) 0x8A, (byte) 0x80, 0, 0, 0, 0};

    private static final byte[] MARK = "storm ".getBytes(StandardCharsets.US_ASCII);

    private final PushCounts counts;
    private final int port;
    private final ByteBuffer read = ByteBuffer.allocateDirect(READ_BYTES);

    private PushReceiver(PushCounts counts, int port) {
        this.counts = counts;
        this.port = port;
    }

    public static void main(String[] args) throws IOException {
        try (PushCounts counts = PushCounts.open(Path.of(args[0]))) {
            new PushReceiver(counts, Integer.parseInt(args[1]))
                    .run(Integer.parseInt(args[2]), args[3], args[4].split(",", -1));
        }
    }

    /** What has come of a frame that is not whole yet. */
    private static final class Incoming {
        private final SocketChannel socket;
        private final byte[] head = new byte[10 + SEEN_BYTES];
        private int headLength;
        private long left;

        Incoming(SocketChannel socket) {
            this.socket = socket;
        }
    }

    private void run(int sockets, String key, String... feeds) throws IOException {
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < sockets; i++) {
                SocketChannel socket = open(i);
                Incoming incoming = new Incoming(socket);
                if (!key.equals("-")) {
                    shakeHands(socket, key);
                    if (!feeds[0].equals("-")) {
                        say(socket, "{\"type\":\"subscribe\",\"subscription\":\"" + feeds[i % feeds.length] + "\"}");
                    }
                }
                socket.configureBlocking(false);
                socket.register(selector, SelectionKey.OP_READ, incoming);
                if (feeds[0].equals("-")) {
                    counts.ready(i + 1);
                }
                if (i % 64 == 0) {
                    take(selector, false);
                }
            }
            while (!counts.over()) {
                take(selector, true);
            }
        }
    }

    /** From several addresses, as one has no more than some 28,000 ports. */
    private SocketChannel open(int number) throws IOException {
        SocketChannel socket = SocketChannel.open();
        socket.bind(new InetSocketAddress(
                InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (2 + number % SOURCES)}), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private static void shakeHands(SocketChannel socket, String key) throws IOException {
        write(
                socket,
                ("GET /v1/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                + "Sec-WebSocket-Protocol: tocsin.v1\r\nAuthorization: Bearer " + key + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        ByteBuffer one = ByteBuffer.allocate(1);
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            one.clear();
            if (socket.read(one) < 0) {
                throw new EOFException("handshake: " + head);
            }
            head.append((char) one.get(0));
        }
        if (!head.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException("handshake: " + head);
        }
    }

    private static void say(SocketChannel socket, String text) throws IOException {
        byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer frame = ByteBuffer.allocate(8 + payload.length)
                .put((byte) 0x81)
                .put((byte) (0x80 | payload.length))
                .putInt(0)
                .put(payload);
        write(socket, java.util.Arrays.copyOf(frame.array(), frame.position()));
    }

    private static void write(SocketChannel socket, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            int unused = socket.write(left);
        }
    }

    private void take(Selector selector, boolean wait) throws IOException {
        int unused = wait ? selector.select(100) : selector.selectNow();
        for (SelectionKey key : selector.selectedKeys()) {
            Incoming incoming = (Incoming) key.attachment();
            SocketChannel socket = incoming.socket;
            read.clear();
            int length = socket.read(read);
            if (length < 0) {
                key.cancel();
                counts.lost();
                socket.close();
            } else {
                read.flip();
                frames(incoming);
            }
        }
        selector.selectedKeys().clear();
        counts.write();
    }

    private void frames(Incoming incoming) throws IOException {
        while (read.hasRemaining()) {
            if (incoming.left > 0) {
                int skipped = (int) Math.min(incoming.left, read.remaining());
                read.position(read.position() + skipped);
                incoming.left -= skipped;
            } else {
                begin(incoming);
            }
        }
    }

    /** Takes a frame's header and the beginning of what it carries, byte by byte, until it is known what it is. */
    private void begin(Incoming incoming) throws IOException {
        byte[] head = incoming.head;
        head[incoming.headLength++] = read.get();
        int header = header(head, incoming.headLength);
        if (header < 0) {
            return;
        }
        long payload = payload(head);
        int seen = incoming.headLength - header;
        if (seen < Math.min(payload, head.length - 10)) {
            int more = (int) Math.min(Math.min(payload, head.length - 10) - seen, read.remaining());
            read.get(head, incoming.headLength, more);
            incoming.headLength += more;
            seen += more;
            if (seen < Math.min(payload, head.length - 10)) {
                return;
            }
        }
        incoming.left = payload - seen;
        incoming.headLength = 0;
        if ((head[0] & 0xF) == PING) {
            write(incoming.socket, PONG);
        } else {
            whole(head, header, seen, payload);
        }
    }

    /** How long the header is; less than 0 if that is not known yet, or it is not all there. */
    private static int header(byte[] head, int length) {
        if (length < 2) {
            return -1;
        }
        int header = (head[1] & 0x7F) == 126 ? 4 : (head[1] & 0x7F) == 127 ? 10 : 2;
        return length < header ? -1 : header;
    }

    private static long payload(byte[] head) {
        int length = head[1] & 0x7F;
        return length < 126
                ? length
                : length == 126
                        ? ByteBuffer.wrap(head).getShort(2) & 0xFFFF
                        : ByteBuffer.wrap(head).getLong(2);
    }

    private void whole(byte[] head, int from, int length, long payload) {
        // {"type":"alert", or {"type":"subscribed": the others do not matter here.
        if (length > 12 && head[from + 9] == 'a') {
            counts.alert(payload, sentAt(head, from, length));
        } else if (length > 12 && head[from + 9] == 's') {
            counts.subscribed();
        }
    }

    /** The time in the post's text; 0 if it is not in what was looked at. */
    private static long sentAt(byte[] head, int from, int length) {
        for (int i = from; i < from + length - MARK.length; i++) {
            if (head[i] == 's' && java.util.Arrays.equals(head, i, i + MARK.length, MARK, 0, MARK.length)) {
                long at = 0;
                for (int j = i + MARK.length; j < from + length && head[j] >= '0' && head[j] <= '9'; j++) {
                    at = at * 10 + head[j] - '0';
                }
                return at;
            }
        }
        return 0;
    }
}
