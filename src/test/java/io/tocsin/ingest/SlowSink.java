package io.tocsin.ingest;

import io.tocsin.Waiting;
import io.tocsin.post.Post;
import io.tocsin.post.PostEvent;
import io.tocsin.post.PostSink;
import io.tocsin.post.Receipt;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A sink that holds every batch until it is told what becomes of it. */
public final class SlowSink implements PostSink {
    /** A batch that is under way. */
    public record Batch(List<Post> posts, CompletableFuture<List<Receipt>> stage) {
        /** Each of its posts ends so. */
        public void end(Receipt receipt) {
            stage.complete(Collections.nCopies(posts.size(), receipt));
        }

        public void fail() {
            stage.completeExceptionally(new IllegalStateException("disk full"));
        }
    }

    private final BlockingQueue<Batch> batches = new LinkedBlockingQueue<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();

    @Override
    public CompletionStage<List<Receipt>> take(List<PostEvent> batch, Instant receivedAt) {
        List<Post> posts = batch.stream()
                .map(event -> ((PostEvent.Published) event).post())
                .toList();
        mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        CompletableFuture<List<Receipt>> stage = new CompletableFuture<>();
        batches.add(new Batch(posts, stage));
        return stage.whenComplete((receipts, failure) -> underWay.decrementAndGet());
    }

    /** The next batch that came, or comes. */
    public Batch next() throws InterruptedException {
        return Waiting.next(batches);
    }

    /** How many have come and were not asked for. */
    public int waiting() {
        return batches.size();
    }

    public int mostUnderWay() {
        return mostUnderWay.get();
    }
}
