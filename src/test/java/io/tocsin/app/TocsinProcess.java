package io.tocsin.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tocsin as a process of its own, which can be killed. */
final class TocsinProcess implements AutoCloseable {
    private static final long START_SECONDS = 60;

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final CompletableFuture<String> url = new CompletableFuture<>();
    private final CompletableFuture<String> key = new CompletableFuture<>();
    private final CountDownLatch allRead = new CountDownLatch(1);

    private TocsinProcess(Process process) {
        this.process = process;
    }

    /** Starts {@code tocsin} with these arguments. */
    static TocsinProcess start(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (!environment.getOrDefault("JDK_JAVA_OPTIONS", "").contains("-Xmx")) {
            command.add("-Xmx256m");
        }
        // What our launchers open for Hazelcast, this JVM was started with.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectInput(Redirect.PIPE);
        builder.environment().putAll(environment);
        try {
            TocsinProcess started = new TocsinProcess(builder.start());
            Thread reader = new Thread(started::read, "process-output");
            reader.setDaemon(true);
            reader.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts {@code tocsin serve} on a free port and this data, and waits until it serves. */
    static TocsinProcess serve(Path data, Map<String, String> more) {
        Map<String, String> environment = new java.util.TreeMap<>(more);
        environment.put("TOCSIN_HTTP_PORT", "0");
        environment.put("TOCSIN_DATA_DIRECTORY", data.toString());
        TocsinProcess started = start(environment, "serve");
        started.url();
        return started;
    }

    String url() {
        return await(url);
    }

    /** The admin key; only of a first start. */
    String key() {
        return await(key);
    }

    /** Ends it at once, with no chance to finish anything. */
    void kill() {
        process.toHandle().destroyForcibly();
        exitCode();
    }

    /** Asks it to stop. {@link Process#destroy} would also close our end of its output. */
    void terminate() {
        process.toHandle().destroy();
    }

    long id() {
        return process.pid();
    }

    /** It stands still, as on a machine that is frozen. */
    void pause() {
        signal("STOP");
    }

    void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
                    .inheritIO()
                    .start();
            if (kill.waitFor() != 0) {
                throw new AssertionError("kill: exit code " + kill.exitValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** From now on none of its files may be larger than so many bytes: what is more, the disk does not take. */
    void limitFiles(String bytes) {
        try {
            Process limit = new ProcessBuilder(
                            "prlimit", "--pid", Long.toString(process.pid()), "--fsize=" + bytes + ":")
                    .inheritIO()
                    .start();
            if (limit.waitFor() != 0) {
                throw new AssertionError("prlimit: exit code " + limit.exitValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("prlimit can't be started (expected: util-linux is installed)", e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until it has ended; {@link #output} is all of it then. */
    int exitCode() {
        try {
            if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS) || !allRead.await(START_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("still running: " + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What it has printed so far; what newer JVMs say of libraries that reach into them is not ours. */
    List<String> output() {
        synchronized (lines) {
            return lines.stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("WARNING: "))
                    .toList();
        }
    }

    @Override
    public void close() {
        kill();
    }

    private String await(CompletableFuture<String> told) {
        try {
            return told.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError("not told: " + output(), e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void read() {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                }
                tell(line);
            }
        } catch (IOException e) {
            url.completeExceptionally(e);
        }
        IllegalStateException ended = new IllegalStateException("process ended");
        url.completeExceptionally(ended);
        key.completeExceptionally(ended);
        allRead.countDown();
    }

    private void tell(String line) {
        if (line.contains(" serves ")) {
            url.complete(line.substring(line.indexOf(" serves ") + " serves ".length()));
        } else if (line.startsWith("  admin key  ")) {
            key.complete(line.substring("  admin key  ".length()));
        }
    }
}
