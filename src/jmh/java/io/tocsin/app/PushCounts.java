package io.tocsin.app;

import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What {@link PushReceiver} has counted, in a file that both processes map: telling it costs neither anything. */
final class PushCounts implements AutoCloseable {
    private static final int READY = 0;
    private static final int ALERTS = 1;
    private static final int LOST = 2;
    private static final int OVER = 3;
    private static final int PAYLOAD = 4;
    private static final int FIRST = 8;
    private static final int TENTHS = 20_000;

    private final Path path;
    private final FileChannel file;
    private final LongBuffer shared;
    private long ready;
    private long alerts;
    private long lost;

    private PushCounts(Path path, FileChannel file) throws IOException {
        this.path = path;
        this.file = file;
        this.shared = file.map(FileChannel.MapMode.READ_WRITE, 0, (FIRST + TENTHS + 1) * (long) Long.BYTES)
                .asLongBuffer();
    }

    static PushCounts open(Path path) throws IOException {
        return new PushCounts(
                path,
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    static PushCounts temporary(Path directory) throws IOException {
        return open(Files.createTempFile(directory, "counts", ""));
    }

    Path path() {
        return path;
    }

    void ready(long sockets) {
        ready = sockets;
    }

    void subscribed() {
        ready++;
    }

    void lost() {
        lost++;
    }

    /**
     * @param payload how long the frame's payload is
     * @param sentAt by the clock of {@link System#nanoTime}, which all processes of this machine share; 0 if unknown
     */
    void alert(long payload, long sentAt) {
        alerts++;
        shared.put(PAYLOAD, payload);
        if (sentAt > 0) {
            long tenths = Math.max(0, (System.nanoTime() - sentAt) / 100_000);
            int place = FIRST + (int) Math.min(tenths, TENTHS);
            shared.put(place, shared.get(place) + 1);
        }
    }

    void write() {
        shared.put(READY, ready);
        shared.put(ALERTS, alerts);
        shared.put(LOST, lost);
    }

    boolean over() {
        return shared.get(OVER) != 0;
    }

    // What the other process reads.

    void end() {
        shared.put(OVER, 1);
    }

    long sockets() {
        return shared.get(READY);
    }

    long received() {
        return shared.get(ALERTS);
    }

    /** How long the last alert was, in bytes. */
    int payload() {
        return (int) shared.get(PAYLOAD);
    }

    long broken() {
        return shared.get(LOST);
    }

    /** Within how many milliseconds this share of the alerts came. */
    double millis(double share) {
        long all = 0;
        for (int i = 0; i <= TENTHS; i++) {
            all += shared.get(FIRST + i);
        }
        long enough = (long) Math.ceil(all * share);
        long so = 0;
        for (int i = 0; i <= TENTHS; i++) {
            so += shared.get(FIRST + i);
            if (so >= enough) {
                return (i + 1) / 10.0;
            }
        }
        return Double.NaN;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
