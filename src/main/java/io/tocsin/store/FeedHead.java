package io.tocsin.store;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.FencedException;
import io.tocsin.subscription.SubscriptionId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where one feed ends, as its row says: its last alert's number and time; and the epoch of its owner. */
final class FeedHead {
    private final SubscriptionId subscription;
    private final long feed;
    private long sequence;
    private long raisedAt;
    private long epoch;
    private Stretch last;

    /** A feed's alerts of one era, from the number of the first of them on; of an era below 0 if there was none yet. */
    record Stretch(long era, long first) {}

    FeedHead(SubscriptionId subscription, long feed, long sequence, long raisedAt, long epoch, Stretch last) {
        this.subscription = subscription;
        this.feed = feed;
        this.sequence = sequence;
        this.raisedAt = raisedAt;
        this.epoch = epoch;
        this.last = last;
    }

    SubscriptionId subscription() {
        return subscription;
    }

    /** The feed's key. */
    long feed() {
        return feed;
    }

    /** The number that the feed's next alert gets. */
    long next() {
        return sequence + 1;
    }

    /** The time at which an alert is raised {@code now}: the clock may go back, a feed's times do not. */
    long raisedAt(long now) {
        return Math.max(raisedAt, now);
    }

    /**
     * The era of the next alert.
     *
     * @param present that the table of alerts has come to; an earlier one than the feed's if others see further
     * @param least how many alerts an era has before the feed goes on to a later one
     */
    long era(long present, int least) {
        boolean enough = last.era() < 0 || next() - last.first() >= least;
        return enough ? Math.max(last.era(), present) : last.era();
    }

    /** The next alert is of this era; whether it is the feed's first there. */
    boolean enter(long era) {
        if (era == last.era()) {
            return false;
        }
        last = new Stretch(era, next());
        return true;
    }

    /** The next alert was added. */
    Cursor advance(long now) {
        sequence++;
        raisedAt = Math.max(raisedAt, now);
        return new Cursor(subscription, sequence);
    }

    /** Makes the owner of this epoch the feed's. Fails with {@link FencedException} if a later one is. */
    void claim(long by, SqlConnection connection) throws SQLException {
        if (epoch > by) {
            throw new FencedException(subscription, by, epoch);
        }
        if (epoch < by) {
            connection.update("UPDATE feed SET epoch = ? WHERE key = ?", by, feed);
            epoch = by;
        }
    }

    /** Stores the heads. Nobody else can have written to the feeds since their rows were read. */
    static void store(Collection<FeedHead> heads, SqlConnection connection) throws SQLException {
        if (heads.isEmpty()) {
            return;
        }
        List<@Nullable Object[]> rows = new ArrayList<>(heads.size());
        for (FeedHead head : heads) {
            rows.add(new Object[] {
                head.sequence, head.raisedAt, head.last.era(), head.last.first(), head.feed, head.epoch
            });
        }
        int stored = connection.updateEach(
                "UPDATE feed SET head = v.column1, raised_at = v.column2, era = v.column3, era_first = v.column4",
                "WHERE key = v.column5 AND epoch = v.column6 AND subscription IS NOT NULL",
                rows);
        if (stored != rows.size()) {
            throw new AssertionError(
                    rows.size() - stored + " feeds of " + heads.size() + ": written to by two at once");
        }
    }
}
