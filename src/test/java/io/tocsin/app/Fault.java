package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;

/** What can befall a cluster. */
record Fault(String name, Befalling befalling) {
    private static final Duration A_WHILE = Duration.ofSeconds(6);

    /** The fault comes, lasts, and is over: at the end all members run, but they need not be ready yet. */
    interface Befalling {
        /** @param member the one that it befalls, if it befalls one */
        void befall(Drill drill, int member);
    }

    /** For comparison. */
    static final Fault NONE = new Fault("none", (drill, unused) -> drill.hold(A_WHILE));

    static final Fault KILL = new Fault("kill -9", (drill, member) -> {
        drill.cluster().process(member).kill();
        drill.hold(A_WHILE);
        drill.cluster().start(member);
    });

    /** Of the member that reads the source: another one does soon. */
    static final Fault KILL_READER = new Fault("kill -9 of the reader", (drill, unused) -> {
        Cluster cluster = drill.cluster();
        Cluster.until("one reads the source", () -> cluster.readers().size() == 1);
        int reader = cluster.readers().get(0);
        cluster.process(reader).kill();
        long killed = System.nanoTime();
        Cluster.until("another reads the source", () -> !cluster.readers().isEmpty());
        assertThat(Duration.ofNanos(System.nanoTime() - killed))
                .as("until another member read the source")
                .isLessThan(SourceCheck.MOVED);
        drill.hold(A_WHILE);
        cluster.start(reader);
    });

    static final Fault KILL_TWO = new Fault("kill -9 of two at once", (drill, spared) -> {
        Set<Integer> killed = drill.allBut(spared);
        killed.forEach(member -> drill.cluster().process(member).kill());
        drill.hold(A_WHILE);
        killed.forEach(member -> drill.cluster().start(member));
    });

    static final Fault KILL_ALL = new Fault("kill -9 of all at once", (drill, unused) -> {
        IntStream.range(0, drill.cluster().size())
                .forEach(member -> drill.cluster().process(member).kill());
        IntStream.range(0, drill.cluster().size())
                .parallel()
                .forEach(member -> drill.cluster().start(member));
    });

    static final Fault ROLLING_RESTART = new Fault("rolling restart", (drill, unused) -> {
        for (int member = 0; member < drill.cluster().size(); member++) {
            drill.cluster().process(member).terminate();
            int code = drill.cluster().process(member).exitCode();
            assertThat(code).isEqualTo(143);
            drill.cluster().start(member);
            drill.cluster().untilReady();
        }
    });

    static final Fault DATABASE_RESTART = databaseAway(Duration.ZERO);

    /** Cut off from the other members, and not from PostgreSQL, nor from those who post and follow. */
    static final Fault PARTITION = new Fault("partition", (drill, member) -> {
        Cluster cluster = drill.cluster();
        cluster.cables().cutOff(Set.of(member));
        cluster.untilReadiness(member, 503);
        Cluster.until("the one cut off refuses posts", () -> drill.post(member) == 503);
        assertThat(cluster.status(
                        member, "/v1/subscriptions/" + drill.subscriptions().get(0) + "/alerts?limit=1"))
                .as("reads from the one cut off")
                .isEqualTo(200);
        drill.allBut(member).forEach(other -> Cluster.until("the others take posts", () -> drill.post(other) == 200));
        drill.hold(A_WHILE);
        assertThat(drill.post(member)).as("posts to the one cut off").isEqualTo(503);
        cluster.cables().mend();
        Cluster.until("the one cut off takes posts again", () -> drill.post(member) == 200);
    });

    /** SIGSTOP and SIGCONT. */
    static Fault pause(Duration length) {
        return new Fault("pause of " + length.toSeconds() + " s", (drill, member) -> {
            drill.cluster().process(member).pause();
            drill.hold(length);
            drill.cluster().process(member).resume();
        });
    }

    static Fault databaseAway(Duration length) {
        String name = length.isZero() ? "PostgreSQL restart" : "PostgreSQL away for " + length.toSeconds() + " s";
        return new Fault(name, (drill, unused) -> {
            drill.cluster().database().stop();
            drill.hold(length);
            drill.cluster().database().begin();
        });
    }

    @Override
    public String toString() {
        return name;
    }
}
