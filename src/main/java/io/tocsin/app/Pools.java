package io.tocsin.app;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads for what takes the processor for too long to be done on an event loop. */
final class Pools {
    private static final int MAX_BATCHES = 256;
    private static final int MAX_QUESTIONS = 64;

    private final Assembly parts;

    /** @param parts of which each pool becomes one */
    Pools(Assembly parts) {
        this.parts = parts;
    }

    /** A thread for each core; a batch too many is refused, and its source told to come again. */
    Executor matching() {
        return pool("matching", bounded("matching", Runtime.getRuntime().availableProcessors(), MAX_BATCHES));
    }

    Executor indexing() {
        return pool("indexing", Executors.newSingleThreadExecutor(task -> new Thread(task, "tocsin-indexing")));
    }

    /** A trial takes one thread, so that explanations need not wait for it. */
    Executor trying() {
        return pool("trying", bounded("trying", 2, MAX_QUESTIONS));
    }

    private static ExecutorService bounded(String name, int threads, int maxWaiting) {
        return new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(maxWaiting),
                task -> new Thread(task, "tocsin-" + name));
    }

    private Executor pool(String name, ExecutorService pool) {
        parts.put(name, pool::shutdown);
        return pool;
    }
}
