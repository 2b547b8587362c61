package io.tocsin.cluster;

import io.tocsin.feed.News;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Tells the other members what was appended here: the first at once, and what comes while that is on its way together
 * in the next. Callable from any thread, never waits.
 */
final class Herald {
    private final Function<News, CompletionStage<?>> telling;
    // Guarded by this.
    private News untold = News.NONE;
    private boolean underWay;

    /** @param telling tells all others; never throws, and ends whether they heard it or not */
    Herald(Function<News, CompletionStage<?>> telling) {
        this.telling = telling;
    }

    void tell(News news) {
        synchronized (this) {
            untold = untold.and(news);
        }
        tellOn();
    }

    private void tellOn() {
        for (News next = next(); !next.isEmpty(); next = next()) {
            var unused = telling.apply(next).whenComplete((told, failure) -> {
                synchronized (this) {
                    underWay = false;
                }
                tellOn();
            });
        }
    }

    private synchronized News next() {
        if (underWay) {
            return News.NONE;
        }
        News next = untold;
        untold = News.NONE;
        underWay = !next.isEmpty();
        return next;
    }
}
