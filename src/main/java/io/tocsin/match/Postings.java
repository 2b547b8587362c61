package io.tocsin.match;

import java.util.Arrays;

/**
 * The postings of a {@link Segment}, in the order of the features that lead to them; those that every post meets are at
 * the end. Where a feature leads to many, they are in buckets by their partners, so that a post looks only into those
 * of what it has.
 *
 * <p>Most postings are passed over for want of their partner: partners lie by themselves, close together.
 */
final class Postings implements Filing.Postings {
    /** Of the rest of a posting: the second partner, the {@link Flags}, the target. */
    private static final int REST = 3;

    /** A feature that leads to so many postings at most has no buckets. */
    static final int FEW = 512;

    private static final int PER_BUCKET = 4;

    private final int features;
    private Ints leading = new Ints();
    private int firstOfRule;
    /** By posting, in order. */
    private int[] partner = {};

    private int[] rest = {};
    /** The same, while they are collected. */
    private Ints partners = new Ints();

    private Ints rests = new Ints();

    /** By feature: its first posting; then the first that every post meets; then the end. */
    private int[] first = {};
    /** By feature: where its buckets are in {@link #buckets}, and 1. */
    private int[] bucketsAt = {};
    /** Of each feature that has buckets: their number, the first posting of each, the end. */
    private int[] buckets = {};

    Postings(int features) {
        this.features = features;
    }

    /** What is added from now on is of one rule. */
    void begin() {
        firstOfRule = leading.size();
    }

    @Override
    public void add(int feature, int with, int second, int flags, int target) {
        leading.add(feature == Filing.NONE ? features : feature);
        partners.add(with);
        rests.add(second);
        rests.add(flags);
        rests.add(target);
    }

    void end() {
        if (leading.size() - firstOfRule > 1) {
            for (int posting = firstOfRule; posting < leading.size(); posting++) {
                int target = posting * REST + 2;
                rests.set(target, rests.get(target) | Filing.ONE_OF_MANY);
            }
        }
    }

    /** No more are added: puts them in order. */
    void sort() {
        first = new int[features + 2];
        for (int posting = 0; posting < leading.size(); posting++) {
            first[leading.get(posting) + 1]++;
        }
        for (int i = 1; i < first.length; i++) {
            first[i] += first[i - 1];
        }
        int[] next = first.clone();
        int[] to = new int[leading.size()];
        for (int posting = 0; posting < to.length; posting++) {
            to[posting] = next[leading.get(posting)]++;
        }
        leading = new Ints();
        partner = new int[to.length];
        rest = new int[to.length * REST];
        move(partners.array(), rests.array(), to);
        partners = new Ints();
        rests = new Ints();
        putInBuckets();
    }

    private void putInBuckets() {
        bucketsAt = new int[features + 1];
        Ints all = new Ints();
        for (int feature = 0; feature < features; feature++) {
            int count = first[feature + 1] - first[feature];
            if (count > FEW) {
                bucketsAt[feature] = all.size() + 1;
                putInBuckets(feature, Integer.highestOneBit(count / PER_BUCKET), all);
            }
        }
        buckets = all.toArray();
    }

    /** Those without a partner come first, before all buckets. */
    private void putInBuckets(int feature, int number, Ints all) {
        int from = first[feature];
        int count = first[feature + 1] - from;
        int[] starts = new int[number + 2];
        for (int posting = from; posting < from + count; posting++) {
            starts[place(partner[posting], number) + 1]++;
        }
        for (int i = 1; i < starts.length; i++) {
            starts[i] += starts[i - 1];
        }
        all.add(number);
        for (int bucket = 1; bucket < starts.length; bucket++) {
            all.add(from + starts[bucket]);
        }
        int[] to = new int[count];
        for (int i = 0; i < count; i++) {
            to[i] = from + starts[place(partner[from + i], number)]++;
        }
        int[] oldPartner = Arrays.copyOfRange(partner, from, from + count);
        int[] oldRest = Arrays.copyOfRange(rest, from * REST, (from + count) * REST);
        move(oldPartner, oldRest, to);
    }

    /** Puts each posting where it belongs. */
    private void move(int[] oldPartner, int[] oldRest, int[] to) {
        for (int i = 0; i < to.length; i++) {
            partner[to[i]] = oldPartner[i];
            System.arraycopy(oldRest, i * REST, rest, to[i] * REST, REST);
        }
    }

    private static int place(int partner, int number) {
        return partner == Filing.NONE ? 0 : 1 + bucket(partner, number);
    }

    private static int bucket(int partner, int number) {
        return ((partner * 0x9E3779B9) >>> 12) & (number - 1);
    }

    /** The first posting of a feature; of the one behind the last, the first that every post meets. */
    int first(int feature) {
        return first[feature];
    }

    /** Behind the feature's last posting. */
    int after(int feature) {
        return first[feature + 1];
    }

    /** Behind the last of those that have no partner. */
    int afterAlone(int feature) {
        return buckets[bucketsAt[feature]];
    }

    /** The first of those in the bucket in which those with this partner are; those with others may be there too. */
    int firstWith(int feature, int partner) {
        int at = bucketsAt[feature];
        return buckets[at + bucket(partner, buckets[at - 1])];
    }

    /** Behind the last in that bucket. */
    int afterWith(int feature, int partner) {
        int at = bucketsAt[feature];
        return buckets[at + bucket(partner, buckets[at - 1]) + 1];
    }

    int partner(int posting) {
        return partner[posting];
    }

    int second(int posting) {
        return rest[posting * REST];
    }

    int flags(int posting) {
        return rest[posting * REST + 1];
    }

    int target(int posting) {
        return rest[posting * REST + 2];
    }

    /** How many postings a post meets, buckets left aside. */
    double expected(double[] rates) {
        double expected = (double) first[features + 1] - first[features];
        for (int feature = 0; feature < features; feature++) {
            expected += rates[feature] * (first[feature + 1] - first[feature]);
        }
        return expected;
    }

    long memory() {
        return (long) Integer.BYTES * (first.length + bucketsAt.length + buckets.length + partner.length + rest.length);
    }
}
