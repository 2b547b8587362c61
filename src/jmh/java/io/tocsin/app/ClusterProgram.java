package io.tocsin.app;

import io.tocsin.match.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * What members cost and give, as processes over one PostgreSQL on this machine. Arguments: {@code throughput}, the
 * processors each member may use, and for how many seconds each round measures; or {@code rules}, how many rules there
 * are, and how many of them are changed.
 */
public final class ClusterProgram {
    private static final int MEMBERS = 3;
    private static final int ROUNDS = 3;
    /** Until little is left to compile: as much for each, or the members would be compared with different code. */
    private static final int WARM_UP_POSTS_A_MEMBER = 1_500_000;

    private static final Duration WARM_UP_LIMIT = Duration.ofMinutes(10);

    private ClusterProgram() {}

    public static void main(String[] args) throws IOException {
        Load.sayMachine();
        if (args.length == 3 && args[0].equals("throughput")) {
            throughput(Double.parseDouble(args[1]), Duration.ofSeconds(Long.parseLong(args[2])));
        } else if (args.length == 3 && args[0].equals("rules")) {
            rules(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        } else {
            throw new IllegalArgumentException(
                    List.of(args) + " (expected: throughput <processors> <seconds>, or rules <rules> <changes>)");
        }
    }

    private static Path directory() throws IOException {
        return Files.createTempDirectory("tocsin-cluster");
    }

    /** One member, and three, each held to as much of a processor; the rest is left to who posts and to PostgreSQL. */
    private static void throughput(double processors, Duration length) throws IOException {
        List<Double> one = new ArrayList<>();
        List<Double> three = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            one.add(postsPerSecond(1, processors, length));
            three.add(postsPerSecond(MEMBERS, processors, length));
        }
        Load.say(
                "%d members take %.2f times the posts of one (%,.0f and %,.0f posts/s, medians of %d)",
                MEMBERS, median(three) / median(one), median(three), median(one), ROUNDS);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static double postsPerSecond(int members, double processors, Duration length) throws IOException {
        try (Cluster cluster = Cluster.start(directory(), members, "-Xmx512m -XX:+UseSerialGC");
                ProcessorLimit limit = new ProcessorLimit(members);
                PostStream posts = new PostStream(cluster)) {
            posts.pass((long) members * WARM_UP_POSTS_A_MEMBER, WARM_UP_LIMIT);
            for (int member = 0; member < members; member++) {
                limit.hold(member, cluster.process(member).id(), processors);
            }
            posts.pass(Duration.ofSeconds(3));
            long before = posts.acknowledged();
            List<Duration> used = limit.used();
            long start = System.nanoTime();
            posts.pass(length);
            double seconds = (System.nanoTime() - start) / 1e9;
            double rate = (posts.acknowledged() - before) / seconds;
            List<String> shares = new ArrayList<>();
            for (int member = 0; member < members; member++) {
                Duration more = limit.used().get(member).minus(used.get(member));
                shares.add(String.format("%.2f", more.toNanos() / 1e9 / seconds));
            }
            Load.say("%d members: %,.0f posts/s; processors used by each: %s", members, rate, shares);
            return rate;
        }
    }

    /** From the answer to who changed a rule until each member matches by it. */
    private static void rules(int rules, int changes) throws IOException {
        try (Cluster cluster = Cluster.start(directory(), MEMBERS, "-Xmx1g -XX:+UseSerialGC")) {
            subscribe(rules, cluster);
            cluster.untilReady();
            List<Duration> visible = new ArrayList<>();
            for (int change = 0; change < changes; change++) {
                visible.addAll(new RuleChange(cluster, "zulu" + change).visible(change % MEMBERS));
            }
            Collections.sort(visible);
            Load.say(
                    "with %,d rules, %d changes were in force on each of %d members: half within %d ms, 99 %% within"
                            + " %d ms, the last after %d ms",
                    rules,
                    changes,
                    MEMBERS,
                    visible.get(visible.size() / 2).toMillis(),
                    visible.get(visible.size() * 99 / 100).toMillis(),
                    visible.get(visible.size() - 1).toMillis());
        }
    }

    private static void subscribe(int rules, Cluster cluster) {
        int askers = 8;
        long start = System.nanoTime();
        AtomicLong next = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(askers);
        try {
            CompletableFuture<?>[] all = IntStream.range(0, askers)
                    .mapToObj(asker -> CompletableFuture.runAsync(
                            () -> {
                                Random random = new Random(asker);
                                for (long i = next.getAndIncrement(); i < rules; i = next.getAndIncrement()) {
                                    String unused = cluster.client(asker % MEMBERS)
                                            .subscribe("a name", "flood" + i + " road" + random.nextInt(1_000));
                                }
                            },
                            threads))
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(all).join();
        } finally {
            threads.shutdown();
        }
        Load.say("%,d subscriptions made in %.0f s", rules, (System.nanoTime() - start) / 1e9);
    }
}
