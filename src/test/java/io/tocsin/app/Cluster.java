package io.tocsin.app;

import io.tocsin.Waiting;
import io.tocsin.cluster.Addresses;
import io.tocsin.source.JetstreamSimulator;
import io.tocsin.store.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Members as processes of their own, over one PostgreSQL server, with what lies between them in the test's hands. */
final class Cluster implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(90);

    /** Quick to start, and not in each other's way. */
    private static final String JVM = "-Xmx256m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private static final Map<String, String> SETTINGS = Map.of(
            "TOCSIN_HTTP_PORT",
            "0",
            "TOCSIN_WEBHOOK_PRIVATENETWORKS",
            "127.0.0.0/8",
            "TOCSIN_WEBHOOK_RETRIES",
            "50ms,100ms,200ms,500ms,1s,1s,2s,2s,5s,5s");

    private final Path directory;
    private final PostgresServer database;
    private final String store;
    private final Addresses binds;
    private final Cables cables;
    private final JetstreamSimulator bluesky = JetstreamSimulator.start(2);
    private final int size;
    private final String jvm;
    private final AtomicReferenceArray<Optional<TocsinProcess>> processes;
    private final AtomicReferenceArray<Client> clients;

    private Cluster(Path directory, PostgresServer database, int size, String jvm) {
        this.directory = directory;
        this.database = database;
        this.size = size;
        this.jvm = jvm;
        this.store = PostgresServer.text(database.emptyStore());
        this.binds = Addresses.free(size);
        this.processes = new AtomicReferenceArray<>(size);
        this.clients = new AtomicReferenceArray<>(size);
        for (int member = 0; member < size; member++) {
            processes.set(member, Optional.empty());
        }
        this.cables = new Cables(
                IntStream.range(0, size).mapToObj(binds::at).toList(),
                member -> processes.get(member).map(TocsinProcess::id));
    }

    /** Starts so many, and waits until all are ready. */
    static Cluster start(Path directory, int size) {
        return start(directory, size, JVM);
    }

    /** @param jvm the members' options */
    static Cluster start(Path directory, int size, String jvm) {
        Cluster cluster = new Cluster(directory, PostgresServer.start(), size, jvm);
        try {
            cluster.layOutKeys();
            TocsinProcess first = cluster.begin(0);
            cluster.clients.set(0, new Client(first.url(), first.key()));
            CompletableFuture.allOf(IntStream.range(1, size)
                            .mapToObj(member -> CompletableFuture.runAsync(() -> cluster.start(member)))
                            .toArray(CompletableFuture[]::new))
                    .join();
            cluster.untilReady();
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    /** As the operator copies it. */
    private void layOutKeys() {
        try {
            for (int member = 0; member < size; member++) {
                Path data = Files.createDirectories(data(member));
                Path unused = Files.writeString(data.resolve("secret.key"), "A".repeat(43) + "=");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path data(int member) {
        return directory.resolve("data-" + member);
    }

    private TocsinProcess begin(int member) {
        Map<String, String> environment = new HashMap<>(SETTINGS);
        environment.put("JDK_JAVA_OPTIONS", jvm);
        environment.put("TOCSIN_DATA_DIRECTORY", data(member).toString());
        environment.put("TOCSIN_STORE_URL", store);
        environment.put("TOCSIN_CLUSTER_NAME", "faults-" + binds.at(0).port());
        environment.put("TOCSIN_CLUSTER_BIND", binds.at(member).toString());
        environment.put("TOCSIN_CLUSTER_PUBLIC", cables.address(member).toString());
        environment.put(
                "TOCSIN_CLUSTER_JOIN_TCP",
                IntStream.range(0, size)
                        .mapToObj(other -> cables.address(other).toString())
                        .collect(Collectors.joining(",")));
        environment.put("TOCSIN_SOURCES_0_TYPE", "jetstream");
        environment.put(
                "TOCSIN_SOURCES_0_HOSTS",
                bluesky.hosts().stream().map(URI::toString).collect(Collectors.joining(",")));
        TocsinProcess process = TocsinProcess.start(environment, "serve");
        processes.set(member, Optional.of(process));
        return process;
    }

    int size() {
        return size;
    }

    /** A user of the member, whether it runs or not. */
    Client client(int member) {
        return clients.get(member);
    }

    TocsinProcess process(int member) {
        return processes.get(member).orElseThrow();
    }

    PostgresServer database() {
        return database;
    }

    Cables cables() {
        return cables;
    }

    /** A source that one of the members reads. */
    JetstreamSimulator bluesky() {
        return bluesky;
    }

    /** Those of the members that say that they read the source. */
    List<Integer> readers() {
        return IntStream.range(0, size).filter(this::reads).boxed().toList();
    }

    private boolean reads(int member) {
        try {
            return client(member)
                    .get("/v1/sources")
                    .json()
                    .at("/sources/0/state")
                    .asText()
                    .equals("reading");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Starts one that was stopped, and waits until it serves. */
    void start(int member) {
        clients.set(member, new Client(begin(member).url(), client(0).key));
    }

    /** Waits until every member says that all is well. */
    void untilReady() {
        IntStream.range(0, size).forEach(member -> untilReadiness(member, 200));
    }

    void untilReadiness(int member, int status) {
        until("readiness of member " + member + " is " + status, () -> status(member, "/health/ready") == status);
    }

    /** What the member answers; 0 if it does not. */
    int status(int member, String path) {
        try {
            return client(member).get(path).status();
        } catch (UncheckedIOException e) {
            return 0;
        }
    }

    static void until(String what, BooleanSupplier holds) {
        Waiting.until(what, LIMIT, holds);
    }

    /** What the members have printed, for whoever looks for the cause. */
    String output() {
        return IntStream.range(0, size)
                .mapToObj(member -> "--- member " + member + "\n"
                        + processes
                                .get(member)
                                .map(process -> String.join("\n", process.output()))
                                .orElse(""))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        for (int member = 0; member < size; member++) {
            processes.get(member).ifPresent(TocsinProcess::close);
        }
        cables.close();
        database.close();
        bluesky.close();
    }
}
