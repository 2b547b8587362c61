package io.tocsin.story;

import io.tocsin.post.Place;
import io.tocsin.post.Post;
import io.tocsin.rule.FormBuffer;
import io.tocsin.rule.Tokenizer;
import java.util.Arrays;

/**
 * Reads posts, for all trackers that one thread runs: what a post is about: its terms, each once, as 32-bit hashes in
 * rising order, which say of which kind they are and so how usual; and a signature that is alike for texts that are.
 *
 * <p>Terms are words, cut to their first five letters: a stem that needs no language (McNamee, Nicholas, Mayfield,
 * "Addressing morphological variation in alphabetic languages", SIGIR 2009); tags, whole; of scripts that put no space
 * between words, each two characters in a row; links; and the place that the post was tagged with. Who is mentioned is
 * no term, nor is the {@code RT} before it.
 *
 * <p>How usual a term is, is guessed from its length, as short words are common in all languages (Zipf's law of
 * abbreviation; Bentz, Ferrer-i-Cancho 2016). That is what is known before any post has been seen.
 *
 * <p>The signature has 64 bits, each the lowest of the smallest of the text's shingles under a hash function of its own
 * (b-bit minwise hashing with b = 1; Li, König, WWW 2010): two texts that share the part J of their shingles agree in
 * about 32 + 32·J bits. Shingles are the words as they are, and each two in a row; where no spaces part words, each
 * three and each five characters. Not thread-safe.
 */
public final class Terms {
    /** Of longer posts, the first that many terms. */
    static final int MOST = 48;

    private static final int MOST_SHINGLES = 3 * MOST;
    /** Characters of a shingle where no spaces part words. */
    private static final int SHORT_RUN = 3;

    private static final int LONG_RUN = 5;
    private static final int STEM = 5;
    /** Words are of the kind that is their length, as far as that goes: longer ones are cut and must be of one. */
    private static final int LONG_WORD = 6;

    private static final int PAIR = 7;
    private static final int TAG = 8;
    private static final int LINK = 9;
    private static final int PLACE = 10;
    /** The share of posts that have a term of each kind, if nothing is known of it. */
    private static final float[] USUAL = {0.2f, 0.2f, 0.2f, 0.1f, 0.04f, 0.015f, 0.005f, 0.004f, 0.002f, 0.001f, 0.01f};
    /** The bits of a term that say of which kind it is. */
    private static final int KIND = 15;

    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long[] FUNCTIONS = functions();

    private final FormBuffer forms = new FormBuffer();
    private final Tokenizer tokenizer = new Tokenizer(forms);
    private final long[] shingles = new long[MOST_SHINGLES];
    private int shingleCount;
    /** The last characters of a run without spaces. */
    private final long[] last = new long[LONG_RUN];

    private int size;
    private final int[] hashes = new int[MOST];
    /** Where the term stands in the text, in its first place; an empty stretch if it is not in the text. */
    private final int[] starts = new int[MOST];

    private final int[] ends = new int[MOST];
    private String text = "";
    private long signature;

    public Terms() {}

    private static long[] functions() {
        long[] functions = new long[Long.SIZE];
        long seed = 0x9E3779B97F4A7C15L;
        for (int i = 0; i < functions.length; i++) {
            seed += 0x9E3779B97F4A7C15L;
            functions[i] = mixed(seed) | 1;
        }
        return functions;
    }

    int size() {
        return size;
    }

    int hash(int at) {
        return hashes[at];
    }

    /** The share of posts that would have the term if nothing were known of it. */
    static float usual(int term) {
        return USUAL[term & KIND];
    }

    /** The term as it is written; empty if it is not in the text. */
    String written(int at) {
        return text.substring(starts[at], ends[at]);
    }

    /** 0 for a text without words: it is like no other. */
    long signature() {
        return signature;
    }

    void read(Post post) {
        size = 0;
        shingleCount = 0;
        text = post.text();
        forms.clear();
        readText();
        for (String tag : post.hashtags()) {
            add(TAG, formHash(tag), 0, 0);
        }
        for (String link : post.links()) {
            add(LINK, hashOf(link), 0, 0);
        }
        post.place().flatMap(Place::id).ifPresent(id -> add(PLACE, hashOf(id), 0, 0));
        signature = signed();
    }

