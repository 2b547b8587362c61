package io.tocsin.feed;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Cursor;
import io.tocsin.post.PostId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
 * <p>Where alerts are gone that it has not seen, the sink is told of the gap first. One that wants only the
 * {@linkplain Mode#LATEST latest} passes over what it is too far behind for, and the sink is told that, too.
 *
 * <p>{@link #wake} may be called from any thread, any number of times; everything else belongs to the consumer's
 * context.
 */
public final class Consumer {
    private static final int PAGE = 256;
    /** Who wants only the latest is given this many, at most, when it is further behind. */
    private static final int LATEST = 64;

    /** What kind of reader stands behind a consumer. */
    public enum Kind {
        SESSION,
        EVENT_STREAM,
        PULL,
        ENDPOINT
    }

    /** What a consumer is given that falls behind. */
    public enum Mode {
        /** Every alert, however late. */
        ALL,
        /** The newest alerts, of each post one; what is passed over is told as a {@link Lag}. */
        LATEST
    }

    // Given once.
    private final Feeds feeds;
    private final Group group;
    private final Kind kind;
    private final Mode mode;
    private final Executor context;
    private final Sink sink;
    private final Cursor start;
    private final long owedAfter;
    // Any thread.
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile long passed;
    // Touched only on the context.
    private long read;
    /** The first alert that was passed over and not told yet; 0 if there is none. */
    private long skippedFrom;

    private boolean reading;
    private boolean looking;
    private boolean lookAgain;
    private boolean closed;

    Consumer(
            Feeds feeds, Group group, Kind kind, Mode mode, Cursor start, long owedAfter, Executor context, Sink sink) {
        this.feeds = feeds;
        this.group = group;
        this.kind = kind;
        this.mode = mode;
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

    Executor context() {
        return context;
    }

    /** As {@link #wake}, at once: only on the context. */
    void look() {
        lookAgain = true;
        if (reading || looking) {
            return;
        }
        looking = true;
        try {
            // A loop, not a recursion: what is at hand may be many pages.
            while (lookAgain && !reading && !closed) {
                lookAgain = false;
                lookOnce();
            }
        } finally {
            looking = false;
        }
    }

    private void lookOnce() {
        int room = sink.room();
        if (room <= 0) {
            return;
        }
        if (mode == Mode.LATEST) {
            skip();
        }
        int limit = Math.min(room, PAGE);
        Optional<Page> here = group.atHand(position(), limit);
        if (here.isPresent()) {
            arrived(here.get(), null);
            return;
        }
        reading = true;
        var unused = feeds.read(position(), limit)
                .whenComplete((page, failure) -> context.execute(() -> {
                    reading = false;
                    arrived(page, failure);
                    if (lookAgain) {
                        look();
                    }
                }));
    }

    private void skip() {
        long from = group.head() - LATEST;
        if (from > read) {
            if (skippedFrom == 0) {
                skippedFrom = read + 1;
            }
            read = from;
        }
    }

    private void arrived(@Nullable Page page, @Nullable Throwable failure) {
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
        if (page.entries().isEmpty()) {
            sink.atEnd();
        } else {
            lookAgain = true;
        }
    }

    private void take(Page page) {
        List<Entry> entries = page.entries();
        if (skippedFrom > 0) {
            List<Entry> newest = newestOfEachPost(entries);
            sink.lag(lag(entries, newest));
            skippedFrom = 0;
            entries = newest;
        }
        if (page.gap().isPresent()) {
            Gap gap = page.gap().get();
            sink.gap(gap);
            read = gap.to();
            feeds.missed(kind, gap);
        }
        if (!entries.isEmpty()) {
            sink.take(entries);
            read = entries.get(entries.size() - 1).alert().sequence();
        }
    }

    /** In feed order; the last of all is always among them. */
    private static List<Entry> newestOfEachPost(List<Entry> entries) {
        Set<PostId> seen = new HashSet<>();
        Deque<Entry> newest = new ArrayDeque<>();
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (seen.add(entries.get(i).alert().post())) {
                newest.addFirst(entries.get(i));
            }
        }
        return List.copyOf(newest);
    }

    /** What was passed over before the page, and in it. */
    private Lag lag(List<Entry> page, List<Entry> newest) {
        Set<Entry> told = new HashSet<>(newest);
        long skipped = read - skippedFrom + 1;
        long to = read;
        for (Entry entry : page) {
            if (!told.contains(entry)) {
                skipped++;
                to = entry.alert().sequence();
            }
        }
        return new Lag(start.subscription(), skipped, skippedFrom, to);
    }
}
