package io.tocsin.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** A server of bytes: what it does with a connection, once a request has come on it, is the test's to say. */
final class HostileServer implements AutoCloseable {
    /** What is done with a connection. An end of it is an {@link IOException}. */
    interface Conduct {
        void on(Talk talk) throws IOException;
    }

    /** One connection. */
    final class Talk {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        private Talk(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            this.out = socket.getOutputStream();
        }

        /** Waits for a request's head and its body. */
        void request() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("the other side ended the connection");
                }
                head.append((char) next);
            }
            String lower = head.toString().toLowerCase(Locale.ROOT);
            int at = lower.indexOf("content-length: ") + "content-length: ".length();
            int length = Integer.parseInt(lower.substring(at, lower.indexOf("\r\n", at)));
            in.readNBytes(length);
            heads.add(head.toString());
        }

        void say(String text) throws IOException {
            say(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void say(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
            said.addAndGet(bytes.length);
        }

        /** Waits until the other side ends the connection. */
        void untilTheyClose() throws IOException {
            long unused = in.transferTo(OutputStream.nullOutputStream());
        }

        /** Ends the connection with a reset. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    /** The heads of the requests that came. */
    final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    /** A connection ended, however it did. */
    final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

    final AtomicLong said = new AtomicLong();
    private final ServerSocket server;
    private final Conduct conduct;

    HostileServer(Conduct conduct) throws IOException {
        this("127.0.0.1", 0, conduct);
    }

    HostileServer(String address, int port, Conduct conduct) throws IOException {
        this.server = new ServerSocket(port, 50, InetAddress.getByName(address));
        this.conduct = conduct;
        start(this::accept);
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "hostile-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                start(() -> talk(socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void talk(Socket socket) {
        try (socket) {
            Talk talk = new Talk(socket);
            talk.request();
            conduct.on(talk);
            ends.add("as it liked");
        } catch (IOException e) {
            ends.add("cut");
        }
    }

    int port() {
        return server.getLocalPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/hook";
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
