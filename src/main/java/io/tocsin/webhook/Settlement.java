package io.tocsin.webhook;

import io.tocsin.alert.Cursor;
import io.tocsin.delivery.Claim;
import io.tocsin.delivery.DeliveryLog;
import io.tocsin.delivery.OvertakenException;
import io.tocsin.subscription.SubscriptionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one endpoint's outcomes durable, one batch at a time: what comes while a batch is under way goes into the next.
 * A batch that fails is tried again with what came meanwhile; when the lane is closing it is given up instead, and its
 * alerts are attempted again later. Belongs to the endpoint's context.
 */
final class Settlement {
    private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

    /**
     * A delivery whose step is known.
     *
     * @param feed the feed whose cursor waits for it; none for a retry
     */
    record Ended(DeliveryLog.Settled settled, Optional<EndpointFeed> feed) {}

    // Given once.
    private final Claim claim;
    private final DeliveryLog log;
    private final Insistent insistent;
    private final Lane lane;
    // Touched only on the context.
    private final List<Ended> waiting = new ArrayList<>();
    private final Set<EndpointFeed> moved = new LinkedHashSet<>();
    private int failures;
    private boolean underWay;
    private boolean backingOff;
    private boolean closing;

    Settlement(Claim claim, DeliveryLog log, Insistent insistent, Lane lane) {
        this.claim = claim;
        this.log = log;
        this.insistent = insistent;
        this.lane = lane;
    }

    void add(Ended ended) {
        waiting.add(ended);
        ended.feed().ifPresent(feed -> feed.settle(ended.settled().delivery().alert()));
        flush();
    }

    /** The feed's cursor may move. */
    void moved(EndpointFeed feed) {
        moved.add(feed);
        flush();
    }

    /** From here on a batch is tried once. */
    void close() {
        closing = true;
        again();
    }

    boolean idle() {
        return !underWay && waiting.isEmpty();
    }

    private void flush() {
        moved.removeIf(feed -> !feed.behind());
        if (underWay || (waiting.isEmpty() && moved.isEmpty())) {
            return;
        }
        underWay = true;
        List<Ended> batch = List.copyOf(waiting);
        Map<EndpointFeed, Cursor> feeds = new HashMap<>();
        Map<SubscriptionId, Cursor> cursors = new HashMap<>();
        for (EndpointFeed feed : moved) {
            Cursor cursor = feed.settledUpTo();
            feeds.put(feed, cursor);
            cursors.merge(cursor.subscription(), cursor, (a, b) -> a.sequence() > b.sequence() ? a : b);
        }
        waiting.clear();
        moved.clear();
        List<DeliveryLog.Settled> settled = batch.stream().map(Ended::settled).toList();
        insistent
                .once(() -> log.settle(claim, settled, List.copyOf(cursors.values())))
                .onSuccess(durable -> durable(batch, feeds))
                .onFailure(failure -> failed(batch, feeds.keySet(), failure));
    }

    private void durable(List<Ended> batch, Map<EndpointFeed, Cursor> feeds) {
        underWay = false;
        failures = 0;
        feeds.forEach(EndpointFeed::passed);
        lane.settled(batch);
        flush();
    }

    private void failed(List<Ended> batch, Set<EndpointFeed> feeds, Throwable failure) {
        if (failure instanceof OvertakenException) {
            // Another member delivers now, from where we were.
            closing = true;
            lane.overtaken();
        }
        LOG.warn(
                "outcomes cannot be kept, {} endpoint={} deliveries={}",
                closing ? "given up" : "again soon",
                claim.endpoint(),
                batch.size(),
                failure);
        if (closing) {
            waiting.clear();
            moved.clear();
            underWay = false;
            lane.settled(List.of());
            return;
        }
        waiting.addAll(0, batch);
        moved.addAll(feeds);
        backingOff = true;
        insistent.later(failures++, this::again);
    }

    private void again() {
        if (backingOff) {
            backingOff = false;
            underWay = false;
            flush();
        }
    }
}
