package io.tocsin.match;

import io.tocsin.rule.Rule;
import java.util.ArrayList;
import java.util.List;

/** Loads rules, and says how long that took and what they take in memory. Arguments: how many; the mix. */
public final class MemoryProgram {
    /** As a subscriber base is loaded: many at once, but not all. */
    private static final int AT_ONCE = 10_000;

    /** Held to the end: what was there before the rules must be there after them. */
    private static final Load LOAD = new Load();

    private MemoryProgram() {}

    public static void main(String[] args) {
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        GeneratedRules.Mix mix = GeneratedRules.Mix.valueOf(args.length > 1 ? args[1] : "SELECTIVE");
        Load.sayMachine();
        RuleIndex index = new RuleIndex(Load.SEED, Runnable::run);
        long before = usedBytes();
        long nanos = 0;
        for (int first = 0; first < count; first += AT_ONCE) {
            List<Rule> rules = new ArrayList<>();
            for (int i = first; i < Math.min(count, first + AT_ONCE); i++) {
                rules.add(LOAD.generator().rule(i, mix, Load.SEED));
            }
            long start = System.nanoTime();
            index.putAll(rules);
            nanos += System.nanoTime() - start;
        }
        say("loaded", index, nanos, before);
        say("filed anew", index, LOAD.learn(index), before);
    }

    private static void say(String what, RuleIndex index, long nanos, long before) {
        double heap = usedBytes() - before;
        Load.say(
                "%s: %,d rules in %.1f s; heap %,.0f bytes, %.1f a rule; the index says %,d bytes, %.1f a rule",
                what,
                index.size(),
                nanos / 1e9,
                heap,
                heap / index.size(),
                index.bytes(),
                index.bytes() / (double) index.size());
    }

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
