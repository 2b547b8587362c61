package io.tocsin.source;

import io.tocsin.post.Post;
import io.tocsin.post.PostEvent;
import io.tocsin.post.PostSink;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays recorded posts into the sink in the rhythm in which they were made, {@code speed} times as fast. One batch is
 * under way at a time; a batch that fails is sent again.
 */
public final class Replay extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(Replay.class);
    private static final int BATCH = 256;
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final List<Post> posts;
    private final double speed;
    private final PostSink sink;
    private final InstantSource clock;
    private final Promise<Integer> done = Promise.promise();
    // Touched only on this verticle's context.
    private Instant started = Instant.MIN;
    private int next;
    private boolean stopped;

    /** @param posts in the order of their times */
    public Replay(List<Post> posts, double speed, PostSink sink, InstantSource clock) {
        this.posts = List.copyOf(posts);
        this.speed = speed;
        this.sink = sink;
        this.clock = clock;
    }

    /** Completes with the number of posts when the last one is durable. */
    public Future<Integer> done() {
        return done.future();
    }

    @Override
    public Future<?> start() {
        started = clock.instant();
        play();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        return Future.succeededFuture();
    }

    private void play() {
        if (stopped) {
            return;
        }
        if (next == posts.size()) {
            done.complete(next);
            return;
        }
        Instant now = clock.instant();
        Duration wait = Duration.between(now, due(posts.get(next)));
        if (wait.compareTo(Duration.ZERO) > 0) {
            timer(wait);
            return;
        }
        List<PostEvent> batch = new ArrayList<>();
        while (batch.size() < BATCH
                && next + batch.size() < posts.size()
                && !due(posts.get(next + batch.size())).isAfter(now)) {
            batch.add(new PostEvent.Published(posts.get(next + batch.size())));
        }
        Future.fromCompletionStage(sink.take(batch, now), context)
                .onSuccess(receipts -> {
                    next += batch.size();
                    play();
                })
                .onFailure(failure -> {
                    LOG.warn("replay: a batch was not taken, trying again: {}", failure.toString());
                    timer(RETRY);
                });
    }

    private void timer(Duration wait) {
        long unused = vertx.setTimer(Math.max(1, wait.toMillis()), id -> play());
    }

    private Instant due(Post post) {
        Duration offset = Duration.between(posts.get(0).createdAt(), post.createdAt());
        return started.plusNanos((long) (offset.toNanos() / speed));
    }
}
