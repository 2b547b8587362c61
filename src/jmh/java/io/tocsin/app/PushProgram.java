package io.tocsin.app;

import io.tocsin.match.Load;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * What pushing costs a node: a whole one, as a process of its own, and its clients as another. Arguments, the first of
 * which says what is measured:
 *
 * <pre>
 * fanout SESSIONS FEEDS ALERTS [BATCH]   server CPU per message, beside a bare loop of send() (in C, if there is a cc, and
 *                                        in Java); each feed gets ALERTS, BATCH to a request, the next when all have come
 * latency SESSIONS RATE SECONDS          post sent to frame received, of RATE alerts a second, each to one feed of as many
 *                                        sessions as fit
 * idle SESSIONS                          RSS of the node per session that follows a feed in which nothing happens
 * </pre>
 *
 * <p>The node's JVM takes {@code JAVA_TOOL_OPTIONS} from {@code -Dnode.options}.
 */
public final class PushProgram {
    private static final int POST_CHARACTERS = 60;
    private static final long LIMIT_SECONDS = 300;
    private static final int BEFORE = 1_000;

    private final Path directory = Files.createTempDirectory("push");

    private PushProgram() throws IOException {}

    public static void main(String[] args) throws IOException {
        Load.sayMachine();
        openFiles();
        PushProgram program = new PushProgram();
        int[] numbers = Arrays.stream(args).skip(1).mapToInt(Integer::parseInt).toArray();
        switch (args[0]) {
            case "fanout" -> program.fanOut(numbers[0], numbers[1], numbers[2], numbers.length > 3 ? numbers[3] : 1);
            case "latency" -> program.latency(numbers[0], numbers[1], numbers[2]);
            case "idle" -> program.idle(numbers[0]);
            default -> throw new IllegalArgumentException(args[0] + " (expected: fanout, latency or idle)");
        }
    }

    private TocsinProcess node() {
        Map<String, String> more = new TreeMap<>();
        more.put("TOCSIN_RULES_BREAKER_SHARE", "0");
        more.put("TOCSIN_RULES_BREAKER_PERSECOND", "0");
        String options = System.getProperty("node.options", "");
        if (!options.isEmpty()) {
            more.put("JAVA_TOOL_OPTIONS", options);
        }
        return TocsinProcess.serve(directory.resolve("data"), more);
    }

