package io.tocsin.push;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Cursor;
import io.tocsin.feed.Consumer;
import io.tocsin.feed.Entry;
import io.tocsin.feed.Feeds;
import io.tocsin.feed.Gap;
import io.tocsin.feed.Sink;
import io.tocsin.wire.ClientFrame;
import io.vertx.core.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A feed that a session follows: has room while the socket takes more and, if a window was asked for, while that is
 * open.
 */
final class Followed implements Sink {
    private static final Logger LOG = LoggerFactory.getLogger(Followed.class);
    private static final int PAGE = 64;
    private static final long LOOK_AGAIN_MILLIS = 1000;

    private final Session session;
    private final ClientFrame.Subscribe asked;
    private @Nullable Consumer consumer;
    private @Nullable Context context;
    private long sent;
    private long acknowledged;

    Followed(Session session, ClientFrame.Subscribe asked) {
        this.session = session;
        this.asked = asked;
    }

    ClientFrame.Subscribe asked() {
        return asked;
    }

    void open(Feeds feeds, Context context, Cursor after, Cursor head) {
        this.context = context;
        sent = after.sequence();
        acknowledged = after.sequence();
        consumer = feeds.open(
                Consumer.Kind.SESSION, after, head.sequence(), task -> context.runOnContext(go -> task.run()), this);
    }

    /** False if the alert was never sent. */
    boolean acknowledged(long sequence) {
        if (sequence > sent) {
            return false;
        }
        acknowledged = Math.max(acknowledged, sequence);
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
        long open = asked.window().isPresent() ? asked.window().getAsLong() - (sent - acknowledged) : PAGE;
        if (open <= 0) {
            session.done(this);
            return 0;
        }
        return session.full() || !session.turn(this) ? 0 : (int) Math.min(PAGE, open);
    }

    @Override
    public void take(List<Entry> entries) {
        write(entries);
        session.done(this);
    }

    @Override
    public void gap(Gap gap) {
        // What is gone is not sent, and so neither is it unacknowledged.
        sent += gap.size();
        acknowledged += gap.size();
        session.write(session.shown(gap))
                .onSuccess(written -> passed(gap.to()))
                .onFailure(lost -> LOG.debug(
                        "gap={} subscription={} not written: {}", gap, asked.subscription(), lost.toString()));
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

    private void write(List<Entry> entries) {
        for (Entry entry : entries) {
            Alert alert = entry.alert();
            sent = alert.sequence();
            session.write(session.shown(entry))
                    .onSuccess(written -> written(alert))
                    .onFailure(lost -> LOG.debug("alert={} not written: {}", alert.id(), lost.toString()));
        }
    }

    private void written(Alert alert) {
        if (consumer != null) {
            consumer.delivered(alert);
            passed(alert.sequence());
        }
    }

    @Override
    public void failed(Throwable failure) {
        session.done(this);
        LOG.warn("subscription={} cannot be read, looking again: {}", asked.subscription(), failure.toString());
        if (context != null) {
            long unused = context.owner().setTimer(LOOK_AGAIN_MILLIS, again -> wake());
        }
    }
}
