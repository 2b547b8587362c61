package io.tocsin.match;

import io.tocsin.post.Post;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many posts a second are matched, by how many rules there are; with {@code -prof gc} also what a post allocates.
 * Other mixes: {@code -p mix=HOT -p rules=1000}, {@code -p mix=SPARSE -p rules=1000000}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
public class RuleIndexBenchmark {
    @Param({"1000", "10000", "100000", "1000000"})
    int rules;

    @Param("SELECTIVE")
    String mix;

    private final ExecutorService background = Executors.newSingleThreadExecutor();
    private Load load;
    private RuleIndex index;

    @Setup
    public void setUp() {
        Load.sayMachine();
        load = new Load();
        index = load.index(load.rules(mix, rules), background);
    }

    @TearDown
    public void tearDown() {
        background.shutdownNow();
    }

    /** What each thread has of its own. */
    @State(Scope.Thread)
    public static class Matching {
        private PostMatcher matcher;
        private Posting<Post> posts;

        @Setup(Level.Trial)
        public void setUp(RuleIndexBenchmark all) {
            matcher = all.index.matcher();
            posts = new Posting<>(all.load.posts());
        }
    }

    @Benchmark
    @Threads(1)
    public int oneThread(Matching own) {
        return own.matcher.match(own.posts.next());
    }

    @Benchmark
    @Threads(2)
    public int twoThreads(Matching own) {
        return own.matcher.match(own.posts.next());
    }
}
