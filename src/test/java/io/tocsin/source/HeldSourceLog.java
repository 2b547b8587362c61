package io.tocsin.source;

import io.tocsin.Waiting;
import io.tocsin.post.SourceLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;

/** A log of sources in memory, which can fail. */
final class HeldSourceLog implements SourceLog {
    private final BlockingQueue<Progress> saved = new LinkedBlockingQueue<>();
    // Guarded by this.
    private final Map<String, Progress> sources = new HashMap<>();
    private int failures;
    private int savesFail;

    synchronized void fail(int times) {
        failures = times;
    }

    synchronized void failSaves(int times) {
        savesFail = times;
    }

    private boolean fails() {
        return failures > 0 && failures-- > 0;
    }

    @Override
    public synchronized CompletionStage<Progress> find(String source) {
        return fails()
                ? CompletableFuture.failedStage(new IllegalStateException("store away"))
                : CompletableFuture.completedStage(sources.getOrDefault(source, Progress.NONE));
    }

    @Override
    public synchronized CompletionStage<Map<String, Progress>> all() {
        return CompletableFuture.completedStage(Map.copyOf(sources));
    }

    @Override
    public synchronized CompletionStage<Void> save(String source, Cursor cursor, List<Gap> gaps) {
        if (fails() || savesFail-- > 0) {
            return CompletableFuture.failedStage(new IllegalStateException("store away"));
        }
        Progress before = sources.getOrDefault(source, Progress.NONE);
        List<Gap> all = new ArrayList<>(before.gaps());
        all.addAll(gaps);
        Progress now = new Progress(
                Optional.of(before.cursor().map(its -> its.or(cursor)).orElse(cursor)), all);
        sources.put(source, now);
        saved.add(now);
        return CompletableFuture.completedStage(null);
    }

    /** What was saved next. */
    Progress next() throws InterruptedException {
        return Waiting.next(saved);
    }

    /** Waits until the cursor is there. */
    void untilAt(long position) throws InterruptedException {
        while (next().cursor().orElseThrow().position() != position) {
            // What is saved on the way does not matter.
        }
    }

    synchronized Optional<Cursor> cursor(String source) {
        return sources.getOrDefault(source, Progress.NONE).cursor();
    }
}
