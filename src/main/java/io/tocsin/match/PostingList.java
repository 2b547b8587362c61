package io.tocsin.match;

import java.util.Arrays;

/** Collects postings as rules are filed, and puts them in the order of their features. */
final class PostingList implements Filing.Postings {
    private final int features;
    private final Ints feature = new Ints();
    private long[] unordered = new long[256];
    private int firstOfRule;

    PostingList(int features) {
        this.features = features;
    }

    /** What is added from now on is of one rule. */
    void begin() {
        firstOfRule = feature.size();
    }

    @Override
    public void add(int of, long signature, int flags, int rule) {
        int at = feature.size() * Segment.POSTING;
        if (at == unordered.length) {
            unordered = Arrays.copyOf(unordered, 2 * at);
        }
        feature.add(of == Filing.EVERY ? features : of);
        unordered[at] = signature;
        unordered[at + 1] = ((long) flags << Integer.SIZE) | (rule & 0xFFFFFFFFL);
    }

    void end() {
        if (feature.size() - firstOfRule > 1) {
            for (int posting = firstOfRule; posting < feature.size(); posting++) {
                unordered[posting * Segment.POSTING + 1] |= Filing.ONE_OF_MANY;
            }
        }
    }

    int[] firstPosting() {
        int[] first = new int[features + 2];
        for (int posting = 0; posting < feature.size(); posting++) {
            first[feature.get(posting) + 1]++;
        }
        for (int i = 1; i < first.length; i++) {
            first[i] += first[i - 1];
        }
        return first;
    }

    long[] inOrder() {
        int[] next = firstPosting();
        long[] ordered = new long[feature.size() * Segment.POSTING];
        for (int posting = 0; posting < feature.size(); posting++) {
            int to = next[feature.get(posting)]++;
            System.arraycopy(unordered, posting * Segment.POSTING, ordered, to * Segment.POSTING, Segment.POSTING);
        }
        return ordered;
    }

    /** How many postings a post meets. */
    double expected(double[] rates) {
        double expected = 0;
        for (int posting = 0; posting < feature.size(); posting++) {
            int of = feature.get(posting);
            expected += of == features ? 1 : rates[of];
        }
        return expected;
    }
}
