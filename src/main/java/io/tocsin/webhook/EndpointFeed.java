package io.tocsin.webhook;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Cursor;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.Outstanding;
import io.tocsin.feed.Consumer;
import io.tocsin.feed.Entry;
import io.tocsin.feed.Gap;
import io.tocsin.feed.Sink;
import io.tocsin.subscription.SubscriptionId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One endpoint's way through one feed: reads as the endpoint's window allows. Belongs to the endpoint's context. */
final class EndpointFeed implements Sink {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointFeed.class);

    // Given once.
    private final Lane lane;
    private final Consumer consumer;
    // Touched only on the context.
    private final Outstanding outstanding;
    private final Set<Long> parked = new HashSet<>();
    private long durable;
    private int granted;
    private int failures;

    /**
     * Opens the feed after the cursor.
     *
     * @param waiting what is after the cursor and needs no first attempt: it waits for another one, or is dead
     */
    EndpointFeed(Lane lane, Cursor cursor, List<Delivery> waiting) {
        this.lane = lane;
        this.outstanding = new Outstanding(cursor.sequence());
        this.durable = cursor.sequence();
        waiting.forEach(delivery -> parked.add(delivery.alert().sequence()));
        this.consumer = lane.open(cursor, this);
    }

    @Override
    public int room() {
        long ahead = outstanding.taken() - durable;
        granted = lane.window().grant(this, (int) (lane.config().maxAhead() - ahead));
        return granted;
    }

    @Override
    public void take(List<Entry> entries) {
        failures = 0;
        int unused = granted;
        granted = 0;
        for (Entry entry : entries) {
            Alert alert = entry.alert();
            outstanding.take(alert.sequence());
            if (parked.remove(alert.sequence())) {
                settle(alert.cursor());
            } else {
                unused--;
                lane.send(new Sending(new Delivery(lane.id(), alert.cursor(), 0), Optional.of(this)));
            }
        }
        lane.window().give(unused);
    }

    /** An endpoint that was away for longer than its alerts are kept misses them; nobody else needs to wait for it. */
    @Override
    public void gap(Gap gap) {
        LOG.warn(
                "alerts are gone before they were delivered: from={} to={} feed={} endpoint={}",
                gap.from(),
                gap.to(),
                subscription(),
                lane.id());
        outstanding.pass(gap.to());
        parked.removeIf(sequence -> sequence <= gap.to());
        lane.moved(this);
    }

    @Override
    public void atEnd() {
        failures = 0;
        giveBack();
    }

    @Override
    public void failed(Throwable failure) {
        LOG.warn("a feed cannot be read, again soon feed={} endpoint={}", subscription(), lane.id(), failure);
        giveBack();
        lane.insistent().later(failures++, consumer::wake);
    }

    /** The alert is settled, durably with the next settlement. */
    void settle(Cursor alert) {
        outstanding.settle(alert.sequence());
        lane.moved(this);
    }

    /** How far the cursor may move. */
    Cursor settledUpTo() {
        return new Cursor(subscription(), outstanding.settledUpTo());
    }

    boolean behind() {
        return outstanding.settledUpTo() > durable;
    }

    /** The cursor is durable. */
    void passed(Cursor cursor) {
        durable = Math.max(durable, cursor.sequence());
        consumer.passed(durable);
    }

    /** The endpoint took the alert. */
    void delivered(Alert alert) {
        consumer.delivered(alert);
    }

    void wake() {
        consumer.wake();
    }

    /** Reads no more; what is under way settles. */
    void close() {
        consumer.close();
        lane.window().forget(this);
        giveBack();
    }

    private void giveBack() {
        int unused = granted;
        granted = 0;
        lane.window().give(unused);
    }

    private SubscriptionId subscription() {
        return consumer.position().subscription();
    }
}
