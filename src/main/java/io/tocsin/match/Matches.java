package io.tocsin.match;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The rules that one post satisfies. Made to be used for one post after another; not thread-safe. */
final class Matches {
    private int[] rules = new int[64];
    private @Nullable Segment[] segments = new Segment[64];
    private int count;

    private @Nullable Segment segment;
    private int firstOfSegment;
    /** The segment's matches that could be found again, by rule: the rule's number and 1; 0 if free. */
    private int[] slots = new int[256];

    void clear() {
        forget();
        Arrays.fill(segments, 0, count, null);
        count = 0;
        firstOfSegment = 0;
        segment = null;
    }

    int count() {
        return count;
    }

    int rule(int i) {
        return rules[i];
    }

    Segment segment(int i) {
        Segment one = segments[i];
        if (i >= count || one == null) {
            throw new IndexOutOfBoundsException("match: " + i + " (expected: less than " + count + ")");
        }
        return one;
    }

    /** What is added from now on is of this segment. */
    void of(Segment next) {
        forget();
        firstOfSegment = count;
        segment = next;
    }

    /** Adds the segment's rule; one that may be found more than once is added once. */
    void add(int rule, boolean oneOfMany) {
        if (oneOfMany && !firstTime(rule)) {
            return;
        }
        if (count == rules.length) {
            rules = Arrays.copyOf(rules, 2 * count);
            segments = Arrays.copyOf(segments, 2 * count);
        }
        rules[count] = rule;
        segments[count] = segment;
        count++;
    }

    private boolean firstTime(int rule) {
        if (4 * (count - firstOfSegment) > slots.length) {
            slots = new int[2 * slots.length];
            for (int i = firstOfSegment; i < count; i++) {
                slots[free(rules[i])] = rules[i] + 1;
            }
        }
        int at = free(rule);
        boolean first = slots[at] == 0;
        slots[at] = rule + 1;
        return first;
    }

    /** The rule's slot, or the one that it would take. */
    private int free(int rule) {
        int mask = slots.length - 1;
        int at = ((rule * 0x9E3779B9) >>> 8) & mask;
        while (slots[at] != 0 && slots[at] != rule + 1) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void forget() {
        if (count > firstOfSegment) {
            Arrays.fill(slots, 0);
        }
    }
}
