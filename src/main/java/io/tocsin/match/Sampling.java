package io.tocsin.match;

import io.tocsin.post.PostId;

/** Which posts are in a sample: the same on every member, in every release and for every rule. */
final class Sampling {
    private static final int BUCKETS = 100;
    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Sampling() {}

    /**
     * The post's bucket, 0 to 99: the 64-bit FNV-1a hash of {@code source/id} in little-endian UTF-16 (Fowler, Noll,
     * Vo), its bits mixed as MurmurHash3 mixes its own in the end (Appleby), a number without sign, modulo 100. A
     * sample of n percent is the buckets below n, so a smaller one is part of each larger one.
     */
    static int bucket(PostId post) {
        long hash = hash(post.source(), FNV_BASIS);
        hash = hash('/', hash);
        hash = mixed(hash(post.id(), hash));
        return (int) Long.remainderUnsigned(hash, BUCKETS);
    }

    private static long hash(String text, long before) {
        long hash = before;
        for (int i = 0; i < text.length(); i++) {
            hash = hash(text.charAt(i), hash);
        }
        return hash;
    }

    private static long hash(char c, long before) {
        long low = (before ^ (c & 0xFF)) * FNV_PRIME;
        return (low ^ (c >>> Byte.SIZE)) * FNV_PRIME;
    }

    private static long mixed(long hash) {
        long once = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        long twice = (once ^ (once >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return twice ^ (twice >>> 33);
    }
}
