package io.tocsin.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where a store of one engine is made, measured and thrown away. */
sealed interface StorePlace extends AutoCloseable {
    Store open(InstantSource clock);

    /** A connection set up as the store's own that writes. */
    Connection raw() throws SQLException;

    /** Has the operating system forget what it has of the store's files in memory; says how far that goes. */
    String cool();

    @Override
    void close();

    static StorePlace of(String engine) {
        return switch (engine) {
            case "embedded" -> Embedded.make();
            case "postgres" -> new Server(PostgresServer.shared().emptyStore());
            default -> throw new IllegalArgumentException("engine: " + engine + " (expected: embedded or postgres)");
        };
    }

    /** A directory of its own below that for temporary files, which {@code -Djava.io.tmpdir} names. */
    record Embedded(Path directory) implements StorePlace {
        static Embedded make() {
            try {
                return new Embedded(Files.createTempDirectory("tocsin-bench"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Store open(InstantSource clock) {
            return EmbeddedStore.open(directory, clock);
        }

        @Override
        public Connection raw() throws SQLException {
            return new Sqlite(directory.resolve("tocsin.db")).writing().getConnection();
        }

        /** What {@code posix_fadvise} does, which Java does not offer and {@code dd} does. */
        @Override
        public String cool() {
            for (Path file : files().filter(Files::isRegularFile).toList()) {
                if (!ran("dd", "of=" + file, "oflag=nocache", "conv=notrunc,fdatasync", "count=0")) {
                    return "its files maybe in memory still, as dd is not there";
                }
            }
            return "its files dropped from the page cache";
        }

        private static boolean ran(String... command) {
            try {
                return new ProcessBuilder(command)
                                .redirectInput(Path.of("/dev/null").toFile())
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        private Stream<Path> files() {
            try (Stream<Path> files = Files.walk(directory)) {
                return files.sorted(Comparator.reverseOrder()).toList().stream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            files().forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    /** A schema of its own in the server that the tests start; it goes with the server. */
    record Server(PostgresUrl url) implements StorePlace {
        @Override
        public Store open(InstantSource clock) {
            return PostgresStore.open(url, clock);
        }

        @Override
        public Connection raw() throws SQLException {
            List<String> parameters = List.of(url.parameters(), "reWriteBatchedInserts=true");
            return PostgresServer.connection(new PostgresUrl(
                    url.user(), url.password(), url.hosts(), url.database(), String.join("&", parameters)));
        }

        @Override
        public String cool() {
            return "the server's memory as it is";
        }

        @Override
        public void close() {
            PostgresServer.execute(url, "DROP SCHEMA " + url.parameters().replace("currentSchema=", "") + " CASCADE");
        }
    }
}