    private static List<String> subscribe(Client client, int feeds) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < feeds; i++) {
            ids.add(client.subscribe("f" + i, feeds == 1 ? "storm" : "storm tag" + i));
        }
        return ids;
    }

    private void fanOut(int sessions, int feeds, int alerts, int batch) throws IOException {
        try (TocsinProcess node = node();
                PushCounts counts = PushCounts.temporary(directory)) {
            Client client = new Client(node.url(), node.key());
            List<String> ids = subscribe(client, feeds);
            Process receiver = receiver(counts, port(node), sessions, client.key, ids);
            await("sessions", () -> counts.sockets() == sessions);
            long perAlert = sessions / feeds;
            // Once unmeasured, so that what is measured is compiled.
            post(client, counts, feeds, Math.max(20, alerts / 2), batch, perAlert);
            double cpu = cpuSeconds(node.id());
            long before = counts.received();
            post(client, counts, feeds, alerts, batch, perAlert);
            double used = cpuSeconds(node.id()) - cpu;
            long messages = counts.received() - before;
            say("node", messages, used);
            counts.end();
            join(receiver);
            anchors(sessions, (int) Math.max(1, messages / sessions), counts.payload(), messages / used);
        }
    }

    private static void post(Client client, PushCounts counts, int feeds, int alerts, int batch, long perAlert) {
        for (int from = 0; from < alerts; from += batch) {
            int so = Math.min(batch, alerts - from);
            for (int feed = 0; feed < feeds; feed += 100) {
                long expected = counts.received();
                List<String> lines = new ArrayList<>();
                for (int f = feed; f < Math.min(feeds, feed + 100); f++) {
                    for (int i = 0; i < so; i++) {
                        lines.add(line(feeds == 1 ? "" : "tag" + f));
                        expected += perAlert;
                    }
                }
                Client.Answer answer = client.ingest(lines.toArray(String[]::new));
                if (answer.status() != 200) {
                    throw new IllegalStateException("ingest: " + answer);
                }
                long all = expected;
                await("alerts", () -> {
                    check(counts);
                    return counts.received() >= all;
                });
            }
        }
    }

    private static void check(PushCounts counts) {
        if (counts.broken() > 0) {
            throw new IllegalStateException("sessions: " + counts.broken() + " were cut off (expected: none)");
        }
    }

    private static String line(String more) {
        long now = System.nanoTime();
        String text = "storm " + now + " " + more + " ";
        return Client.line(Long.toString(now), text + "x".repeat(Math.max(0, POST_CHARACTERS - text.length())));
    }

    private void latency(int sessions, int rate, int seconds) throws IOException {
        try (TocsinProcess node = node();
                PushCounts warm = PushCounts.temporary(directory);
                PushCounts counts = PushCounts.temporary(directory)) {
            Client client = new Client(node.url(), node.key());
            List<String> ids = subscribe(client, sessions);
            Process first = receiver(warm, port(node), sessions, client.key, ids);
            await("sessions", () -> warm.sockets() == sessions);
            paced(client, sessions, rate, Math.max(3, seconds / 3));
            warm.end();
            join(first);
            Process receiver = receiver(counts, port(node), sessions, client.key, ids);
            await("sessions", () -> counts.sockets() == sessions);
            double cpu = cpuSeconds(node.id());
            long posts = paced(client, sessions, rate, seconds);
            await("alerts", () -> counts.received() >= posts);
            double used = cpuSeconds(node.id()) - cpu;
            System.out.printf(
                    Locale.ROOT,
                    "%d alerts/s to %d sessions for %d s: post sent to frame received 50 %% within %.1f ms, 99 %% within"
                            + " %.1f ms, all within %.1f ms; node %.0f %% of a core%n",
                    rate,
                    sessions,
                    seconds,
                    counts.millis(0.5),
                    counts.millis(0.99),
                    counts.millis(1),
                    100 * used / seconds);
            counts.end();
            join(receiver);
        }
    }

    /** In requests every 10 ms; how many were sent. */
    private static long paced(Client client, int feeds, int rate, int seconds) {
        long start = System.nanoTime();
        long sent = 0;
        while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(seconds)) {
            long due = (System.nanoTime() - start) * rate / TimeUnit.SECONDS.toNanos(1);
            List<String> lines = new ArrayList<>();
            while (sent < due) {
                lines.add(line("tag" + sent++ % feeds));
            }
            if (!lines.isEmpty() && client.ingest(lines.toArray(String[]::new)).status() != 200) {
                throw new IllegalStateException("ingest: refused");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        return sent;
    }

    private void idle(int sessions) throws IOException {
        try (TocsinProcess node = node();
                PushCounts first = PushCounts.temporary(directory);
                PushCounts rest = PushCounts.temporary(directory)) {
            Client client = new Client(node.url(), node.key());
            List<String> ids = subscribe(client, 1);
            Process few = receiver(first, port(node), BEFORE, client.key, ids);
            await("sessions", () -> first.sockets() == BEFORE);
            long before = residentBytes(node.id());
            Process many = receiver(rest, port(node), sessions - BEFORE, client.key, ids);
            await("sessions", () -> rest.sockets() == sessions - BEFORE);
            long after = residentBytes(node.id());
            System.out.printf(
                    Locale.ROOT,
                    "%d idle sessions: RSS %.1f MB, %.1f MB with the first %d: %.2f kB for each more; lost %d%n",
                    sessions,
                    after / 1e6,
                    before / 1e6,
                    BEFORE,
                    (after - before) / 1e3 / (sessions - BEFORE),
                    first.broken() + rest.broken());
            first.end();
            rest.end();
            join(few);
            join(many);
        }
    }

    private void anchors(int sockets, int rounds, int payload, double ours) throws IOException {
        Path source = directory.resolve("sender.c");
        Path program = directory.resolve("sender");
        Files.writeString(source, BareSender.IN_C);
        try {
            Process compiler = new ProcessBuilder("cc", "-O2", "-o", program.toString(), source.toString())
                    .inheritIO()
                    .start();
            if (join(compiler) == 0) {
                anchor("bare send() in C", List.of(program.toString()), sockets, rounds, payload, ours);
            }
        } catch (IOException none) {
            System.out.println("no cc: no anchor in C");
        }
        anchor("bare write() in Java", java(BareSender.class), sockets, rounds, payload, ours);
    }

    private void anchor(String name, List<String> command, int sockets, int rounds, int payload, double ours)
            throws IOException {
        List<String> all = new ArrayList<>(command);
        all.addAll(
                List.of(Integer.toString(sockets), Integer.toString(rounds + rounds / 4), Integer.toString(payload)));
        Process sender = new ProcessBuilder(all)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (PushCounts counts = PushCounts.temporary(directory);
                BufferedReader out =
                        new BufferedReader(new InputStreamReader(sender.getInputStream(), StandardCharsets.UTF_8))) {
            int port = Integer.parseInt(String.valueOf(out.readLine()));
            Process receiver = receiver(counts, port, sockets, "-", List.of("-"));
            await("sockets", () -> counts.sockets() == sockets);
            int warm = rounds / 4;
            rounds(sender, counts, sockets, 0, warm);
            double before = cpuSeconds(sender.pid());
            rounds(sender, counts, sockets, warm, warm + rounds);
            double used = cpuSeconds(sender.pid()) - before;
            say(name, (long) sockets * rounds, used);
            System.out.printf(
                    Locale.ROOT,
                    "node: %.0f %% of the messages per CPU-second of %s%n",
                    100 * ours * used / sockets / rounds,
                    name);
            counts.end();
            join(receiver);
        } finally {
            sender.destroy();
        }
    }

    /** The next begins when all have got the last, as with the node. */
    private static void rounds(Process sender, PushCounts counts, int sockets, int from, int to) throws IOException {
        for (int round = from; round < to; round++) {
            sender.getOutputStream().write('\n');
            sender.getOutputStream().flush();
            long all = (long) sockets * (round + 1);
            await("messages", () -> counts.received() >= all);
        }
    }

    private static void say(String name, long messages, double cpuSeconds) {
        System.out.printf(
                Locale.ROOT,
                "%s: %d messages, %.2f s of CPU, %.2f µs each, %.0f a CPU-second%n",
                name,
                messages,
                cpuSeconds,
                1e6 * cpuSeconds / messages,
                messages / cpuSeconds);
    }

    private static int port(TocsinProcess node) {
        return java.net.URI.create(node.url()).getPort();
    }

    private static List<String> java(Class<?> main) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName());
    }

    private Process receiver(PushCounts counts, int port, int sockets, String key, List<String> feeds)
            throws IOException {
        List<String> command = new ArrayList<>(java(PushReceiver.class));
        command.addAll(List.of(
                counts.path().toString(),
                Integer.toString(port),
                Integer.toString(sockets),
                key,
                String.join(",", feeds)));
        return new ProcessBuilder(command).inheritIO().start();
    }

    /** In user and kernel mode. */
    private static double cpuSeconds(long process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** After a collection: what is garbage is not a session's. */
    private static long residentBytes(long process) throws IOException {
        for (int i = 0; i < 2; i++) {
            int unused = join(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(process),
                            "GC.run")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
        }
        return Files.readAllLines(Path.of("/proc/" + process + "/status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                * 1024;
    }

    /** A session is an open file of the node and one of its client: the limit that both inherit is to be high. */
    private static void openFiles() throws IOException {
        for (String limit : List.of("200000:200000", "hard:hard")) {
            Process raise = new ProcessBuilder(
                            "sh",
                            "-c",
                            limit.startsWith("hard")
                                    ? "prlimit --pid $PPID --nofile=$(ulimit -Hn):"
                                    : "prlimit --pid $PPID --nofile=" + limit)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (join(raise) == 0) {
                return;
            }
        }
        System.out.println("the limit of open files could not be raised");
    }

    private static int join(Process process) {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("process: still running after " + LIMIT_SECONDS + " s");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(String what, BooleanSupplier done) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(what + ": not all there after " + LIMIT_SECONDS + " s");
            }
            LockSupport.parkNanos(100_000);
        }
    }
}
