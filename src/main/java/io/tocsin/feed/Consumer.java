package io.tocsin.feed;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Cursor;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over a feed and a sink. It reads when it is woken and the sink has room, one read at a time, and stands
 * still otherwise; it holds no alerts of its own.
 *
 * <pre>
 *          wake, room             alerts: sink.take
 *  still ─────────────▶ reading ───────────────────▶ (room? read again : still)
 *    ▲                     │
 *    └─────────────────────┘ end of feed: sink.atEnd, or failure: sink.failed
 * </pre>
 *
 * <p>Where alerts are gone that it has not seen, the sink is told of the gap first.
 *
 * <p>{@link #wake} may be called from any thread, any number of times; everything else belongs to the consumer's
 * context.
 */
public final class Consumer {
    private static final int PAGE = 256;

    /** What kind of reader stands behind a consumer. */
    public enum Kind {
        SESSION,
        EVENT_STREAM,
        PULL,
        ENDPOINT
    }

    // Given once.
    private final Feeds feeds;
    private final Kind kind;
    private final Executor context;
    private final Sink sink;
    private final Cursor start;
    private final long owedAfter;
    // Any thread.
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile long passed;
    // Touched only on the context.
    private long read;
    private boolean reading;
    private boolean lookAgain;
    private boolean closed;

    Consumer(Feeds feeds, Kind kind, Cursor start, long owedAfter, Executor context, Sink sink) {
        this.feeds = feeds;
        this.kind = kind;
        this.context = context;
        this.sink = sink;
        this.start = start;
        this.owedAfter = owedAfter;
        this.read = start.sequence();
        this.passed = start.sequence();
    }

    /** Looks for alerts soon. Wake-ups that come before it has looked are one. */
    public void wake() {
        if (woken.compareAndSet(false, true)) {
            context.execute(() -> {
                woken.set(false);
                look();
            });
        }
    }

    /** The alert has reached whoever stands behind this consumer. */
    public void delivered(Alert alert) {
        feeds.delivered(kind, alert, alert.sequence() > owedAfter);
    }

    /** All alerts up to {@code sequence} are delivered or otherwise settled: the consumer's lag counts from here. */
    public void passed(long sequence) {
        passed = sequence;
    }

    /** Stops reading. */
    public void close() {
        closed = true;
        feeds.closed(this);
    }

    public Kind kind() {
        return kind;
    }

    /** The feed, and the number of the last alert that was handed to the sink. */
    public Cursor position() {
        return new Cursor(start.subscription(), read);
    }

    long lag(long head) {
        return Math.max(0, head - passed);
    }

    Cursor start() {
        return start;
    }

    private void look() {
        if (closed) {
            return;
        }
        if (reading) {
            lookAgain = true;
            return;
        }
        int room = sink.room();
        if (room > 0) {
            reading = true;
            lookAgain = false;
            var unused = feeds.next(position(), Math.min(room, PAGE))
                    .whenComplete((page, failure) -> context.execute(() -> arrived(page, failure)));
        }
    }

    private void arrived(@Nullable Page page, @Nullable Throwable failure) {
        reading = false;
        if (closed) {
            return;
        }
        if (page == null) {
            sink.failed(failure == null ? new AssertionError("neither alerts nor a failure") : failure);
            return;
        }
        try {
            take(page);
        } catch (RuntimeException e) {
            // A sink's own bug: what it did not take is read again when it is woken, rather than lost.
            sink.failed(e);
            return;
        }
        if (!page.entries().isEmpty()) {
            look();
        } else {
            sink.atEnd();
            if (lookAgain) {
                look();
            }
        }
    }

    private void take(Page page) {
        if (page.gap().isPresent()) {
            Gap gap = page.gap().get();
            sink.gap(gap);
            read = gap.to();
            feeds.missed(kind, gap);
        }
        if (!page.entries().isEmpty()) {
            sink.take(page.entries());
            read = page.entries().get(page.entries().size() - 1).alert().sequence();
        }
    }
}
