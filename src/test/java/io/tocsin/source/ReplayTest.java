package io.tocsin.source;

import static io.tocsin.Waiting.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.feed.Posts;
import io.tocsin.ingest.SlowSink;
import io.tocsin.post.Post;
import io.tocsin.post.Receipt;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ReplayTest {
    private final Vertx vertx = Vertx.vertx();
    private final SlowSink sink = new SlowSink();
    private volatile Instant now = Posts.NOON;

    @AfterEach
    void stop() throws Exception {
        on(vertx.close());
    }

    @Test
    void play_allDue_comeInOrderOneBatchAtATime() throws Exception {
        List<Post> posts = posts(1000, 0);
        Replay replay = start(posts, 1);
        assertThat(take(1000)).isEqualTo(posts);
        assertThat(on(replay.done())).isEqualTo(1000);
        assertThat(sink.mostUnderWay()).isEqualTo(1);
    }

    @Test
    void play_batchFails_isSentAgain() throws Exception {
        List<Post> posts = posts(300, 0);
        Replay replay = start(posts, 1);
        SlowSink.Batch first = sink.next();
        first.fail();
        assertThat(take(300)).isEqualTo(posts);
        assertThat(on(replay.done())).isEqualTo(300);
        assertThat(sink.mostUnderWay()).isEqualTo(1);
    }

    @Test
    void play_notDue_waits() throws Exception {
        List<Post> posts = posts(3, 60);
        Replay replay = start(posts, 1000);
        SlowSink.Batch first = sink.next();
        assertThat(first.posts()).isEqualTo(posts.subList(0, 1));
        now = Posts.NOON.plusMillis(60);
        first.end(Receipt.ACCEPTED);
        SlowSink.Batch second = sink.next();
        assertThat(second.posts()).isEqualTo(posts.subList(1, 2));
        now = Posts.NOON.plusMillis(120);
        second.end(Receipt.ACCEPTED);
        SlowSink.Batch third = sink.next();
        assertThat(third.posts()).isEqualTo(posts.subList(2, 3));
        third.end(Receipt.ACCEPTED);
        assertThat(on(replay.done())).isEqualTo(3);
    }

    @Test
    void play_atItsOwnPace_allCome() throws Exception {
        List<Post> posts = posts(50, 1);
        Replay replay = start(posts, 1000, InstantSource.system());
        assertThat(take(50)).isEqualTo(posts);
        assertThat(on(replay.done())).isEqualTo(50);
    }

    @Test
    void play_nothing_isDone() throws Exception {
        assertThat(on(start(List.of(), 1).done())).isZero();
    }

    private Replay start(List<Post> posts, double speed) throws Exception {
        return start(posts, speed, () -> now);
    }

    private Replay start(List<Post> posts, double speed, InstantSource clock) throws Exception {
        Replay replay = new Replay(posts, speed, sink, clock);
        String unused = on(vertx.deployVerticle(replay));
        return replay;
    }

    /** Lets the sink take batches until it has so many posts. */
    private List<Post> take(int count) throws Exception {
        List<Post> taken = new ArrayList<>();
        while (taken.size() < count) {
            SlowSink.Batch batch = sink.next();
            taken.addAll(batch.posts());
            batch.end(Receipt.ACCEPTED);
        }
        return taken;
    }

    private static List<Post> posts(int count, int secondsBetween) {
        return IntStream.range(0, count)
                .mapToObj(i -> at(Posts.post("p" + i, "flood"), Posts.NOON.plusSeconds((long) i * secondsBetween)))
                .toList();
    }

    private static Post at(Post post, Instant time) {
        return new Post(
                post.id(),
                post.author(),
                time,
                post.kind(),
                post.text(),
                post.hashtags(),
                post.mentions(),
                post.cashtags(),
                post.links(),
                post.lang(),
                post.geo(),
                post.place(),
                post.media(),
                post.references());
    }
}
