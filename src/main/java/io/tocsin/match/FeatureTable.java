package io.tocsin.match;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.tocsin.rule.FormBuffer;
import java.util.Arrays;

/**
 * Features, each once, with a number from 0, and the places where those that are words stand. Emptied and filled again
 * for one post after another, without allocating; not thread-safe.
 *
 * <p>Places are numbers that go up within a text. Texts are set apart, so that no phrase reaches from one into another.
 */
final class FeatureTable {
    private static final int NONE = -1;
    /** More than any distance that a rule can ask words to be within. */
    private static final int APART = 16;

    private static final int SLOTS = 256;
    /** A post that needs more has its arrays thrown away behind it. */
    private static final int MAX_KEPT = 1 << 16;

    private final long seed;
    private FormBuffer forms = new FormBuffer();
    private int count;
    /** Where each form starts; the last one's end stands behind. */
    private int[] starts = new int[128];

    private int[] hashes = new int[128];
    private int[] firstPlace = new int[128];
    private int[] lastPlace = new int[128];
    /** By hash: the feature's number and 1; 0 if free. At most half full. */
    private int[] slots = new int[SLOTS];

    private int slotsUsed = SLOTS;

    private int places;
    private int[] featureAt = new int[256];
    private int[] nextPlace = new int[256];
    private boolean[] gluedAt = new boolean[256];

    FeatureTable(long seed) {
        this.seed = seed;
    }

    void clear() {
        if (places > MAX_KEPT || forms.size() > MAX_KEPT) {
            forms = new FormBuffer();
            featureAt = new int[256];
            nextPlace = new int[256];
            gluedAt = new boolean[256];
            slots = new int[SLOTS];
        }
        forms.truncate(0);
        count = 0;
        places = 0;
        slotsUsed = SLOTS;
        Arrays.fill(slots, 0, SLOTS, 0);
    }

    /** Where the next feature's bytes are to be put; then {@link #take} makes it one. */
    FormBuffer forms() {
        return forms;
    }

    int count() {
        return count;
    }

    int start(int feature) {
        return starts[feature];
    }

    int end(int feature) {
        return starts[feature + 1];
    }

    int hash(int feature) {
        return hashes[feature];
    }

    /** The word's first place; negative if it has none. */
    int firstPlace(int feature) {
        return firstPlace[feature];
    }

    /** Where the word at this place stands next; negative if nowhere. */
    int nextPlace(int place) {
        return nextPlace[place];
    }

    /** The word at this place; negative if there is none. */
    int featureAt(int place) {
        return place >= 0 && place < places ? featureAt[place] : NONE;
    }

    /** As {@link io.tocsin.rule.Token#glued}. */
    boolean gluedAt(int place) {
        return gluedAt[place];
    }

    /** The number of the feature whose bytes were just put; they are taken back if it is there already. */
    @CanIgnoreReturnValue
    int take() {
        int start = starts[count];
        int end = forms.size();
        byte[] bytes = forms.bytes();
        int hash = Hash.of(bytes, start, end, seed);
        int mask = slotsUsed - 1;
        int at = hash & mask;
        for (; slots[at] != 0; at = (at + 1) & mask) {
            int known = slots[at] - 1;
            if (hashes[known] == hash && Arrays.equals(bytes, starts[known], starts[known + 1], bytes, start, end)) {
                forms.truncate(start);
                return known;
            }
        }
        slots[at] = count + 1;
        return added(hash, start, end);
    }

    private int added(int hash, int start, int end) {
        if (count + 2 > starts.length) {
            int length = 2 * starts.length;
            starts = Arrays.copyOf(starts, length);
            hashes = Arrays.copyOf(hashes, length);
            firstPlace = Arrays.copyOf(firstPlace, length);
            lastPlace = Arrays.copyOf(lastPlace, length);
        }
        starts[count] = start;
        starts[count + 1] = end;
        hashes[count] = hash;
        firstPlace[count] = NONE;
        lastPlace[count] = NONE;
        count++;
        if (2 * count > slotsUsed) {
            grow();
        }
        return count - 1;
    }

    private void grow() {
        slotsUsed *= 2;
        if (slots.length < slotsUsed) {
            slots = new int[slotsUsed];
        } else {
            Arrays.fill(slots, 0, slotsUsed, 0);
        }
        int mask = slotsUsed - 1;
        for (int feature = 0; feature < count; feature++) {
            int at = hashes[feature] & mask;
            while (slots[at] != 0) {
                at = (at + 1) & mask;
            }
            slots[at] = feature + 1;
        }
    }

    /** The word stands in the next place. */
    void stands(int feature, boolean glued) {
        reserve(1);
        int place = places++;
        featureAt[place] = feature;
        gluedAt[place] = glued;
        nextPlace[place] = NONE;
        if (lastPlace[feature] == NONE) {
            firstPlace[feature] = place;
        } else {
            nextPlace[lastPlace[feature]] = place;
        }
        lastPlace[feature] = place;
    }

    /** What stands next is of another text. */
    void setApart() {
        reserve(APART);
        Arrays.fill(featureAt, places, places + APART, NONE);
        places += APART;
    }

    private void reserve(int more) {
        if (places + more > featureAt.length) {
            int length = 2 * featureAt.length;
            featureAt = Arrays.copyOf(featureAt, length);
            nextPlace = Arrays.copyOf(nextPlace, length);
            gluedAt = Arrays.copyOf(gluedAt, length);
        }
    }
}
