package io.tocsin.match;

import io.tocsin.wire.PostJson;
import java.time.Instant;
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

/** From a post's JSON, as it comes in, to the rules that it satisfies; and the part of it that is reading. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
public class IngestBenchmark {
    @Param({"10000", "100000", "1000000"})
    int rules;

    @Param("SELECTIVE")
    String mix;

    private PostMatcher matcher;
    private Posting<byte[]> posts;

    @Setup
    public void setUp() {
        Load.sayMachine();
        Load load = new Load();
        matcher = load.index(load.rules(mix, rules), Runnable::run).matcher();
        posts = new Posting<>(load.posts().stream().map(PostJson::encode).toList());
    }

    @Benchmark
    public int decodeAndMatch() {
        return matcher.match(PostJson.decode(posts.next(), Instant.EPOCH));
    }

    @Benchmark
    public Object decode() {
        return PostJson.decode(posts.next(), Instant.EPOCH);
    }
}
