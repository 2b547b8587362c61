package io.tocsin.story;

/**
 * The constants of the method: they say how evidence is weighed, and are the same for all subscriptions. The quality
 * program shows what others would give.
 *
 * @param join nats of evidence from which a post belongs to a story by what it says
 * @param merge nats of evidence a post, on average, from which a group that is about to be a story is part of one
 * @param tie the part of {@code merge} that a story need not show that has nearly all of its subscription's posts
 * @param background how much of a story's posts' words are anybody's: the part of a share that is the usual one
 * @param unseen nats that a term costs which the story does not have
 * @param most nats that one term can give at most
 * @param dominant the part of a subscription's posts from which a story stands for those that say nothing else
 * @param halfLifeMillis after how long a post weighs half as much
 */
record Method(
        double join,
        double merge,
        double tie,
        double background,
        double unseen,
        double most,
        double dominant,
        long halfLifeMillis) {
    static final Method USUAL = new Method(3, 3, 0.5, 0.6, -0.05, 4, 0.5, 12L * 60 * 60 * 1000);
}
