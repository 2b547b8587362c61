package io.tocsin.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Holds a data directory for one process. The system lets go of it when the process ends, however it ends. */
final class DirectoryLock implements AutoCloseable {
    private static final String FILE = "tocsin.lock";

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Makes the directory if there is none; fails with {@link IllegalStateException} if another holds it. */
    static DirectoryLock take(Path directory) throws IOException {
        create(directory);
        FileChannel channel =
                FileChannel.open(directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (locked(channel)) {
            return new DirectoryLock(channel);
        }
        channel.close();
        throw new IllegalStateException("data.directory: " + directory
                + " is in use by another Tocsin process (expected: a directory of its own for each)");
    }

    /** What is kept there is for this process alone, where the system can tell. */
    private static void create(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
                Path unused = Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            }
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
