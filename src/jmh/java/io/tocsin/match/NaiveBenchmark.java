package io.tocsin.match;

import io.tocsin.post.Post;
import java.util.List;
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

/** The floor: every rule asked about every post. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
public class NaiveBenchmark {
    @Param({"1000", "10000"})
    int rules;

    @Param("SELECTIVE")
    String mix;

    private NaiveMatcher matcher;
    private Posting<Post> posts;

    @Setup
    public void setUp() {
        Load.sayMachine();
        Load load = new Load();
        matcher = new NaiveMatcher(load.rules(mix, rules));
        posts = new Posting<>(load.posts());
    }

    @Benchmark
    public List<Match> match() {
        return matcher.match(posts.next());
    }
}
