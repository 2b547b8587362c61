package io.tocsin.push;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.ConsumerName;
import io.tocsin.feed.ConsumerPlaces;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a named consumer acknowledges: one write at a time, and the furthest of what comes meanwhile with the
 * next. Belongs to the loop.
 */
final class Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final long AGAIN_MILLIS = 1000;

    private final ConsumerName name;
    private final ConsumerPlaces places;
    private final Loop loop;
    private final Runnable refused;
    private @Nullable Cursor waiting;
    private boolean writing;

    /** @param refused runs if the store has no place for the name */
    Keeper(ConsumerName name, ConsumerPlaces places, Loop loop, Runnable refused) {
        this.name = name;
        this.places = places;
        this.loop = loop;
        this.refused = refused;
    }

    void acknowledged(Cursor alert) {
        if (waiting == null || alert.sequence() > waiting.sequence()) {
            waiting = alert;
        }
        write();
    }

    private void write() {
        Cursor alert = waiting;
        if (alert == null || writing) {
            return;
        }
        writing = true;
        waiting = null;
        var unused = places.acknowledge(name, alert)
                .whenCompleteAsync((kept, failure) -> written(alert, kept, failure), loop);
    }

    private void written(Cursor alert, @Nullable Boolean kept, @Nullable Throwable failure) {
        if (failure == null) {
            writing = false;
            if (Boolean.FALSE.equals(kept)) {
                refused.run();
            }
            write();
            return;
        }
        LOG.warn(
                "consumer={} feed={} acknowledgement not kept, trying again: {}",
                name,
                alert.subscription(),
                failure.toString());
        if (waiting == null) {
            waiting = alert;
        }
        loop.later(AGAIN_MILLIS, () -> {
            writing = false;
            write();
        });
    }
}
