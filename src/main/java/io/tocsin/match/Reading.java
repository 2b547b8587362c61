package io.tocsin.match;

import io.tocsin.post.Area;
import io.tocsin.post.Place;
import io.tocsin.post.Post;
import io.tocsin.rule.Condition;
import java.util.Arrays;
import java.util.Optional;

/**
 * One post as the rules of one {@link Segment} see it: which of the segment's features it has, and whether it satisfies
 * a rule's {@link Code}. Made to be used for one post after another; not thread-safe.
 */
final class Reading {
    private static final int SLOTS = 128;
    private static final int NONE = -1;

    private final Features features;
    private final FeatureTable table;
    /** The segment's features that the post has. */
    private int[] found = new int[128];

    private int count;
    private long signature;
    private int bucket = NONE;
    /** By the segment's number: that number and 1 in the upper half, the post's in the lower; 0 if free. */
    private long[] slots = new long[SLOTS];

    private int slotsUsed = SLOTS;
    private int[] code = {};
    private byte[] bytes = new byte[64];

    Reading(Features features) {
        this.features = features;
        table = features.table();
    }

    /** Looks up in the vocabulary what the post has. */
    void of(Vocabulary vocabulary, int[] rules) {
        code = rules;
        count = 0;
        signature = 0;
        bucket = NONE;
        int all = table.count();
        makeRoom(all);
        byte[] forms = table.forms().bytes();
        for (int feature = 0; feature < all; feature++) {
            int number = vocabulary.find(forms, table.start(feature), table.end(feature), table.hash(feature));
            if (number != Vocabulary.ABSENT) {
                found[count++] = number;
                signature |= Signature.of(number);
                put(number, feature);
            }
        }
    }

    int count() {
        return count;
    }

    int found(int i) {
        return found[i];
    }

    /** The {@link Signature} of everything found. */
    long signature() {
        return signature;
    }

    /** The post's {@link Flags}. */
    int flags() {
        return features.flags();
    }

    /** The post satisfies the condition that starts there. */
    boolean holds(Post post, int node) {
        return switch (Code.operation(code, node)) {
            case Code.ALL -> all(node);
            case Code.PHRASE -> all(node) && phrase(node);
            case Code.NEAR -> all(node) && near(node);
            case Code.CONTAINS -> contains(post, node);
            case Code.FLAG -> (features.flags() & code[node + Code.HEADER]) != 0;
            case Code.FOLLOWERS -> followers(post, node + Code.HEADER);
            case Code.SAMPLE -> bucket(post) < code[node + Code.HEADER];
            case Code.CIRCLE, Code.BOX -> lies(post, node);
            case Code.AND -> and(post, node);
            case Code.OR -> or(post, node);
            case Code.NOT -> !holds(post, node + Code.HEADER);
            default -> throw new AssertionError(Code.operation(code, node));
        };
    }

    private boolean and(Post post, int node) {
        int end = Code.next(code, node);
        for (int child = node + Code.HEADER; child < end; child = Code.next(code, child)) {
            if (!holds(post, child)) {
                return false;
            }
        }
        return true;
    }

    private boolean or(Post post, int node) {
        int end = Code.next(code, node);
        for (int child = node + Code.HEADER; child < end; child = Code.next(code, child)) {
            if (holds(post, child)) {
                return true;
            }
        }
        return false;
    }

    private boolean all(int node) {
        int end = Code.afterFeatures(code, node);
        for (int at = Code.firstFeature(node); at < end; at++) {
            if (featureOf(code[at]) == NONE) {
                return false;
            }
        }
        return true;
    }

    private boolean phrase(int node) {
        int start = Code.firstFeature(node);
        int length = Code.afterFeatures(code, node) - start;
        int place = table.firstPlace(featureOf(code[start]));
        for (; place != NONE; place = table.nextPlace(place)) {
            int i = 1;
            while (i < length && stands(place + i, code[start + i])) {
                i++;
            }
            if (i == length) {
                return true;
            }
        }
        return false;
    }

    private boolean stands(int place, int wanted) {
        return table.featureAt(place) == featureOf(wanted) && ((wanted & Code.GLUED) == 0 || table.gluedAt(place));
    }

