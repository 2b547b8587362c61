package io.tocsin.app;

import io.tocsin.cluster.HostPort;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What lies between members: each is reached by the others through a port here. Cut, nothing passes, and nobody is
 * told: connections stay open and are silent, as on a network that drops what it is given. What was under way passes
 * when it is mended.
 */
final class Cables implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int BACKLOG = 50;
    private static final int BUFFER = 1 << 16;
    private static final int INODE = 9;

    private final List<ServerSocket> doors = new ArrayList<>();
    private final List<HostPort> members;
    private final IntFunction<Optional<Long>> processes;
    // Guarded by this.
    private Set<Integer> apart = Set.of();
    private boolean closed;

    /**
     * @param members where they listen
     * @param processes by member, its process's id while there is one
     */
    Cables(List<HostPort> members, IntFunction<Optional<Long>> processes) {
        this.members = List.copyOf(members);
        this.processes = processes;
        for (int to = 0; to < members.size(); to++) {
            doors.add(door(to));
        }
    }

    private ServerSocket door(int to) {
        try {
            ServerSocket door = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
            thread(() -> listen(door, to));
            return door;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where others are to reach the member. */
    HostPort address(int member) {
        return new HostPort(LOOPBACK, doors.get(member).getLocalPort());
    }

    /** These see each other still, and so do the rest, but not one another. */
    synchronized void cutOff(Set<Integer> some) {
        apart = Set.copyOf(some);
    }

    synchronized void mend() {
        apart = Set.of();
        notifyAll();
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        doors.forEach(Cables::close);
    }

    private synchronized void untilMended(int from, int to) {
        try {
            while (!closed && apart.contains(from) != apart.contains(to)) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(ServerSocket door, int to) {
        try {
            while (true) {
                Socket caller = door.accept();
                thread(() -> connect(caller, to));
            }
        } catch (IOException e) {
            close(door);
        }
    }

    private void connect(Socket caller, int to) {
        OptionalInt from = from(caller);
        if (from.isEmpty()) {
            close(caller);
            return;
        }
        untilMended(from.getAsInt(), to);
        try {
            Socket called = new Socket(members.get(to).host(), members.get(to).port());
            caller.setTcpNoDelay(true);
            called.setTcpNoDelay(true);
            thread(() -> carry(caller, called, from.getAsInt(), to));
            carry(called, caller, from.getAsInt(), to);
        } catch (IOException e) {
            close(caller);
        }
    }

    private void carry(Socket source, Socket sink, int from, int to) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = source.getInputStream();
            OutputStream out = sink.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                untilMended(from, to);
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // One end is gone; the other one hears of it below.
        }
        untilMended(from, to);
        close(source);
        close(sink);
    }

    /**
     * Whose process has the other end: members all call from one address, and say who they are in a language of their
     * own.
     */
    private OptionalInt from(Socket caller) {
        Optional<String> inode = Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(table -> lines(Path.of(table)))
                .map(line -> line.trim().split(" +", -1))
                .filter(row -> row.length > INODE
                        && row[1].endsWith(port(caller.getPort()))
                        && row[2].endsWith(port(caller.getLocalPort())))
                .map(row -> row[INODE])
                .findFirst();
        return inode.isEmpty()
                ? OptionalInt.empty()
                : IntStream.range(0, members.size())
                        .filter(member -> processes
                                .apply(member)
                                .filter(process -> holds(process, "socket:[" + inode.get() + "]"))
                                .isPresent())
                        .findFirst();
    }

    private static String port(int port) {
        return String.format(Locale.ROOT, ":%04X", port);
    }

    private static Stream<String> lines(Path table) {
        try {
            return Files.exists(table) ? Files.readAllLines(table).stream() : Stream.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean holds(long process, String socket) {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(process), "fd"))) {
            return files.anyMatch(file -> target(file).equals(socket));
        } catch (IOException | UncheckedIOException e) {
            return false; // It has just ended.
        }
    }

    private static String target(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException e) {
            return ""; // It has just been closed.
        }
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "cables");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(AutoCloseable end) {
        try {
            end.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
