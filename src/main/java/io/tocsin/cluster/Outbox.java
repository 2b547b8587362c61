package io.tocsin.cluster;

import io.tocsin.feed.Appended;
import io.tocsin.feed.FeedChange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What goes to one other member. One request is under way at a time; what comes meanwhile waits, and goes together in
 * the next: a request and the commit that it brings cost the owner much the same whatever they hold. Callable from any
 * thread.
 */
final class Outbox {
    /** So many changes go in one request, or those of one caller if they are more. */
    static final int MAX_TOGETHER = 512;

    static final int MAX_WAITING = 8_192;

    private final Function<List<FeedChange>, CompletionStage<List<Appended>>> asking;
    // Guarded by this.
    private final Queue<Waiting> queue = new ArrayDeque<>();
    private int waiting;
    private boolean underWay;

    /** @param asking asks the member; never throws */
    Outbox(Function<List<FeedChange>, CompletionStage<List<Appended>>> asking) {
        this.asking = asking;
    }

    private record Waiting(List<FeedChange> changes, CompletableFuture<List<Appended>> results) {}

    /** In order, all or none. Fails at once with {@link RejectedExecutionException} if too much is waiting. */
    CompletionStage<List<Appended>> send(List<FeedChange> changes) {
        Waiting added = new Waiting(changes, new CompletableFuture<>());
        synchronized (this) {
            if (waiting > 0 && waiting + changes.size() > MAX_WAITING) {
                return CompletableFuture.failedStage(new RejectedExecutionException("changes that wait for a member: "
                        + (waiting + changes.size()) + " (expected: at most " + MAX_WAITING + ")"));
            }
            queue.add(added);
            waiting += changes.size();
        }
        sendOn();
        return added.results();
    }

    private void sendOn() {
        for (List<Waiting> group = next(); !group.isEmpty(); group = next()) {
            List<Waiting> sent = group;
            List<FeedChange> changes =
                    sent.stream().flatMap(one -> one.changes().stream()).toList();
            var unused = asking.apply(changes).whenComplete((results, failure) -> {
                synchronized (this) {
                    underWay = false;
                }
                sendOn();
                answer(sent, results, failure);
            });
        }
    }

    private synchronized List<Waiting> next() {
        List<Waiting> group = new ArrayList<>();
        if (underWay) {
            return group;
        }
        int together = 0;
        for (Waiting one = queue.peek();
                one != null && (together == 0 || together + one.changes().size() <= MAX_TOGETHER);
                one = queue.peek()) {
            group.add(queue.remove());
            together += one.changes().size();
        }
        waiting -= together;
        underWay = !group.isEmpty();
        return group;
    }

    private static void answer(List<Waiting> group, @Nullable List<Appended> results, @Nullable Throwable failure) {
        int asked = group.stream().mapToInt(one -> one.changes().size()).sum();
        if (results == null || results.size() != asked) {
            Throwable why = failure == null
                    ? new IllegalStateException("results of another member: " + (results == null ? 0 : results.size())
                            + " (expected: " + asked + ")")
                    : failure;
            group.forEach(one -> one.results().completeExceptionally(why));
            return;
        }
        int from = 0;
        for (Waiting one : group) {
            int to = from + one.changes().size();
            one.results().complete(results.subList(from, to));
            from = to;
        }
    }
}
