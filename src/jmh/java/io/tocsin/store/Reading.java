package io.tocsin.store;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.Page;
import io.tocsin.subscription.SubscriptionId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads feeds by cursor, some at a time. */
final class Reading {
    /** As a consumer reads. */
    private static final int PAGE = 256;

    private static final int AT_ONCE = 4;

    /** What pages come from. */
    interface Source {
        CompletionStage<Page> read(Cursor after, int limit);
    }

    private final Source source;
    private final List<Cursor> starts;
    private final int limit;
    private final boolean toTheEnd;
    private final AtomicInteger next = new AtomicInteger();
    private final LongAdder alerts = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    private Reading(Source source, List<Cursor> starts, int limit, boolean toTheEnd) {
        this.source = source;
        this.starts = starts;
        this.limit = limit;
        this.toTheEnd = toTheEnd;
    }

    /** How many alerts it was, and what their bodies came to. */
    record Read(long alerts, long bytes, long nanos) {
        double perSecond() {
            return alerts * 1e9 / nanos;
        }
    }

    /** Reads the feeds from their beginnings to their ends. */
    static Read all(Source source, List<SubscriptionId> feeds) {
        List<Cursor> starts = feeds.stream().map(feed -> new Cursor(feed, 0)).toList();
        return read(new Reading(source, starts, PAGE, true));
    }

    /** Reads so many alerts after each of the cursors. */
    static Read some(Source source, List<Cursor> starts, int limit) {
        return read(new Reading(source, starts, limit, false));
    }

    private static Read read(Reading reading) {
        long start = System.nanoTime();
        CompletableFuture<?>[] readers = IntStream.range(0, AT_ONCE)
                .mapToObj(i -> {
                    CompletableFuture<Void> end = new CompletableFuture<>();
                    reading.nextFeed(end);
                    return end;
                })
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(readers).join();
        return new Read(reading.alerts.sum(), reading.bytes.sum(), System.nanoTime() - start);
    }

    private void nextFeed(CompletableFuture<Void> end) {
        int number = next.getAndIncrement();
        if (number < starts.size()) {
            page(starts.get(number), end);
        } else {
            end.complete(null);
        }
    }

    private void page(Cursor after, CompletableFuture<Void> end) {
        CompletionStage<Page> unused =
                source.read(after, limit).whenComplete((page, failure) -> arrived(after, page, failure, end));
    }

    private void arrived(Cursor after, @Nullable Page page, @Nullable Throwable failure, CompletableFuture<Void> end) {
        if (page == null) {
            end.completeExceptionally(failure == null ? new AssertionError("neither page nor failure") : failure);
        } else if (page.atEnd()) {
            nextFeed(end);
        } else {
            page.entries().forEach(entry -> {
                alerts.increment();
                bytes.add(entry.body().orElseThrow().json().length);
            });
            if (toTheEnd) {
                page(page.next(after), end);
            } else {
                nextFeed(end);
            }
        }
    }
}
