package io.tocsin.store;

/**
 * How the index of alerts is cut: by era, a stretch of the table, and only within it by feed. What is inserted at one
 * time so lands on the pages of one era, however many are before it. Which era that is need not be exact, as long as a
 * feed never goes back to an earlier one.
 *
 * @param alerts about how many alerts an era has; its part of the index is to fit into the writer's cache
 * @param least how many alerts a feed has in an era before it goes on to a later one: each era is looked up anew by
 *     whoever reads the feed
 */
record Eras(int alerts, int least) {
    static final Eras USUAL = new Eras(1 << 17, 8);

    /** The era that the table of alerts has come to with the alert of this key. */
    long at(long key) {
        return key / alerts;
    }

    /** How many alerts are added before somebody looks again which era it is. */
    int unseen() {
        return alerts / 16;
    }
}