    private void readText() {
        tokenizer.read(text);
        int linkEnd = 0;
        long before = 0;
        int run = 0;
        long beforeGlued = 0;
        while (tokenizer.next()) {
            int start = tokenizer.start();
            if (start < linkEnd) {
                continue;
            }
            if (text.startsWith("://", tokenizer.end())) {
                linkEnd = spaceAfter(start);
                continue;
            }
            char sign = start == 0 ? ' ' : text.charAt(start - 1);
            if (sign == '@' || sign == '＠' || repostMark(start)) {
                linkEnd = handleEnd(tokenizer.end());
                continue;
            }
            long whole = hashOf(tokenizer.formStart(), tokenizer.formEnd());
            if (tokenizer.dense()) {
                run = tokenizer.glued() ? run + 1 : 1;
                last[run % LONG_RUN] = whole;
                shingleRun(run, SHORT_RUN);
                shingleRun(run, LONG_RUN);
                if (tokenizer.glued()) {
                    add(PAIR, beforeGlued * 31 + whole, start - 1, tokenizer.end());
                }
                beforeGlued = whole;
                continue;
            }
            shingle(whole);
            shingle(before * 31 + whole);
            before = whole;
            if (sign == '#' || sign == '＃') {
                add(TAG, whole, start, tokenizer.end());
            } else {
                addWord(start);
            }
        }
    }

    private void addWord(int start) {
        int formStart = tokenizer.formStart();
        int formEnd = tokenizer.formEnd();
        byte[] bytes = forms.bytes();
        int letters = 0;
        int stemEnd = formEnd;
        for (int i = formStart; i < formEnd; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                if (letters == STEM) {
                    stemEnd = i;
                }
                letters++;
            }
        }
        add(Math.min(letters, LONG_WORD), hashOf(formStart, stemEnd), start, tokenizer.end());
    }

    private void add(int kind, long hash, int start, int end) {
        int term = ((int) mixed(hash) & ~KIND) | kind;
        int at = Arrays.binarySearch(hashes, 0, size, term);
        if (at >= 0 || size == MOST) {
            return;
        }
        int to = -1 - at;
        int moved = size - to;
        System.arraycopy(hashes, to, hashes, to + 1, moved);
        System.arraycopy(starts, to, starts, to + 1, moved);
        System.arraycopy(ends, to, ends, to + 1, moved);
        hashes[to] = term;
        starts[to] = start;
        ends[to] = end;
        size++;
    }

    /** The last {@code length} characters of a run that has so many. */
    private void shingleRun(int run, int length) {
        if (run < length) {
            return;
        }
        long hash = length;
        for (int i = run - length + 1; i <= run; i++) {
            hash = hash * 31 + last[i % LONG_RUN];
        }
        shingle(hash);
    }

    private void shingle(long hash) {
        if (shingleCount < MOST_SHINGLES) {
            shingles[shingleCount++] = mixed(hash);
        }
    }

    private long signed() {
        if (shingleCount == 0) {
            return 0;
        }
        long bits = 0;
        for (int i = 0; i < Long.SIZE; i++) {
            long function = FUNCTIONS[i];
            long least = Long.MAX_VALUE;
            for (int j = 0; j < shingleCount; j++) {
                least = Math.min(least, shingles[j] * function);
            }
            // The product's high bits are the well mixed ones, but small products have the same.
            bits |= ((least >>> 20) & 1) << i;
        }
        return bits;
    }

    /** {@code RT} before a handle. */
    private boolean repostMark(int start) {
        return text.regionMatches(true, start, "RT @", 0, 4);
    }

    /** A handle may have a '_', which parts words. */
    private int handleEnd(int from) {
        int end = from;
        while (end < text.length() && (text.charAt(end) == '_' || Character.isLetterOrDigit(text.charAt(end)))) {
            end++;
        }
        return end;
    }

    private int spaceAfter(int from) {
        int end = from;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private long formHash(String word) {
        int start = forms.size();
        forms.fold(word);
        long hash = hashOf(start, forms.size());
        forms.truncate(start);
        return hash;
    }

    private long hashOf(int formStart, int formEnd) {
        byte[] bytes = forms.bytes();
        long hash = FNV_BASIS;
        for (int i = formStart; i < formEnd; i++) {
            hash = (hash ^ (bytes[i] & 0xFF)) * FNV_PRIME;
        }
        return hash;
    }

    static long hashOf(String word) {
        long hash = FNV_BASIS;
        for (int i = 0; i < word.length(); i++) {
            hash = (hash ^ word.charAt(i)) * FNV_PRIME;
        }
        return mixed(hash);
    }

    /** The finalizer of MurmurHash3. */
    static long mixed(long hash) {
        long once = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        long twice = (once ^ (once >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return twice ^ (twice >>> 33);
    }
}
