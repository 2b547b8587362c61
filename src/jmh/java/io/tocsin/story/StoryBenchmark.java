package io.tocsin.story;

import io.tocsin.match.Load;
import io.tocsin.subscription.SubscriptionId;
import java.time.Instant;
import java.util.List;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many matched posts a second one thread takes into stories, by how many stories a subscription has at once; with
 * {@code -prof gc} also what a post allocates.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
public class StoryBenchmark {
    private static final long MILLIS_BETWEEN = 200;

    @Param({"1", "5", "12"})
    int stories;

    private List<LabelledPost> posts;
    private StoryTracker tracker;
    private long clock;
    private int next;

    @Setup(Level.Trial)
    public void setUp() {
        Load.sayMachine();
        posts = ManyStories.of(stories, ManyStories.POSTS);
        tracker = new StoryTracker(new SubscriptionId("sub_benchmark"), StoryThresholds.USUAL, new Terms());
        clock = posts.get(0).at().toEpochMilli();
        for (int i = 0; i < posts.size(); i++) {
            var unused = take();
        }
        Load.say("%d groups", tracker.groups());
    }

    @Benchmark
    public Placement take() {
        clock += MILLIS_BETWEEN;
        next = next + 1 == posts.size() ? 0 : next + 1;
        return tracker.take(posts.get(next).post(), Instant.ofEpochMilli(clock));
    }
}
