package io.tocsin.match;

import io.tocsin.post.Post;
import io.tocsin.rule.Condition;
import io.tocsin.rule.Rule;
import io.tocsin.rule.RuleId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Rules come and go while posts are matched: how long matching pauses, and how long a rule that was put is not yet in
 * force. Arguments: how many rules there are; for how many seconds; how many come, and as many go, each second.
 *
 * <p>A pause is the time from one matched post to the next. Every 10 ms a rule is put that a certain post satisfies;
 * the matching thread asks that post between others till the rule is there, and so finds it no sooner than that
 * thread's present post allows.
 */
public final class ChurnProgram {
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int TICKS_A_PROBE = 10;
    /** Till everything that matters is compiled; not counted. */
    private static final int WARM_UP_SECONDS = 5;

    private static final Path WAITED = Path.of("/proc/thread-self/schedstat");

    private final Load load = new Load();
    private final RuleIndex index;
    private final int held;
    private final int each;
    /** Those to come, made before anything is measured. */
    private final List<Rule> coming = new ArrayList<>();

    private final long end;

    /** Asked for by the changing thread, found by the matching one. */
    private record Probe(RuleId rule, Post post, long put) {}

    private volatile @Nullable Probe probe;
    private volatile boolean done;

    // The changing thread's.
    private int oldest;
    private int probes;

    // The matching thread's.
    private final long counted;
    private final Durations pauses = new Durations();
    private final Durations delays = new Durations();
    /** The longest pause but for what it waited for a processor. */
    private long longestOwn;

    private long waited;

    private ChurnProgram(int held, int seconds, int each, ExecutorService background) {
        this.held = held;
        this.each = each;
        index = load.index(load.rules("SELECTIVE", held), background);
        for (int i = 0; i < each * (WARM_UP_SECONDS + seconds + 1); i++) {
            coming.add(load.generator().rule(held + i, GeneratedRules.Mix.SELECTIVE, Load.SEED));
        }
        counted = System.nanoTime() + TimeUnit.SECONDS.toNanos(WARM_UP_SECONDS);
        end = counted + TimeUnit.SECONDS.toNanos(seconds);
    }

    public static void main(String[] args) throws InterruptedException {
        int held = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 30;
        int each = args.length > 2 ? Integer.parseInt(args[2]) : 10_000;
        Load.sayMachine();
        ExecutorService background = Executors.newSingleThreadExecutor();
        try {
            new ChurnProgram(held, seconds, each, background).run();
        } finally {
            background.shutdownNow();
        }
    }

    private void run() throws InterruptedException {
        Thread matching = new Thread(this::match, "matching");
        matching.start();
        double changed = change();
        done = true;
        matching.join();
        Load.say("%,d rules held; %,.0f put and as many removed a second (asked for: %,d)", held, changed, each);
        Load.say("from one matched post to the next: %s", pauses);
        if (Files.exists(WAITED)) {
            Load.say("without what was waiting for a processor: the longest %.1f µs", longestOwn / 1e3);
        }
        Load.say("from put to the first match: %s", delays);
    }

    /** Changes rules at the pace asked for, and says at which it did. */
    private double change() {
        long start = System.nanoTime();
        int changed = 0;
        for (long tick = 0; System.nanoTime() < end; tick++) {
            long due = (tick + 1) * each / 1_000;
            for (; changed < due; changed++) {
                index.put(coming.get(changed));
                index.remove(new RuleId("r" + oldest++));
            }
            if (tick % TICKS_A_PROBE == 0 && probe == null) {
                putProbe();
            }
            LockSupport.parkNanos(start + (tick + 1) * TICK - System.nanoTime());
        }
        return changed * 1e9 / (System.nanoTime() - start);
    }

    private void putProbe() {
        String word = "probe" + probes++;
        RuleId id = new RuleId(word);
        Post post = said(load.posts().get(0), word);
        long put = System.nanoTime();
        index.put(new Rule(id, word, new Condition.Keyword(word)));
        probe = new Probe(id, post, put);
    }

    private void match() {
        PostMatcher matcher = index.matcher();
        Posting<Post> posts = new Posting<>(load.posts());
        long last = System.nanoTime();
        long matched = 0;
        while (!done) {
            matcher.match(posts.next());
            long now = System.nanoTime();
            if (now > counted) {
                pauses.add(now - last);
                if (now - last > longestOwn) {
                    longestOwn = Math.max(longestOwn, now - last - (waited() - waited));
                }
            }
            if (matched++ % 128 == 0) {
                waited = waited();
            }
            seek(matcher);
            last = System.nanoTime();
        }
    }

    /** How long this thread has been ready to run and did not, in nanoseconds, where the system (Linux) says so. */
    private static long waited() {
        try {
            return Files.exists(WAITED)
                    ? Long.parseLong(Files.readString(WAITED).split(" ", 3)[1])
                    : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void seek(PostMatcher matcher) {
        Probe sought = probe;
        if (sought != null && holds(matcher, sought)) {
            if (sought.put > counted) {
                delays.add(System.nanoTime() - sought.put);
            }
            index.remove(sought.rule);
            probe = null;
        }
    }

    private static boolean holds(PostMatcher matcher, Probe probe) {
        for (int i = matcher.match(probe.post) - 1; i >= 0; i--) {
            if (matcher.rule(i).equals(probe.rule)) {
                return true;
            }
        }
        return false;
    }

    private static Post said(Post post, String text) {
        return new Post(
                post.id(),
                post.author(),
                post.createdAt(),
                post.kind(),
                text,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                post.lang(),
                post.geo(),
                post.place(),
                post.media(),
                post.references());
    }

    /** How long things took, to the nanosecond. */
    private static final class Durations {
        private long[] nanos = new long[1 << 16];
        private int count;

        void add(long duration) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = duration;
        }

        @Override
        public String toString() {
            long[] sorted = Arrays.copyOf(nanos, count);
            Arrays.sort(sorted);
            return count == 0
                    ? "none"
                    : String.format(
                            Locale.ROOT,
                            "%,d; half within %.1f µs, 99 %% within %.1f µs, 99.9 %% within %.1f µs, the longest %.1f µs",
                            count,
                            sorted[count / 2] / 1e3,
                            sorted[(int) (count * 0.99)] / 1e3,
                            sorted[(int) (count * 0.999)] / 1e3,
                            sorted[count - 1] / 1e3);
        }
    }
}
