package io.tocsin.match;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** One thread's way through the posts, round and round, from a place of its own. */
final class Posting<T> {
    private final List<T> posts;
    private int next;

    Posting(List<T> posts) {
        this.posts = posts;
        next = ThreadLocalRandom.current().nextInt(posts.size());
    }

    T next() {
        next = next + 1 == posts.size() ? 0 : next + 1;
        return posts.get(next);
    }
}
