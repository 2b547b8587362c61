package io.tocsin.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * A PostgreSQL server of the tests' own, on a free port of 127.0.0.1 and in a temporary directory. It refuses to run as
 * root: where the tests do, it runs as nobody.
 */
public final class PostgresServer implements AutoCloseable {
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final String NOBODY = "65534";
    private static final String USER = "tocsin";
    private static final String PASSWORD = "a:b/c@d";
    private static final long LIMIT_SECONDS = 60;

    private static @Nullable PostgresServer shared;

    private final Path directory;
    private final int port;
    private final AtomicInteger stores = new AtomicInteger();
    // Guarded by this.
    private @Nullable Process process;

    private PostgresServer(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /** The one of this JVM, started by whoever asks first. Not to be stopped. */
    public static synchronized PostgresServer shared() {
        PostgresServer known = shared;
        if (known == null) {
            known = start();
            shared = known;
            Runtime.getRuntime().addShutdownHook(new Thread(known::close));
        }
        return known;
    }

    /**
     * A server alone, which is the caller's to stop. Tests are skipped, and say so, where we have no server to start;
     * but not in CI, which is to have one.
     */
    public static PostgresServer start() {
        assumeTrue(
                System.getenv("CI") != null
                        || (System.getProperty("os.name").equals("Linux")
                                && List.of("amd64", "x86_64").contains(System.getProperty("os.arch"))),
                "PostgreSQL for the tests is there for Linux on x86-64 alone");
        try {
            Path directory = Files.createTempDirectory("tocsin-postgres");
            PostgresServer server = new PostgresServer(directory, freePort());
            server.unpack();
            server.begin();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void unpack() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Process tar = new ProcessBuilder("tar", "-x", "-C", directory.toString())
                .redirectErrorStream(true)
                .start();
        try (InputStream packed = Objects.requireNonNull(PostgresServer.class.getResourceAsStream(ARCHIVE), ARCHIVE);
                InputStream in = new XZInputStream(packed);
                OutputStream out = tar.getOutputStream()) {
            in.transferTo(out);
        }
        finish(tar, "tar");
        Path password = directory.resolve("password");
        Files.writeString(password, PASSWORD);
        if (root()) {
            run("chown", "-R", NOBODY + ":" + NOBODY, directory.toString());
        }
        run(asOther(
                "initdb",
                "--pgdata=" + directory.resolve("data"),
                "--username=" + USER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync"));
    }

    private static boolean root() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    /** One of the server's programs, run by somebody who is not root. */
    private String[] asOther(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (root()) {
            command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        command.add(directory.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    private void run(String... command) throws IOException {
        Process ran = started(command);
        ran.getOutputStream().close();
        finish(ran, String.join(" ", command));
    }

    private Process started(String... command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        return builder.start();
    }

    private static void finish(Process process, String name) throws IOException {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        end(process, name);
        if (process.exitValue() != 0) {
            throw new IOException(name + " ended with " + process.exitValue() + ": " + said);
        }
    }

    private static void end(Process process, String name) {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(name + " did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts it and waits until it lets clients in. */
    public synchronized void begin() {
        try {
            Process begun = started(asOther(
                    "postgres",
                    "-D",
                    directory.resolve("data").toString(),
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "port=" + port,
                    "-c",
                    "unix_socket_directories=",
                    "-c",
                    "shared_buffers=32MB",
                    "-c",
                    "max_connections=100"));
            process = begun;
            CompletableFuture<Boolean> ready = new CompletableFuture<>();
            Thread reader = new Thread(() -> read(begun, ready), "postgres-output");
            reader.setDaemon(true);
            reader.start();
            boolean unused = ready.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(Process process, CompletableFuture<Boolean> ready) {
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!ready.isDone()) {
                    said.append(line).append('\n');
                }
                if (line.contains("database system is ready to accept connections")) {
                    ready.complete(true);
                }
            }
            ready.completeExceptionally(new IllegalStateException("postgres ended: " + said));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }

    /** Stops it in the way that does not wait for clients: what they were about is undone. */
    public synchronized void stop() {
        Process running = process;
        if (running == null) {
            return;
        }
        process = null;
        try {
            run("sh", "-c", "kill -INT " + running.pid());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        end(running, "postgres");
    }

    @Override
    public void close() {
        stop();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where an empty store can be opened, of which nobody else knows: a schema of its own. */
    public PostgresUrl emptyStore() {
        String schema = "store" + stores.incrementAndGet();
        PostgresUrl url = url(schema);
        execute(url, "CREATE SCHEMA " + schema);
        return url;
    }

    private PostgresUrl url(String schema) {
        return new PostgresUrl(USER, PASSWORD, "127.0.0.1:" + port, "postgres", "currentSchema=" + schema);
    }

    /** As somebody would write it into a configuration. */
    public static String text(PostgresUrl url) {
        return "postgresql://" + url.user() + ":" + URLEncoder.encode(url.password(), StandardCharsets.UTF_8) + "@"
                + url.hosts() + "/" + url.database() + "?" + url.parameters();
    }

    /** Changes a store behind its back. */
    static void execute(PostgresUrl url, String sql) {
        try (Connection connection = connection(url);
                Statement statement = connection.createStatement()) {
            boolean unused = statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    static Connection connection(PostgresUrl url) throws SQLException {
        return DriverManager.getConnection(url.jdbc(""), url.user(), url.password());
    }
}
