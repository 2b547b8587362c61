package io.tocsin.match;

import java.util.Arrays;

/**
 * The postings of a {@link Segment} that a post meets and does not miss a partner or a flag of. Each step goes through
 * all that the step before it left, without branches: a processor foretells none of them, and fetches what is far away
 * for many at a time. Made to be used for one post after another; not thread-safe.
 */
final class Candidates {
    private static final int FEW = 1 << 10;
    /** A post that meets more has the array thrown away behind it. */
    private static final int MAX_KEPT = 1 << 18;

    /** Postings; in the end, their targets. */
    private int[] left = new int[FEW];

    private int[] leading = new int[FEW];

    private int count;

    int count() {
        return count;
    }

    /** As {@link Postings#target}. */
    int target(int i) {
        return left[i];
    }

    /** @param every what stands for the feature of the postings that every post meets */
    void of(Postings postings, Reading reading, int every) {
        if (left.length > MAX_KEPT) {
            left = new int[FEW];
        }
        count = 0;
        through(postings, reading, postings.first(every), postings.after(every));
        int lists = lists(postings, reading);
        for (int i = 0; i < lists; i++) {
            int feature = leading[i];
            int from = postings.first(feature);
            int to = postings.after(feature);
            if (to - from <= Postings.FEW) {
                through(postings, reading, from, to);
            } else {
                through(postings, reading, from, postings.afterAlone(feature));
                for (int j = 0; j < reading.count(); j++) {
                    with(postings, feature, reading.found(j));
                }
            }
        }
        dropThoseThatMissMore(postings, reading);
    }

    /** Takes the features that lead anywhere. */
    private int lists(Postings postings, Reading reading) {
        if (leading.length < reading.count()) {
            leading = new int[2 * reading.count()];
        }
        int kept = 0;
        for (int i = 0; i < reading.count(); i++) {
            int feature = reading.found(i);
            leading[kept] = feature;
            kept += postings.first(feature) < postings.after(feature) ? 1 : 0;
        }
        return kept;
    }

    /** Any of these may have a partner that the post has, or none. */
    private void through(Postings postings, Reading reading, int from, int to) {
        makeRoom(to - from);
        int kept = count;
        for (int posting = from; posting < to; posting++) {
            left[kept] = posting;
            kept += 1 - reading.lack(postings.partner(posting));
        }
        count = kept;
    }

    /** Some of those in the bucket have the partner, which the post has. */
    private void with(Postings postings, int feature, int partner) {
        int from = postings.firstWith(feature, partner);
        int to = postings.afterWith(feature, partner);
        makeRoom(to - from);
        int kept = count;
        for (int posting = from; posting < to; posting++) {
            left[kept] = posting;
            kept += postings.partner(posting) == partner ? 1 : 0;
        }
        count = kept;
    }

    private void makeRoom(int more) {
        if (left.length < count + more) {
            left = Arrays.copyOf(left, Math.max(2 * left.length, count + more));
        }
    }

    private void dropThoseThatMissMore(Postings postings, Reading reading) {
        int absent = ~reading.flags();
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int posting = left[i];
            int missing = reading.lack(postings.second(posting)) | (postings.flags(posting) & absent);
            left[kept] = postings.target(posting);
            kept += 1 - ((missing | -missing) >>> (Integer.SIZE - 1));
        }
        count = kept;
    }
}
