package io.tocsin.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The key that endpoint secrets are sealed with: a file in the data directory that only its owner can read. */
final class SecretKeyFile {
    private static final String NAME = "secret.key";
    private static final int BYTES = 32;

    private SecretKeyFile() {}

    /**
     * Reads the key.
     *
     * @param fresh whether the store is new: then, and only then, a key that is not there is made
     */
    static SecretKey in(Path directory, boolean fresh, SecureRandom random) {
        Path file = directory.resolve(NAME);
        try {
            if (fresh) {
                Path unused = Files.createDirectories(directory);
                create(file, random);
            }
            return read(file);
        } catch (NoSuchFileException e) {
            throw new ConfigException(
                    file + ": missing (expected: the key that this store's endpoint secrets are sealed with)");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whole or not at all: an empty key file would keep every later start from going on. */
    private static void create(Path file, SecureRandom random) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        byte[] key = new byte[BYTES];
        random.nextBytes(key);
        Path draft = file.resolveSibling(NAME + ".new");
        boolean unused = Files.deleteIfExists(draft);
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        boolean posix = Files.getFileStore(file.getParent()).supportsFileAttributeView("posix");
        var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
        try (var out = posix ? Files.newByteChannel(draft, options, owner) : Files.newByteChannel(draft, options)) {
            int unusedCount = out.write(ByteBuffer.wrap(Base64.getEncoder().encode(key)));
        }
        Path unusedPath = Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static SecretKey read(Path file) throws IOException {
        try {
            byte[] key = Base64.getDecoder().decode(Files.readString(file).strip());
            if (key.length == BYTES) {
                return new SecretKeySpec(key, "AES");
            }
        } catch (IllegalArgumentException e) {
            // Told below, like a key of another length.
        }
        throw new ConfigException(file + ": not a key (expected: base64 of " + BYTES + " bytes)");
    }
}
