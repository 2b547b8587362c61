package io.tocsin.app;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writers that post to all members without end, one post or a few at a time, and send each again until some member has
 * acknowledged it. It knows which feeds each belongs to.
 */
final class PostLoad implements AutoCloseable {
    /** Rules of one word: each is one feed's. */
    static final List<String> WORDS = List.of(
            "alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliett", "kilo",
            "lima");

    private static final int WRITERS = 6;
    private static final int MOST_POSTS = 5;
    private static final int MOST_FEEDS = 3;
    /** A writer that went to another member comes back to its own after so many batches. */
    private static final int AWAY = 20;

    private static final Duration PAUSE = Duration.ofMillis(150);

    private final Cluster cluster;
    private final Pulse pulse = new Pulse(WORDS);
    private final List<Set<String>> acknowledged = WORDS.stream()
            .<Set<String>>map(word -> ConcurrentHashMap.newKeySet())
            .toList();
    private final AtomicLong posts = new AtomicLong();
    private final AtomicLong sentAgain = new AtomicLong();
    private final List<Thread> writers;
    /** A batch on its way has one; who has them all has paused it. */
    private final Semaphore turns = new Semaphore(0, true);

    private volatile boolean closed;
    private volatile @Nullable Throwable failure;

    private record Draft(String id, Set<Integer> feeds) {
        String line() {
            return Client.line(id, feeds.stream().map(WORDS::get).collect(Collectors.joining(" ")) + " " + id);
        }
    }

    /** It begins paused. */
    PostLoad(Cluster cluster, SplittableRandom random) {
        this.cluster = cluster;
        this.writers = IntStream.range(0, WRITERS)
                .mapToObj(writer -> {
                    SplittableRandom own = random.split();
                    return new Thread(() -> write(writer, own), "writer-" + writer);
                })
                .toList();
        writers.forEach(writer -> {
            writer.setDaemon(true);
            writer.start();
        });
    }

    private void write(int writer, SplittableRandom random) {
        try {
            int home = writer % cluster.size();
            int member = home;
            int next = 0;
            for (int batch = 0; !closed; batch++) {
                List<Draft> drafts = new ArrayList<>();
                for (int i = random.nextInt(1, MOST_POSTS + 1); i > 0; i--) {
                    drafts.add(new Draft(writer + "-" + next++, feeds(random)));
                }
                turns.acquire();
                try {
                    member = post(drafts, batch % AWAY == 0 ? home : member);
                } finally {
                    turns.release();
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            failure = e;
        }
    }

    private static Set<Integer> feeds(SplittableRandom random) {
        Set<Integer> feeds = new TreeSet<>();
        for (int i = random.nextInt(1, MOST_FEEDS + 1); i > 0; i--) {
            feeds.add(random.nextInt(WORDS.size()));
        }
        return feeds;
    }

    /** The answer is the member that took them. */
    private int post(List<Draft> drafts, int first) {
        String[] lines = drafts.stream().map(Draft::line).toArray(String[]::new);
        int member = first;
        while (!closed && !taken(cluster.client(member), lines)) {
            sentAgain.incrementAndGet();
            member = (member + 1) % cluster.size();
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        if (!closed) {
            drafts.forEach(this::note);
        }
        return member;
    }

    private void note(Draft draft) {
        posts.incrementAndGet();
        draft.feeds().forEach(feed -> {
            acknowledged.get(feed).add(draft.id());
            pulse.beat(WORDS.get(feed));
        });
    }

    private static boolean taken(Client client, String[] lines) {
        Client.Answer answer;
        try {
            answer = client.ingest(lines);
        } catch (UncheckedIOException e) {
            return false;
        }
        if (answer.status() == 503) {
            return false;
        }
        if (answer.status() != 200
                || answer.json().get("accepted").asInt()
                                + answer.json().get("duplicate").asInt()
                        != lines.length) {
            throw new AssertionError("posts: " + answer + " " + answer.json() + " (expected: all taken, or 503)");
        }
        return true;
    }

    /** Returns when nothing is on its way: what was sent is acknowledged. */
    void pause() throws InterruptedException {
        check();
        if (!turns.tryAcquire(WRITERS, Cluster.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("posts: not taken within " + Cluster.LIMIT);
        }
        check();
    }

    void resume() {
        turns.release(WRITERS);
    }

    /** Fails if a writer has. */
    void check() {
        if (failure != null) {
            throw new AssertionError("a writer gave up", failure);
        }
    }

    /** By feed: the posts that must be in it. More may be: those that nobody heard the end of. */
    List<Set<String>> acknowledged() {
        return acknowledged;
    }

    /** Of each feed: for how long nothing could be appended to it. */
    Pulse pulse() {
        return pulse;
    }

    long posts() {
        return posts.get();
    }

    long sentAgain() {
        return sentAgain.get();
    }

    @Override
    public void close() {
        closed = true;
        writers.forEach(Thread::interrupt);
        for (Thread writer : writers) {
            try {
                writer.join(Client.LIMIT.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
