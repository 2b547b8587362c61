package io.tocsin.store;

import io.tocsin.feed.Appended;
import io.tocsin.feed.FeedChange;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Appends to a store that is open, and counts its transactions: this is to be its clock. */
final class Appending implements InstantSource {
    /** Posts of an append, as an upload forms them. */
    static final int EACH = 256;

    private static final String WRITER = "tocsin-store-writer";
    private static final int AT_ONCE = 16;
    private static final long PROBE_NANOS = 20_000_000;

    // The writer's thread's. It asks for the time at each write, and tells of all writes of a group after the commit.
    private boolean telling;

    private final AtomicLong groups = new AtomicLong();

    @Override
    public Instant instant() {
        if (Thread.currentThread().getName().startsWith(WRITER) && telling) {
            telling = false;
        }
        return InstantSource.system().instant();
    }

    private void told() {
        if (!telling) {
            telling = true;
            groups.incrementAndGet();
        }
    }

    /** Processor time of the threads that write to stores, in nanoseconds. */
    static long writerNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith(WRITER))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }

    long groups() {
        return groups.get();
    }

    /** Appends them all, some at a time; how many nanoseconds that took. */
    long append(List<List<FeedChange>> appends, Store store) {
        Semaphore room = new Semaphore(AT_ONCE);
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        long start = System.nanoTime();
        for (List<FeedChange> append : appends) {
            room.acquireUninterruptibly();
            CompletionStage<List<Appended>> unused = store.feeds()
                    .append(append)
                    .whenComplete((done, failure) -> {
                        if (failure != null) {
                            failures.add(failure);
                        }
                        told();
                        room.release();
                    });
        }
        room.acquireUninterruptibly(AT_ONCE);
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.size() + " appends failed", failures.element());
        }
        return System.nanoTime() - start;
    }

    /** How long appends took from when they were due. */
    record Latencies(Durations appends, Durations posts) {}

    /**
     * Appends at an even pace, however long it takes, and now and then a post alone.
     *
     * @param each how many nanoseconds there are from one append to the next
     */
    static Latencies paced(List<List<FeedChange>> appends, List<List<FeedChange>> alone, long each, Store store) {
        Latencies latencies = new Latencies(new Durations(), new Durations());
        Semaphore done = new Semaphore(0);
        long start = System.nanoTime() + each;
        int nextAppend = 0;
        int nextAlone = 0;
        while (nextAppend < appends.size()) {
            long appendDue = start + nextAppend * each;
            long aloneDue = start + nextAlone * PROBE_NANOS;
            boolean probe = aloneDue < appendDue && nextAlone < alone.size();
            long due = probe ? aloneDue : appendDue;
            Durations latency = probe ? latencies.posts() : latencies.appends();
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            CompletionStage<List<Appended>> unused = store.feeds()
                    .append(probe ? alone.get(nextAlone++) : appends.get(nextAppend++))
                    .whenComplete((appended, failure) -> {
                        if (failure == null) {
                            latency.add(System.nanoTime() - due);
                        } else {
                            latency.failed();
                        }
                        done.release();
                    });
        }
        done.acquireUninterruptibly(nextAppend + nextAlone);
        return latencies;
    }
}
