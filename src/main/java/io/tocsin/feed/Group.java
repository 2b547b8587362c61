package io.tocsin.feed;

import io.tocsin.alert.Cursor;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The consumers of one feed that share a context. One task looks for all of them when the feed has grown, and those
 * that stand at the same place are given the same page.
 */
final class Group {
    /** What the group knows of its feed. */
    interface Source {
        /** The feed's last alert that we know of, or less than 0. */
        long head();

        /** How often what had been read of the feed became something that nobody is to see. */
        int erasures();

        /** The alerts after the cursor that are in memory. */
        Optional<Page> recent(Cursor after, int limit);
    }

    // Given once.
    private final Source source;
    private final Executor context;
    // Any thread.
    private final Set<Consumer> consumers = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean woken = new AtomicBoolean();
    // Touched only on the context, and empty between two looks.
    private boolean looking;
    private @Nullable Cursor place;
    private Page page = Page.END;
    private int erasures;

    Group(Source source, Executor context) {
        this.source = source;
        this.context = context;
    }

    Set<Consumer> consumers() {
        return consumers;
    }

    /** All of its consumers look for alerts soon. */
    void wake() {
        if (woken.compareAndSet(false, true)) {
            context.execute(this::look);
        }
    }

    private void look() {
        woken.set(false);
        looking = true;
        try {
            consumers.forEach(Consumer::look);
        } finally {
            looking = false;
            place = null;
            page = Page.END;
        }
    }

    long head() {
        return source.head();
    }

    /** What can be given without a read; only on the context. */
    Optional<Page> atHand(Cursor after, int limit) {
        if (source.head() == after.sequence()) {
            return Optional.of(Page.END);
        }
        if (after.equals(place) && page.entries().size() <= limit && erasures == source.erasures()) {
            return Optional.of(page);
        }
        int before = source.erasures();
        Optional<Page> recent = source.recent(after, limit);
        if (looking && recent.isPresent()) {
            place = after;
            page = recent.get();
            erasures = before;
        }
        return recent;
    }
}
