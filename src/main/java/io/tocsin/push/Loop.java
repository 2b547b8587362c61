package io.tocsin.push;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.tocsin.feed.Entry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the sessions of one event loop have in common: the context in which their feeds are read, one flush for all that
 * is written in a turn, one clock for all their pings. All but {@link #execute} belongs to the loop.
 */
final class Loop implements Executor {
    private static final long TICK_MILLIS = 1000;
    private static final int RECENT = 8;

    private final EventLoop loop;
    private final Frames frames;
    /** The frames of this turn, so that not each session has to ask for what the one before it has just sent. */
    private final @Nullable Recent[] recent = new Recent[RECENT];

    private final List<Line> written = new ArrayList<>();
    private final Set<Ticking> ticking = new LinkedHashSet<>();
    private @Nullable ScheduledFuture<?> clock;

    /** Something that is to be done every second. */
    interface Ticking {
        void tick();
    }

    private record Recent(Entry entry, boolean deflated, ByteBuf frame) {}

    Loop(EventLoop loop, Frames frames) {
        this.loop = loop;
        this.frames = frames;
    }

    /** As {@link Frames#of}; only for who writes it in this turn. */
    @SuppressWarnings("ReferenceEquality")
    ByteBuf frame(Entry entry, boolean deflated) {
        int place = (int) (entry.alert().sequence() % RECENT);
        Recent found = recent[place];
        if (found == null || found.entry() != entry || found.deflated() != deflated) {
            if (found != null) {
                found.frame().release();
            }
            found = new Recent(entry, deflated, frames.of(entry, deflated));
            recent[place] = found;
        }
        return found.frame().retainedDuplicate();
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    void later(long millis, Runnable task) {
        var unused = loop.schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    /** The line is flushed when all has been done that is to be done in this turn. */
    void flushSoon(Line line) {
        written.add(line);
        if (written.size() == 1) {
            loop.execute(this::flush);
        }
    }

    private void flush() {
        List<Line> lines = List.copyOf(written);
        written.clear();
        lines.forEach(Line::flush);
        forget();
        // Apart, so that the sockets are written to one right after the other, and their readers found awake.
        lines.forEach(Line::settle);
    }

    private void forget() {
        for (int i = 0; i < RECENT; i++) {
            Recent frame = recent[i];
            if (frame != null) {
                frame.frame().release();
                recent[i] = null;
            }
        }
    }

    void begin(Ticking session) {
        ticking.add(session);
        if (clock == null) {
            clock = loop.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    void end(Ticking session) {
        ticking.remove(session);
        if (ticking.isEmpty() && clock != null) {
            boolean unused = clock.cancel(false);
            clock = null;
        }
    }

    private void tick() {
        List.copyOf(ticking).forEach(Ticking::tick);
    }
}
