package io.tocsin.app;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

    /** From one batch of a writer to its next, or to the next try. */
    private static final Duration PACE = Duration.ofMillis(150);

    private final Cluster cluster;
    private final Pulse pulse = new Pulse(WORDS);
    private final List<Set<String>> acknowledged = WORDS.stream()
            .<Set<String>>map(word -> ConcurrentHashMap.newKeySet())
            .toList();
    private final AtomicLong posts = new AtomicLong();
    private final List<Thread> writers;
    /** A batch on its way has one; who has them all has paused it. */
    private final Semaphore turns = new Semaphore(0, true);

    private final CountDownLatch end = new CountDownLatch(1);
    /** Of the first writer that gave up. */
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

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
            for (int batch = 0; !ended(); batch++) {
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
                pace();
            }
        } catch (InterruptedException e) {
            if (!ended()) {
                failure.complete(e);
            }
        } catch (RuntimeException | Error e) {
            failure.complete(e);
        }
    }

    private boolean ended() {
        return end.getCount() == 0;
    }

    /** No longer than until the end. */
    private void pace() throws InterruptedException {
        boolean unused = end.await(PACE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Set<Integer> feeds(SplittableRandom random) {
        Set<Integer> feeds = new TreeSet<>();
        for (int i = random.nextInt(1, MOST_FEEDS + 1); i > 0; i--) {
            feeds.add(random.nextInt(WORDS.size()));
        }
        return feeds;
    }

    /** The answer is the member that took them. */
    private int post(List<Draft> drafts, int first) throws InterruptedException {
        String[] lines = drafts.stream().map(Draft::line).toArray(String[]::new);
        int member = first;
        while (!ended() && !taken(cluster.client(member), lines)) {
            member = (member + 1) % cluster.size();
            pace();
        }
        if (!ended()) {
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
        if (!turns.tryAcquire(WRITERS, Cluster.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("posts: not taken within " + Cluster.LIMIT);
        }
        goOn(Duration.ZERO);
    }

    void resume() {
        turns.release(WRITERS);
    }

    /** Lets so much time pass. Fails as soon as a writer has. */
    void goOn(Duration length) throws InterruptedException {
        try {
            throw new AssertionError("a writer gave up", failure.get(length.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException over) {
            // All of them go on.
        } catch (ExecutionException e) {
            throw new AssertionError(e);
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

    @Override
    public void close() {
        end.countDown();
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
