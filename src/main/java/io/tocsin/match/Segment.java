package io.tocsin.match;

import io.tocsin.post.Post;

/**
 * A set of rules, indexed: immutable but for what it counts. Rules have numbers from 0. {@link SegmentBuilder} makes
 * it.
 *
 * <p>A posting is two longs: the {@link Signature} that a post must have, then its {@link Flags} in the upper half, and
 * in the lower the rule's number with {@link Filing#PROVEN} and {@link Filing#ONE_OF_MANY}.
 */
final class Segment {
    static final int POSTING = 2;

    private final Vocabulary vocabulary;
    private final Names names;
    private final int[] code;
    /** By rule: where its code starts. */
    private final int[] nodes;
    /** By feature: where its postings start; then where those start that every post meets; then the end. */
    private final int[] firstPosting;

    private final long[] postings;
    /** How many postings a post meets, by the statistics. */
    private final double expected;

    private final long fields;
    private final int levels;

    // Counted by matching threads, over a sample of posts, without care for a count that is lost now and then.
    /** By feature: how many of {@link #posts} had it. */
    private final int[] seen;

    private int posts;
    private int postsSinceBuilt;
    private long met;

    /**
     * Takes over what it is given.
     *
     * @param rates by feature: in which share of posts it is
     * @param posts how many posts that is known of
     */
    Segment(Vocabulary vocabulary, Names names, int[] code, int[] nodes, PostingList list, double[] rates, int posts) {
        this.vocabulary = vocabulary;
        this.names = names;
        this.code = code;
        this.nodes = nodes;
        this.posts = posts;
        firstPosting = list.firstPosting();
        postings = list.inOrder();
        expected = list.expected(rates);
        seen = new int[rates.length];
        long allFields = 0;
        int allLevels = 0;
        for (int feature = 0; feature < rates.length; feature++) {
            seen[feature] = (int) Math.round(rates[feature] * posts);
            byte key = vocabulary.forms()[vocabulary.start(feature)];
            allFields |= 1L << key;
            if (key == Field.CELL.key(false)) {
                allLevels |= 1 << vocabulary.forms()[vocabulary.start(feature) + 1];
            }
        }
        fields = allFields;
        levels = allLevels;
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

    /** What the rules ask about, see {@link Field#bit}. */
    long fields() {
        return fields;
    }

    /** The levels of the cells that they ask about. */
    int levels() {
        return levels;
    }

    /** How many posts the statistics are of. */
    int posts() {
        return posts;
    }

    /** The feature's share of posts, as far as it has been seen. */
    double rate(int feature) {
        return posts == 0 ? 0 : Math.min(1, (double) seen[feature] / posts);
    }

    /** What is met is far from what was expected when the rules were filed. */
    boolean drifted() {
        return postsSinceBuilt >= Statistics.ENOUGH
                && (double) met / postsSinceBuilt > 1.5 * expected + Statistics.NEGLIGIBLE;
    }

    long bytes() {
        return vocabulary.bytes()
                + names.bytes()
                + (long) Integer.BYTES * (code.length + nodes.length + firstPosting.length + seen.length)
                + (long) Long.BYTES * postings.length;
    }

    /** Tells {@code matches} of each rule that the post satisfies, once, but for those that are dead. */
    void match(Post post, Reading reading, Dead dead, Matches matches) {
        reading.of(vocabulary, code);
        matches.of(this);
        long absent = ~reading.signature();
        int absentFlags = ~reading.flags();
        int every = vocabulary.size();
        meet(firstPosting[every], firstPosting[every + 1], absent, absentFlags, post, reading, dead, matches);
        for (int i = 0; i < reading.count(); i++) {
            int from = firstPosting[reading.found(i)];
            int to = firstPosting[reading.found(i) + 1];
            if (from < to) {
                meet(from, to, absent, absentFlags, post, reading, dead, matches);
            }
        }
    }

    private void meet(
            int from, int to, long absent, int absentFlags, Post post, Reading reading, Dead dead, Matches matches) {
        for (int at = from * POSTING; at < to * POSTING; at += POSTING) {
            if ((postings[at] & absent) == 0) {
                long second = postings[at + 1];
                if (((int) (second >>> Integer.SIZE) & absentFlags) == 0) {
                    int entry = (int) second;
                    int rule = entry & Filing.RULE;
                    if (((entry & Filing.PROVEN) != 0 || reading.holds(post, nodes[rule])) && !dead.has(rule)) {
                        matches.add(rule, (entry & Filing.ONE_OF_MANY) != 0);
                    }
                }
            }
        }
    }

    /** Counts what the post, which was just read, has and meets. */
    void count(Reading reading) {
        posts++;
        postsSinceBuilt++;
        int every = vocabulary.size();
        int postingsMet = firstPosting[every + 1] - firstPosting[every];
        for (int i = 0; i < reading.count(); i++) {
            int feature = reading.found(i);
            seen[feature]++;
            postingsMet += firstPosting[feature + 1] - firstPosting[feature];
        }
        met += postingsMet;
        if (posts >= Statistics.MOST) {
            posts /= 2;
            for (int i = 0; i < seen.length; i++) {
                seen[i] /= 2;
            }
        }
    }
}
