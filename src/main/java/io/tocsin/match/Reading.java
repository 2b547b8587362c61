package io.tocsin.match;

import io.tocsin.post.Area;
import io.tocsin.post.Place;
import io.tocsin.post.Post;
import io.tocsin.rule.Condition;
import io.tocsin.rule.FormBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * One post as the rules of one {@link Segment} see it: which of the segment's features it has, and whether it satisfies
 * a rule's {@link Code}. Made to be used for one post after another; not thread-safe.
 */
final class Reading {
    private static final int NONE = -1;
    private static final int FEW = 256;
    /** What stands at a place, and the pairs that it is the second of. */
    private static final int MOST_NUMBERS = 3;

    private final Features features;
    private final FeatureList list;
    /** By place in the list: the segment's number of what stands there, or {@link #NONE}. */
    private int[] numberAt = new int[FEW];

    private long[] slots = new long[FEW];
    private long[] pairs = new long[2 * FEW];
    /** The segment's features that the post has, each once. */
    private int[] found = new int[MOST_NUMBERS * FEW];

    private int count;
    /** The same as a set of bits. That of {@link #NONE} is set too: a posting without a partner misses none. */
    private long[] present = new long[FEW];

    private int bucket = NONE;
    private int[] code = {};
    /** Where words stand near each other, by place: the word that has it; the word that asked for it last. */
    private int[] seated = {};

    private int[] asked = {};
    private byte[] bytes = new byte[64];

    Reading(Features features) {
        this.features = features;
        list = features.list();
    }

    /** Looks up in the vocabulary what the post has. */
    void of(Vocabulary vocabulary, int[] rules) {
        code = rules;
        bucket = NONE;
        makeRoom(vocabulary.size(), list.size());
        byte[] forms = list.forms().bytes();
        for (int place = 0; place < list.size(); place++) {
            slots[place] = vocabulary.slot(list.hash(place));
        }
        for (int place = 0; place < list.size(); place++) {
            numberAt[place] =
                    vocabulary.find(list.shape(place), forms, list.start(place), list.hash(place), slots[place]);
            take(numberAt[place]);
        }
        pairs(vocabulary);
    }

    /** Looks up what stands next to each other; what is no word is in no pair. */
    private void pairs(Vocabulary vocabulary) {
        int count = 0;
        for (int place = 1; place < list.size(); place++) {
            int first = numberAt[place - 1];
            int second = numberAt[place];
            pairs[count] = Vocabulary.pair(first, second);
            count += ((first | second) >>> (Integer.SIZE - 1)) ^ 1;
            if (list.glued(place) && (first | second) >= 0) {
                pairs[count++] = Vocabulary.pair(first, second | Code.GLUED);
            }
        }
        int left = 0;
        for (int i = 0; i < count; i++) {
            long slot = vocabulary.slot(vocabulary.hash(pairs[i]));
            pairs[left] = pairs[i];
            left += (int) ((slot | -slot) >>> (Long.SIZE - 1));
        }
        for (int i = 0; i < left; i++) {
            take(vocabulary.findPair(pairs[i]));
        }
    }

    private void take(int number) {
        if (number != Vocabulary.ABSENT && !has(number)) {
            present[(number + 1) >>> 6] |= 1L << (number + 1);
            found[count++] = number;
        }
    }

    private void makeRoom(int numbers, int places) {
        for (int i = 0; i < count; i++) {
            present[(found[i] + 1) >>> 6] = 0;
        }
        count = 0;
        if (present.length <= numbers >>> 6) {
            present = new long[2 * (numbers >>> 6) + 1];
        }
        present[0] = 1;
        if (numberAt.length < places || numberAt.length > FeatureList.MAX_KEPT) {
            int length = Math.max(FEW, places + (places >> 1));
            numberAt = new int[length];
            slots = new long[length];
            pairs = new long[2 * length];
            found = new int[MOST_NUMBERS * length];
        }
    }

    int count() {
        return count;
    }

    int found(int i) {
        return found[i];
    }

    /** 1 if the post lacks the feature, 0 if it has it; any post has {@link Filing#NONE}. */
    int lack(int number) {
        return (int) (~present[(number + 1) >>> 6] >>> (number + 1)) & 1;
    }

    private boolean has(int number) {
        return lack(number) == 0;
    }

    /** The post's {@link Flags}. */
    int flags() {
        return features.flags();
    }

    /** The post satisfies the condition that starts there. */
    boolean holds(Post post, int node) {
        return switch (Code.operation(code, node)) {
            case Code.ALL -> all(node);
            case Code.PHRASE -> phrase(node);
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
            if (!has(code[at] & ~Code.GLUED)) {
                return false;
            }
        }
        return true;
    }

    private boolean phrase(int node) {
        int start = Code.firstFeature(node);
        int length = Code.afterFeatures(code, node) - start;
        for (int place = next(code[start], 0); place != NONE; place = next(code[start], place + 1)) {
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
        return place >= 0
                && place < list.size()
                && numberAt[place] == (wanted & ~Code.GLUED)
                && ((wanted & Code.GLUED) == 0 || list.glued(place));
    }

    /** The first word is in its window wherever the window starts, so windows are tried around its places. */
    private boolean near(int node) {
        int start = Code.firstFeature(node);
        int end = Code.afterFeatures(code, node);
        int distance = code[end];
        for (int place = next(code[start], 0); place != NONE; place = next(code[start], place + 1)) {
            for (int least = place - distance; least <= place; least++) {
                if (each(least, distance, start, end) && seats(least, distance, start, end)) {
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
    private boolean seats(int least, int distance, int start, int end) {
        int places = end - start + distance;
        if (seated.length < places) {
            seated = new int[places];
            asked = new int[places];
        }
        Arrays.fill(seated, 0, places, NONE);
        for (int word = 0; word < end - start; word++) {
            Arrays.fill(asked, 0, places, NONE);
            if (!seat(word, least, distance, start)) {
                return false;
            }
        }
        return true;
    }

    private boolean seat(int word, int least, int distance, int start) {
        for (int at = word; at <= word + distance; at++) {
            if (asked[at] == NONE && stands(least + at, code[start + word])) {
                asked[at] = word;
                if (seated[at] == NONE || seat(seated[at], least, distance, start)) {
                    seated[at] = word;
                    return true;
                }
            }
        }
        return false;
    }

    private boolean contains(Post post, int node) {
        if (!all(node)) {
            return false;
        }
        int at = Code.afterFeatures(code, node);
        int length = code[at + 1];
        if (bytes.length < length + FormBuffer.PADDING) {
            bytes = new byte[length + FormBuffer.PADDING];
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

    /** Where the feature stands next, there or after; {@link #NONE} if nowhere. */
    private int next(int number, int from) {
        for (int place = from; place < list.size(); place++) {
            if (numberAt[place] == number) {
                return place;
            }
        }
        return NONE;
    }
}
