package io.tocsin.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The floor of {@link PushProgram}: the same bytes to as many sockets, one call a message, and nothing else. In Java,
 * on channels that do not block, from a buffer outside the heap. Arguments: how many sockets, how many rounds, how long
 * a message is. It says its port, and begins each round when it is told a line: as the node does when it is given a
 * post.
 */
final class BareSender {
    private BareSender() {}

    /** As {@link #main}, in C: what a system call costs without a JVM around it. */
    static final String IN_C = """
            #include <stdio.h>
            #include <stdlib.h>
            #include <string.h>
            #include <errno.h>
            #include <poll.h>
            #include <sys/socket.h>
            #include <netinet/in.h>
            #include <arpa/inet.h>
            int main(int argc, char **argv) {
                int count = atoi(argv[1]), rounds = atoi(argv[2]), payload = atoi(argv[3]);
                int server = socket(AF_INET, SOCK_STREAM, 0), one = 1;
                struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
                socklen_t size = sizeof at;
                setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
                if (bind(server, (struct sockaddr *)&at, size) || listen(server, 4096)) return 1;
                getsockname(server, (struct sockaddr *)&at, &size);
                printf("%d\\n", ntohs(at.sin_port));
                fflush(stdout);
                int *sockets = malloc(count * sizeof(int));
                for (int i = 0; i < count; i++) sockets[i] = accept(server, 0, 0);
                char *frame = malloc(payload + 4);
                memset(frame, 'x', payload + 4);
                frame[0] = (char)0x81; frame[1] = 126; frame[2] = payload >> 8; frame[3] = payload;
                memcpy(frame + 4, "{\\"type\\":\\"alert\\"", 15);
                for (int r = 0; r < rounds; r++) {
                    if (getchar() == EOF) return 1;
                    for (int i = 0; i < count; i++)
                        for (int sent = 0; sent < payload + 4;) {
                            ssize_t n = send(sockets[i], frame + sent, payload + 4 - sent, MSG_DONTWAIT | MSG_NOSIGNAL);
                            if (n > 0) sent += n;
                            else if (errno == EAGAIN) {
                                struct pollfd full = { .fd = sockets[i], .events = POLLOUT };
                                poll(&full, 1, -1);
                            } else return 1;
                        }
                }
                getchar();
                return 0;
            }
            """;

    public static void main(String[] args) throws IOException {
        int count = Integer.parseInt(args[0]);
        int rounds = Integer.parseInt(args[1]);
        byte[] frame = frame(Integer.parseInt(args[2]));
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
            System.out.println(((InetSocketAddress) server.getLocalAddress()).getPort());
            List<SocketChannel> sockets = new ArrayList<>();
            while (sockets.size() < count) {
                SocketChannel socket = server.accept();
                socket.configureBlocking(false);
                sockets.add(socket);
            }
            ByteBuffer bytes =
                    ByteBuffer.allocateDirect(frame.length).put(frame).flip();
            for (int round = 0; round < rounds && System.in.read() >= 0; round++) {
                for (SocketChannel socket : sockets) {
                    bytes.rewind();
                    while (bytes.hasRemaining()) {
                        int unused = socket.write(bytes);
                    }
                }
            }
            int unused = System.in.read();
        }
    }

    private static byte[] frame(int payload) {
        byte[] frame = new byte[payload + 4];
        java.util.Arrays.fill(frame, (byte) 'x');
        frame[0] = (byte) 0x81;
        frame[1] = 126;
        frame[2] = (byte) (payload >> 8);
        frame[3] = (byte) payload;
        byte[] begin = "{\"type\":\"alert\"".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(begin, 0, frame, 4, begin.length);
        return frame;
    }
}