    /** The first word is in its window wherever the window starts, so windows are tried around its places. */
    private boolean near(int node) {
        int start = Code.firstFeature(node);
        int end = Code.afterFeatures(code, node);
        int distance = code[end];
        int place = table.firstPlace(featureOf(code[start]));
        for (; place != NONE; place = table.nextPlace(place)) {
            for (int least = place - distance; least <= place; least++) {
                if (each(least, distance, start, end) && new Seats(least, distance, start, end).forAll()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Each word has a place; two of them may have the same. */
    private boolean each(int least, int distance, int start, int end) {
        for (int word = start; word < end; word++) {
            int from = least + word - start;
            int place = from;
            while (place <= from + distance && !stands(place, code[word])) {
                place++;
            }
            if (place > from + distance) {
                return false;
            }
        }
        return true;
    }

    /** Each word has a place of its own: a matching of words and places, by augmenting paths (Kuhn). */
    private final class Seats {
        private final int least;
        private final int distance;
        private final int start;
        private final int end;
        /** By place, from {@code least}: the word that has it, or none. */
        private final int[] words;

        Seats(int least, int distance, int start, int end) {
            this.least = least;
            this.distance = distance;
            this.start = start;
            this.end = end;
            words = new int[end - start + distance];
            Arrays.fill(words, NONE);
        }

        boolean forAll() {
            for (int word = 0; word < end - start; word++) {
                if (!seat(word, new boolean[words.length])) {
                    return false;
                }
            }
            return true;
        }

        private boolean seat(int word, boolean[] asked) {
            for (int at = word; at <= word + distance; at++) {
                if (!asked[at] && stands(least + at, code[start + word])) {
                    asked[at] = true;
                    if (words[at] == NONE || seat(words[at], asked)) {
                        words[at] = word;
                        return true;
                    }
                }
            }
            return false;
        }
    }

    private boolean contains(Post post, int node) {
        if (!all(node)) {
            return false;
        }
        int at = Code.afterFeatures(code, node);
        int length = code[at + 1];
        if (bytes.length < length + Integer.BYTES) {
            bytes = new byte[length + Integer.BYTES];
        }
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (code[at + 2 + i / Integer.BYTES] >>> (Byte.SIZE * (i % Integer.BYTES)));
        }
        return features.hold(post, (byte) code[at], bytes, length);
    }

    private int bucket(Post post) {
        if (bucket == NONE) {
            bucket = Sampling.bucket(post.id());
        }
        return bucket;
    }

    private boolean followers(Post post, int at) {
        if (post.author().followers().isEmpty()) {
            return false;
        }
        long followers = post.author().followers().getAsLong();
        return followers >= Code.twoInts(code, at) && followers <= Code.twoInts(code, at + 2);
    }

    private boolean lies(Post post, int node) {
        if ((features.flags() & Flags.bit(Condition.Is.Kind.REPOST)) != 0) {
            return false;
        }
        int at = Code.afterFeatures(code, node);
        Optional<Area> area = post.place().flatMap(Place::area);
        if (Code.operation(code, node) == Code.CIRCLE) {
            Condition.InCircle circle = Code.circle(code, at);
            return (post.geo().isPresent() && Earth.inside(post.geo().get(), circle))
                    || (area.isPresent() && Earth.inside(area.get(), circle));
        }
        Condition.InBox box = Code.box(code, at);
        return (post.geo().isPresent() && Earth.inside(post.geo().get(), box))
                || (area.isPresent() && Earth.inside(area.get(), box));
    }

    /** The post's number for the segment's feature, or {@link #NONE}. */
    private int featureOf(int wanted) {
        int number = wanted & ~Code.GLUED;
        int mask = slotsUsed - 1;
        for (int at = slot(number, mask); ; at = (at + 1) & mask) {
            long slot = slots[at];
            if (slot == 0) {
                return NONE;
            }
            if ((int) (slot >>> Integer.SIZE) == number + 1) {
                return (int) slot;
            }
        }
    }

    private void put(int number, int feature) {
        int mask = slotsUsed - 1;
        int at = slot(number, mask);
        while (slots[at] != 0) {
            at = (at + 1) & mask;
        }
        slots[at] = ((long) (number + 1) << Integer.SIZE) | feature;
    }

    private static int slot(int number, int mask) {
        return ((number * 0x9E3779B9) >>> 16) & mask;
    }

    private void makeRoom(int features) {
        if (found.length < features) {
            found = new int[2 * features];
        }
        slotsUsed = SLOTS;
        while (slotsUsed < 2 * features) {
            slotsUsed *= 2;
        }
        if (slots.length < slotsUsed) {
            slots = new long[slotsUsed];
        } else {
            Arrays.fill(slots, 0, slotsUsed, 0);
        }
    }
}
