package io.tocsin.webhook;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * How many alerts an endpoint may have in hand, shared by its feeds. A feed that got none is woken when there are some
 * again, in turn. Belongs to the endpoint's context.
 */
final class Window {
    private final int perRead;
    private final Set<EndpointFeed> hungry = new LinkedHashSet<>();
    private int free;

    Window(int size) {
        this.free = size;
        this.perRead = Math.max(1, size / 4);
    }

    /** Places for the feed, {@code most} or fewer; they are the feed's until given back. */
    int grant(EndpointFeed feed, int most) {
        int granted = Math.max(0, Math.min(most, Math.min(perRead, free)));
        if (granted == 0) {
            hungry.add(feed);
        }
        free -= granted;
        return granted;
    }

    /** Places come back; 0 if only the feed's own limit has changed. */
    void give(int places) {
        free += places;
        Iterator<EndpointFeed> waiting = hungry.iterator();
        for (int i = 0; i < free && waiting.hasNext(); i++) {
            EndpointFeed feed = waiting.next();
            waiting.remove();
            feed.wake();
        }
    }

    /** The feed is closed. */
    void forget(EndpointFeed feed) {
        hungry.remove(feed);
    }
}
