package io.tocsin.push;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Cursor;
import io.tocsin.feed.Consumer;
import io.tocsin.feed.Entry;
import io.tocsin.feed.Feeds;
import io.tocsin.feed.Gap;
import io.tocsin.feed.Lag;
import io.tocsin.feed.Sink;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.wire.ClientFrame;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A feed that a session follows: has room while the socket takes more, the session has credit and, where the client
 * acknowledges, the window is open.
 */
final class Followed implements Sink {
    private static final Logger LOG = LoggerFactory.getLogger(Followed.class);
    private static final int PAGE = 64;
    private static final long LOOK_AGAIN_MILLIS = 1000;
    private static final int FIRST_GUESS_BYTES = 1024;

    private final Session session;
    private final SubscriptionId subscription;
    private final ClientFrame.Subscribe asked;
    private final Loop loop;
    private final Unacknowledged unacknowledged = new Unacknowledged();
    private final @Nullable Keeper keeper;
    private @Nullable Consumer consumer;
    /** 0 if the client does not acknowledge. */
    private long window;

    private long sent;
    private long acknowledged;
    /** About how long this feed's alerts are, as they were sent lately. */
    private int alertBytes = FIRST_GUESS_BYTES;

    /** @param keeper keeps what is acknowledged; null if nobody does */
    Followed(
            Session session,
            SubscriptionId subscription,
            ClientFrame.Subscribe asked,
            OptionalLong window,
            @Nullable Keeper keeper,
            Loop loop) {
        this.session = session;
        this.subscription = subscription;
        this.asked = asked;
        this.window = window.orElse(0);
        this.keeper = keeper;
        this.loop = loop;
    }

    SubscriptionId subscription() {
        return subscription;
    }

    ClientFrame.Subscribe asked() {
        return asked;
    }

    OptionalLong window() {
        return window == 0 ? OptionalLong.empty() : OptionalLong.of(window);
    }

    void open(Feeds feeds, Cursor after, Cursor head) {
        sent = after.sequence();
        acknowledged = after.sequence();
        consumer = feeds.open(Consumer.Kind.SESSION, asked.mode(), after, head.sequence(), loop, this);
    }

    /**
     * False if the alert was never sent.
     *
     * @param usualWindow of who has not said one: from the first acknowledgement on, it counts
     */
    boolean acknowledged(Cursor alert, long usualWindow) {
        long sequence = alert.sequence();
        if (sequence > sent) {
            return false;
        }
        if (window == 0) {
            window = usualWindow;
            unacknowledged.sent(acknowledged + 1, sent);
        }
        unacknowledged.acknowledged(sequence);
        if (sequence > acknowledged) {
            acknowledged = sequence;
            if (keeper != null) {
                keeper.acknowledged(alert);
            }
        }
        wake();
        return true;
    }

    void wake() {
        if (consumer != null) {
            consumer.wake();
        }
    }

    void close() {
        if (consumer != null) {
            consumer.close();
            session.done(this);
        }
    }

    @Override
    public int room() {
        long open = Math.min(session.credit(), window == 0 ? PAGE : window - unacknowledged.count());
        if (open <= 0) {
            session.done(this);
            return 0;
        }
        if (session.full() || !session.turn(this)) {
            return 0;
        }
        // A page of long alerts is not to be much longer than what the socket has room for.
        long fitting = Math.max(1, session.roomBytes() / alertBytes);
        return (int) Math.min(Math.min(PAGE, open), fitting);
    }

    @Override
    public void take(List<Entry> entries) {
        int last = entries.size() - 1;
        session.spend(entries.size());
        for (int i = 0; i <= last; i++) {
            Entry entry = entries.get(i);
            sent = entry.alert().sequence();
            if (window > 0) {
                unacknowledged.sent(sent, sent);
            }
            if (i < last) {
                session.write(entry);
            } else {
                // The socket takes them in order: when it has taken the last, it has taken all.
                alertBytes = session.write(entry, () -> written(entries));
            }
        }
        session.done(this);
    }

    private void written(List<Entry> entries) {
        if (consumer == null) {
            return;
        }
        for (Entry entry : entries) {
            Alert alert = entry.alert();
            consumer.delivered(alert);
        }
        passed(entries.get(entries.size() - 1).alert().sequence());
    }

    @Override
    public void gap(Gap gap) {
        // What is gone is not sent, and so neither is it unacknowledged.
        sent = gap.to();
        session.write(gap, () -> passed(gap.to()));
    }

    @Override
    public void lag(Lag lag) {
        sent = Math.max(sent, lag.to());
        session.write(lag, () -> passed(lag.to()));
    }

    private void passed(long sequence) {
        if (consumer != null) {
            consumer.passed(sequence);
        }
    }

    @Override
    public void atEnd() {
        session.done(this);
    }

    @Override
    public void failed(Throwable failure) {
        session.done(this);
        LOG.warn("subscription={} cannot be read, looking again: {}", subscription, failure.toString());
        loop.later(LOOK_AGAIN_MILLIS, this::wake);
    }
}
