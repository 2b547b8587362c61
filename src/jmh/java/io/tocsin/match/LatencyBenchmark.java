package io.tocsin.match;

import io.tocsin.post.Post;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long one post takes to be matched: half of them, ninety-nine in a hundred, the longest. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
public class LatencyBenchmark {
    @Param("100000")
    int rules;

    @Param("SELECTIVE")
    String mix;

    private PostMatcher matcher;
    private Posting<Post> posts;

    @Setup
    public void setUp() {
        Load.sayMachine();
        Load load = new Load();
        matcher = load.index(load.rules(mix, rules), Runnable::run).matcher();
        posts = new Posting<>(load.posts());
    }

    @Benchmark
    public int match() {
        return matcher.match(posts.next());
    }
}
