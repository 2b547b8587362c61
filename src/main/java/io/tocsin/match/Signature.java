package io.tocsin.match;

/**
 * A set of features as 64 bits: each sets one. If a bit is missing, so is a feature; if none is, they have to be looked
 * up. Half as many bits do where not much is asked for.
 */
final class Signature {
    private Signature() {}

    static long of(int feature) {
        return 1L << ((feature * 0x9E3779B9) >>> 26);
    }

    static int half(long signature) {
        return (int) (signature | (signature >>> Integer.SIZE));
    }
}
