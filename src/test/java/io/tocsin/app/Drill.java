package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A cluster under load, the faults that befall it, and what is checked after each. */
final class Drill implements AutoCloseable {
    /** What has to be so. More is added here; that nothing crosses tenants, when there are any. */
    private static final List<Function<Drill, Check>> CHECKS =
            List.of(FeedsCheck::new, SessionsCheck::new, EndpointsCheck::new, SharesCheck::new, SourceCheck::new);

    private static final int MEMBERS = 3;
    private static final Duration BEFORE = Duration.ofSeconds(2);
    private static final Duration AFTER = Duration.ofSeconds(2);

    private final SplittableRandom random;
    private final Cluster cluster;
    private final List<String> subscriptions;
    private final List<Check> checks = new ArrayList<>();
    private final AtomicInteger probes = new AtomicInteger();
    private final PostLoad load;

    /**
     * How a fault was borne.
     *
     * @param ready from the end of the fault until all members were ready
     * @param stoodStill by check: for how long at most nothing came
     * @param interruptions how often, at most, one session ended
     */
    record Borne(
            Fault fault,
            int member,
            Duration ready,
            List<Duration> stoodStill,
            int interruptions,
            long posts,
            long alerts) {
        static final String HEADER =
                "| fault | member | ready after | appends stood still | sessions | endpoints | a session ended | posts | alerts |\n"
                        + "|---|---|---|---|---|---|---|---|---|";

        String row() {
            return "| " + fault + " | " + member + " | " + seconds(ready) + " | "
                    + stoodStill.stream().map(Borne::seconds).collect(Collectors.joining(" | ")) + " | "
                    + interruptions + " times | " + posts + " | " + alerts + " |";
        }

        /** When members are restarted one after the other, who comes back to its own waits for that one alone. */
        void verify() {
            if (fault.equals(Fault.ROLLING_RESTART)) {
                assertThat(interruptions).as("how often a session ended").isEqualTo(1);
            }
        }

        private static String seconds(Duration time) {
            return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
        }
    }

    private Drill(Cluster cluster, long seed) {
        this.random = new SplittableRandom(seed);
        this.cluster = cluster;
        Client client = cluster.client(0);
        this.subscriptions = PostLoad.WORDS.stream()
                .map(word -> client.subscribe(word, word))
                .toList();
        this.load = new PostLoad(cluster, random.split());
        CHECKS.forEach(check -> checks.add(check.apply(this)));
        load.resume();
    }

    static Drill start(Path directory, long seed) {
        Cluster cluster = Cluster.start(directory, MEMBERS);
        try {
            return new Drill(cluster, seed);
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    Cluster cluster() {
        return cluster;
    }

    /** Those whose feeds are posted to, in the order of {@link PostLoad#WORDS}. */
    List<String> subscriptions() {
        return subscriptions;
    }

    PostLoad load() {
        return load;
    }

    Set<Integer> allBut(int member) {
        return IntStream.range(0, cluster.size())
                .filter(other -> other != member)
                .boxed()
                .collect(Collectors.toSet());
    }

    /** Lets time pass, under load. */
    void hold(Duration length) {
        try {
            load.goOn(length);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Posts once, for one feed after the other; the answer is the status, 0 if there is none. */
    int post(int member) {
        int probe = probes.incrementAndGet();
        String id = "probe-" + probe;
        try {
            return cluster.client(member)
                    .ingest(Client.line(id, PostLoad.WORDS.get(probe % PostLoad.WORDS.size()) + " " + id))
                    .status();
        } catch (UncheckedIOException e) {
            return 0;
        }
    }

    /** The fault befalls some member, under load; then everything is checked. */
    Borne bear(Fault fault) throws Exception {
        int member = random.nextInt(cluster.size());
        try {
            checks.forEach(Check::restart);
            hold(BEFORE);
            fault.befalling().befall(this, member);
            long over = System.nanoTime();
            cluster.untilReady();
            Duration ready = Duration.ofNanos(System.nanoTime() - over);
            hold(AFTER);
            List<Duration> stoodStill = checks.stream()
                    .flatMap(check -> check.stoodStill().stream())
                    .toList();
            int interruptions =
                    checks.stream().mapToInt(Check::interruptions).max().orElseThrow();
            load.pause();
            try {
                Written written = Written.read(cluster, subscriptions);
                for (Check check : checks) {
                    check.verify(written);
                }
                return new Borne(fault, member, ready, stoodStill, interruptions, load.posts(), written.alerts());
            } finally {
                load.resume();
            }
        } catch (Exception | AssertionError e) {
            throw new AssertionError(fault + " of member " + member + "\n" + cluster.output(), e);
        }
    }

    @Override
    public void close() {
        load.close();
        checks.forEach(Check::close);
        cluster.close();
    }
}
