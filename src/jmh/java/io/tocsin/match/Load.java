package io.tocsin.match;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.tocsin.post.Post;
import io.tocsin.rule.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** What is measured on: posts in an order that nothing can learn, and rules in their words. */
public final class Load {
    static final long SEED = 42;
    private static final int POSTS = 20_000;
    /**
     * So many that a branch predictor does not know them by heart, and so few that they are in the processor's cache,
     * as posts are that were just decoded.
     */
    private static final int MATCHED = 4_000;
    /** Enough posts for an index to know which words are rare. */
    private static final int KNOWN = 5_000;

    private final List<Post> posts;
    private final GeneratedRules generator;

    Load() {
        List<Post> some = new ArrayList<>(RealPosts.some(POSTS, SEED));
        generator = new GeneratedRules(some);
        Collections.shuffle(some, new Random(SEED));
        posts = List.copyOf(some);
    }

    /** The posts to match. */
    List<Post> posts() {
        return posts.subList(0, MATCHED);
    }

    GeneratedRules generator() {
        return generator;
    }

    List<Rule> rules(String mix, int count) {
        return generator.some(count, GeneratedRules.Mix.valueOf(mix), SEED);
    }

    /** An index that holds the rules, and has seen enough posts to file them well. */
    RuleIndex index(List<Rule> rules, Executor background) {
        RuleIndex index = new RuleIndex(SEED, background);
        index.putAll(rules);
        learn(index);
        return index;
    }

    /** Shows the index some posts and has it file its rules by them; says how many nanoseconds the filing took. */
    @CanIgnoreReturnValue
    long learn(RuleIndex index) {
        PostMatcher matcher = index.matcher();
        long matches = 0;
        for (Post post : posts.subList(0, KNOWN)) {
            matches += matcher.match(post);
        }
        long start = System.nanoTime();
        index.refile();
        long nanos = System.nanoTime() - start;
        say("%,d rules, %.2f of them match a post", index.size(), matches / (double) KNOWN);
        return nanos;
    }

    public static void say(String format, Object... values) {
        System.out.println();
        System.out.println("# " + String.format(Locale.ROOT, format, values));
    }

    /** Goes into every report: a figure says nothing without the machine. */
    public static void sayMachine() {
        say(
                "%s, %d cores, %s %s",
                cpu(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vm.name"),
                System.getProperty("java.vm.version"));
    }

    private static String cpu() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 2))
                    .orElse("unknown CPU");
        } catch (IOException | UncheckedIOException e) {
            return System.getProperty("os.arch") + " CPU";
        }
    }
}
