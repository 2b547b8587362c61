package io.tocsin.store;

/**
 * What bounds the store's memory, and how long one write may hold up the next.
 *
 * @param writes how many rows may wait to be written
 * @param group how many rows one transaction writes
 * @param readers how many threads read
 * @param reads how many reads may wait
 * @param removal how many alerts of a removed feed are deleted at once
 */
record Limits(int writes, int group, int readers, int reads, int removal) {
    static final Limits USUAL = new Limits(50_000, 5_000, 3, 10_000, 1_000);
}
