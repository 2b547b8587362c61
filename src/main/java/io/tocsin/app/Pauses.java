package io.tocsin.app;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.Appended;
import io.tocsin.feed.FeedChange;
import io.tocsin.feed.Feeds;
import io.tocsin.post.PostId;
import io.tocsin.post.Receipt;
import io.tocsin.subscription.Breaker;
import io.tocsin.subscription.Breaker.Trip;
import io.tocsin.subscription.BreakerLimits;
import io.tocsin.subscription.Pause;
import io.tocsin.subscription.Subscription;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.subscription.Subscriptions;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses the subscription that floods its feed. First the pause is made durable, which takes the rule out of force on
 * every member; then the feed is told. A crash in between is made good at the next start, when all that is paused is
 * told again: a feed takes each pause once.
 */
final class Pauses {
    private static final Logger LOG = LoggerFactory.getLogger(Pauses.class);

    private final Breaker breaker;
    private final boolean on;
    private final Subscriptions subscriptions;
    private final Feeds feeds;
    private final Telemetry telemetry;
    /** Paused subscriptions whose feeds do not say so yet. */
    private final ConcurrentMap<SubscriptionId, Pause> untold = new ConcurrentHashMap<>();

    Pauses(BreakerLimits limits, Subscriptions subscriptions, Feeds feeds, Telemetry telemetry) {
        this.breaker = new Breaker(limits);
        this.on = limits.on();
        this.subscriptions = subscriptions;
        this.feeds = feeds;
        this.telemetry = telemetry;
    }

    /**
     * What came of a batch is durable. Posts that were sent again are no new ones: they do not count.
     *
     * @param posts how many posts the batch had
     * @param appended what came of each change that there is, in order
     */
    void observe(int posts, List<Optional<FeedChange>> changes, List<Appended> appended, Instant receivedAt) {
        if (!on) {
            return;
        }
        Map<SubscriptionId, Integer> raised = new HashMap<>();
        Map<SubscriptionId, PostId> last = new HashMap<>();
        int came = posts;
        Iterator<Appended> results = appended.iterator();
        for (Optional<FeedChange> change : changes) {
            if (change.isPresent()) {
                Appended result = results.next();
                if (change.get() instanceof FeedChange.Raise raise) {
                    came -= result.receipt() == Receipt.ACCEPTED ? 0 : 1;
                    for (Cursor cursor : result.added()) {
                        raised.merge(cursor.subscription(), 1, Integer::sum);
                        last.put(cursor.subscription(), raise.post().id());
                    }
                }
            }
        }
        for (Trip trip : breaker.observe(came, raised, receivedAt.toEpochMilli())) {
            pause(trip, receivedAt, Objects.requireNonNull(last.get(trip.subscription())));
        }
    }

    private void pause(Trip trip, Instant at, PostId post) {
        Pause pause = new Pause(at, trip.reason(), post);
        subscriptions
                .update(trip.subscription(), before -> before.paused(pause))
                .whenComplete((found, failure) -> {
                    if (failure != null) {
                        LOG.warn(
                                "not paused, though it raises too much: subscription={}", trip.subscription(), failure);
                    } else if (found.flatMap(Subscription::pause)
                            .filter(pause::equals)
                            .isPresent()) {
                        telemetry.paused();
                        LOG.warn("paused: {} subscription={}", pause.reason(), trip.subscription());
                    }
                });
    }

    /** The subscription came into force: what it raised before is not held against it. */
    void began(SubscriptionId subscription) {
        breaker.forget(subscription);
        untold.remove(subscription);
    }

    /** The subscription is paused: its feed is to say so, unless it does already. */
    void tell(SubscriptionId subscription, Pause pause) {
        untold.put(subscription, pause);
        append(subscription, pause);
    }

    /** The subscription is no more. */
    void forget(SubscriptionId subscription) {
        breaker.forget(subscription);
        untold.remove(subscription);
    }

    /** Tells those feeds that could not be told before. */
    void tellAgain() {
        untold.forEach(this::append);
    }

    private void append(SubscriptionId subscription, Pause pause) {
        feeds.append(List.of(new FeedChange.Pause(pause.post(), subscription, pause.at())))
                .whenComplete((appended, failure) -> {
                    if (failure == null) {
                        untold.remove(subscription, pause);
                    } else {
                        LOG.warn(
                                "the feed of a paused subscription is told later: subscription={}",
                                subscription,
                                failure);
                    }
                });
    }
}
