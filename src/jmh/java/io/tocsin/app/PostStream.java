package io.tocsin.app;

import io.tocsin.Waiting;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Senders that post as fast as the members take it: one post in ten meets one of a hundred rules. */
final class PostStream implements AutoCloseable {
    private static final int SENDERS_A_MEMBER = 16;
    private static final int BATCH = 250;
    private static final int RULES = 100;
    private static final int WORDS = 20;
    private static final int VOCABULARY = 5_000;

    private final Cluster cluster;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong ids = new AtomicLong();
    private final ScheduledExecutorService threads;
    private final List<Future<?>> senders;
    private volatile boolean closed;

    PostStream(Cluster cluster) {
        this.cluster = cluster;
        IntStream.range(0, RULES).forEach(rule -> {
            String unused = cluster.client(0).subscribe("rule " + rule, "flood" + rule);
        });
        int count = SENDERS_A_MEMBER * cluster.size();
        threads = Executors.newScheduledThreadPool(count + 1);
        senders = new ArrayList<>();
        for (int sender = 0; sender < count; sender++) {
            int number = sender;
            senders.add(threads.submit(() -> send(number)));
        }
    }

    private void send(int sender) {
        Random random = new Random(sender);
        Client client = cluster.client(sender % cluster.size());
        while (!closed) {
            String[] lines = IntStream.range(0, BATCH)
                    .mapToObj(i -> Client.line(String.valueOf(ids.incrementAndGet()), text(random)))
                    .toArray(String[]::new);
            while (!closed && !taken(client, lines)) {
                // Sent again: the member asked for patience, and made the sender wait for the answer.
            }
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < WORDS; word++) {
            text.append("word").append(random.nextInt(VOCABULARY)).append(' ');
        }
        return random.nextInt(10) == 0
                ? text.append("flood").append(random.nextInt(RULES)).toString()
                : text.toString();
    }

    private boolean taken(Client client, String[] lines) {
        try {
            Client.Answer answer = client.ingest(lines);
            if (answer.status() == 200) {
                acknowledged.addAndGet(lines.length);
                return true;
            }
            if (answer.status() == 503) {
                return false;
            }
            throw new AssertionError(answer + " (expected: 200 or 503)");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Lets the time pass; fails if a sender has. */
    void pass(Duration length) {
        try {
            threads.schedule(() -> {}, length.toNanos(), TimeUnit.NANOSECONDS).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
        check();
    }

    /** Lets so many posts pass; fails if a sender has, or it takes longer than {@code limit}. */
    void pass(long posts, Duration limit) {
        Waiting.until(posts + " posts acknowledged", limit, () -> {
            check();
            return acknowledged.get() >= posts;
        });
    }

    private void check() {
        try {
            for (Future<?> sender : senders) {
                if (sender.isDone()) {
                    Object unused = sender.get();
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } catch (ExecutionException e) {
            throw new AssertionError("a sender gave up", e);
        }
    }

    long acknowledged() {
        return acknowledged.get();
    }

    @Override
    public void close() {
        closed = true;
        threads.shutdownNow();
    }
}
