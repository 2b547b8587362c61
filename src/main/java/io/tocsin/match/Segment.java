package io.tocsin.match;

import io.tocsin.post.Post;
import java.util.Optional;

/**
 * A set of rules, indexed: immutable but for what it counts. Rules have numbers from 0. {@link SegmentBuilder} makes
 * it.
 */
final class Segment {
    private static final int FEW = 1024;

    private final Vocabulary vocabulary;
    private final Names names;
    private final int[] code;
    /** By rule: where its code starts. */
    private final int[] nodes;

    private final Postings postings;

    /** How many postings a post meets, by the statistics. */
    private final double expected;

    /** What its rules ask about, if they are many. */
    private final Optional<Asked> asked;

    // Counted by matching threads, over a sample of posts, without care for a count that is lost now and then.
    /** By feature: how many of {@link #posts} had it. */
    private final int[] seen;

    /** By rule: how many postings of it were not passed over at a glance. */
    private final int[] checked;

    private int posts;
    private int postsSinceBuilt;
    private long met;

    /**
     * Takes over what it is given.
     *
     * @param rates by feature: in which share of posts it is
     * @param posts how many posts that is known of
     */
    Segment(Vocabulary vocabulary, Names names, int[] code, int[] nodes, Postings postings, double[] rates, int posts) {
        this.vocabulary = vocabulary;
        this.names = names;
        this.code = code;
        this.nodes = nodes;
        this.posts = posts;
        this.postings = postings;
        expected = postings.expected(rates);
        seen = new int[rates.length];
        checked = new int[nodes.length];
        for (int feature = 0; feature < rates.length; feature++) {
            seen[feature] = (int) Math.round(rates[feature] * posts);
        }
        asked = nodes.length > FEW ? Optional.of(new Asked(vocabulary)) : Optional.empty();
    }

    int size() {
        return nodes.length;
    }

    Names names() {
        return names;
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    int[] code() {
        return code;
    }

    int node(int rule) {
        return nodes[rule];
    }

    /** Adds what its rules ask about. */
    void addTo(Asked all) {
        asked.ifPresentOrElse(all::add, () -> all.add(vocabulary));
    }

    /** How many posts the statistics are of. */
    int posts() {
        return posts;
    }

    /** The feature's share of posts, as far as it has been seen. */
    double rate(int feature) {
        return posts == 0 ? 0 : Math.min(1, (double) seen[feature] / posts);
    }

    RuleCost cost(int rule) {
        Filing filing = new Filing(code, this::rate, (feature, partner, second, flags, target) -> {});
        return new RuleCost(filing.cost(nodes[rule]), (double) checked[rule] / Math.max(1, postsSinceBuilt));
    }

    /** What is met is far from what was expected when the rules were filed. */
    boolean drifted() {
        return postsSinceBuilt >= Statistics.ENOUGH
                && (double) met / postsSinceBuilt > 1.5 * expected + Statistics.NEGLIGIBLE;
    }

    long bytes() {
        return vocabulary.memory()
                + names.bytes()
                + postings.memory()
                + (long) Integer.BYTES * (code.length + nodes.length + seen.length + checked.length);
    }

    /**
     * Tells {@code matches} of each rule that the post satisfies, once, but for those that are dead.
     *
     * @param counted what the post has and meets goes into the statistics
     */
    void match(Post post, Reading reading, Candidates candidates, Dead dead, Matches matches, boolean counted) {
        reading.of(vocabulary, code);
        candidates.of(postings, reading, vocabulary.size());
        matches.of(this);
        for (int i = 0; i < candidates.count(); i++) {
            int entry = candidates.target(i);
            int target = entry & Filing.TARGET;
            boolean proven = (entry & Filing.PROVEN) != 0;
            if (counted && !proven) {
                checked[Code.rule(code, target)]++;
            }
            if (proven || reading.holds(post, target)) {
                int rule = proven ? target : Code.rule(code, target);
                if (!dead.has(rule)) {
                    matches.add(rule, (entry & Filing.ONE_OF_MANY) != 0);
                }
            }
        }
        if (counted) {
            count(reading);
        }
    }

    private void count(Reading reading) {
        posts++;
        postsSinceBuilt++;
        int every = vocabulary.size();
        met += postings.after(every) - postings.first(every);
        for (int i = 0; i < reading.count(); i++) {
            int feature = reading.found(i);
            seen[feature]++;
            met += postings.after(feature) - postings.first(feature);
        }
        if (posts >= Statistics.MOST) {
            posts /= 2;
            for (int i = 0; i < seen.length; i++) {
                seen[i] /= 2;
            }
        }
    }
}
