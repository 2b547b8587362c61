package io.tocsin.cluster;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** One question that takes its time, asked once at a time: who asks meanwhile waits for the same answer. */
final class Inquiry<T> {
    private final Supplier<T> answers;
    private final Executor executor;
    // Guarded by this.
    private CompletableFuture<T> underWay = CompletableFuture.failedFuture(new IllegalStateException("not asked yet"));

    Inquiry(Supplier<T> answers, Executor executor) {
        this.answers = answers;
        this.executor = executor;
    }

    synchronized CompletionStage<T> ask() {
        if (underWay.isDone()) {
            underWay = CompletableFuture.supplyAsync(answers, executor);
        }
        return underWay;
    }
}
