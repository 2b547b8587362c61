package io.tocsin.feed;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Cursor;
import io.tocsin.post.PostId;
import io.tocsin.post.Receipt;
import io.tocsin.post.Span;
import io.tocsin.subscription.SubscriptionId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The plain thing behind the port: lists. A body is the post's text. Completes on the caller's thread. */
public class InMemoryFeedLog implements FeedLog {
    /** What expires is said by the test. */
    static final Duration KEPT = Duration.ofDays(1_000_000);

    private final Runnable reading;
    private final Map<SubscriptionId, List<Alert>> feeds = new HashMap<>();
    private final Map<PostId, Body> bodies = new HashMap<>();
    private final Set<PostId> erased = new HashSet<>();
    private final Map<SubscriptionId, Long> gone = new HashMap<>();
    private Instant now = Instant.EPOCH;
    private Optional<RuntimeException> failing = Optional.empty();
    private Optional<RuntimeException> failingReads = Optional.empty();
    private List<FeedChange> interrupted = List.of();
    private Executor readers = Runnable::run;
    private Executor heads = Runnable::run;

    public InMemoryFeedLog() {
        this(() -> {});
    }

    /** @param reading runs at each read */
    InMemoryFeedLog(Runnable reading) {
        this.reading = reading;
    }

    /** What alerts are raised at from here on. */
    public synchronized void at(Instant time) {
        now = time;
    }

    /** Alerts up to this number are older than the feed keeps them. */
    public synchronized void expire(SubscriptionId feed, long upTo) {
        gone.put(feed, upTo);
    }

    /** What {@link #resume} is to do. */
    synchronized void interrupted(FeedChange... rest) {
        interrupted = List.of(rest);
    }

    /** Every call fails from here on, or works again. */
    public synchronized void failing(Optional<RuntimeException> failure) {
        failing = failure;
    }

    /** Every read fails from here on, or works again. */
    public synchronized void failingReads(Optional<RuntimeException> failure) {
        failingReads = failure;
    }

    /** Where what was read is handed out; at once if not said. */
    public synchronized void readers(Executor executor) {
        readers = executor;
    }

    /** Where a feed's head is handed out; at once if not said. */
    synchronized void heads(Executor executor) {
        heads = executor;
    }

    @Override
    public synchronized CompletionStage<List<Appended>> append(List<FeedChange> changes) {
        return answer(() -> changes.stream().map(this::apply).toList());
    }

    private Appended apply(FeedChange change) {
        if (change instanceof FeedChange.Raise raise) {
            return raise(raise);
        }
        if (change instanceof FeedChange.Pause pause) {
            return pause(pause);
        }
        FeedChange.Retract retract = (FeedChange.Retract) change;
        if (!erased.add(retract.post())) {
            return new Appended(Receipt.DUPLICATE, List.of());
        }
        bodies.remove(retract.post());
        List<Cursor> added = new ArrayList<>();
        feeds.forEach((feed, alerts) -> {
            if (alerts.stream().anyMatch(alert -> alert.post().equals(retract.post()))) {
                added.add(add(feed, Alert.Kind.RETRACTED, retract.post(), List.of(), retract.receivedAt()));
            }
        });
        return new Appended(Receipt.ACCEPTED, added);
    }

    private Appended pause(FeedChange.Pause pause) {
        List<Alert> alerts = feeds.getOrDefault(pause.subscription(), List.of());
        List<Alert.Kind> kinds = alerts.stream()
                .filter(alert -> alert.post().equals(pause.post()))
                .map(Alert::kind)
                .toList();
        if (kinds.contains(Alert.Kind.PAUSED)) {
            return new Appended(Receipt.DUPLICATE, List.of());
        }
        List<Cursor> added = kinds.isEmpty()
                ? List.of()
                : List.of(add(pause.subscription(), Alert.Kind.PAUSED, pause.post(), List.of(), pause.receivedAt()));
        return new Appended(Receipt.ACCEPTED, added);
    }

    private Appended raise(FeedChange.Raise raise) {
        PostId post = raise.post().id();
        if (erased.contains(post)) {
            return new Appended(Receipt.DELETED_BEFORE, List.of());
        }
        List<Cursor> added = new ArrayList<>();
        for (FeedChange.Target target : raise.targets()) {
            List<Alert> alerts = feeds.computeIfAbsent(target.subscription(), feed -> new ArrayList<>());
            if (alerts.stream().noneMatch(alert -> alert.post().equals(post))) {
                added.add(add(target.subscription(), Alert.Kind.RAISED, post, target.spans(), raise.receivedAt()));
            }
        }
        if (!added.isEmpty()) {
            bodies.put(post, Body.of(raise.post().text().getBytes(StandardCharsets.UTF_8)));
        }
        boolean repeated = added.isEmpty() && !raise.targets().isEmpty();
        return new Appended(repeated ? Receipt.DUPLICATE : Receipt.ACCEPTED, added);
    }

    private Cursor add(SubscriptionId feed, Alert.Kind kind, PostId post, List<Span> spans, Instant receivedAt) {
        List<Alert> alerts = feeds.computeIfAbsent(feed, unused -> new ArrayList<>());
        Alert alert = new Alert(feed, alerts.size() + 1, kind, post, spans, receivedAt, now);
        alerts.add(alert);
        return alert.cursor();
    }

    @Override
    public synchronized CompletionStage<List<Appended>> resume() {
        List<FeedChange> rest = interrupted;
        interrupted = List.of();
        return append(rest);
    }

    @Override
    public synchronized CompletionStage<Page> read(Cursor after, int limit) {
        reading.run();
        return failingReads
                .<CompletionStage<Page>>map(CompletableFuture::failedStage)
                .orElseGet(() -> answer(() -> page(after, limit)))
                .thenApplyAsync(page -> page, readers);
    }

    private Page page(Cursor after, int limit) {
        SubscriptionId feed = after.subscription();
        long expired = gone.getOrDefault(feed, 0L);
        Optional<Gap> gap = expired > after.sequence()
                ? Optional.of(new Gap(feed, after.sequence() + 1, expired))
                : Optional.empty();
        List<Entry> entries = feeds.getOrDefault(feed, List.of()).stream()
                .skip(Math.max(expired, after.sequence()))
                .limit(limit)
                .map(alert -> new Entry(alert, Optional.ofNullable(bodies.get(alert.post()))))
                .toList();
        return new Page(gap, entries, KEPT);
    }

    @Override
    public synchronized CompletionStage<List<Alert>> takenBack(PostId post) {
        return answer(() -> feeds.values().stream()
                .flatMap(List::stream)
                .filter(alert ->
                        alert.kind() == Alert.Kind.RETRACTED && alert.post().equals(post))
                .toList());
    }

    @Override
    public synchronized CompletionStage<Long> head(SubscriptionId subscription) {
        return CompletableFuture.runAsync(() -> {}, heads).thenCompose(turn -> headNow(subscription));
    }

    private synchronized CompletionStage<Long> headNow(SubscriptionId subscription) {
        return answer(() -> (long) feeds.getOrDefault(subscription, List.of()).size());
    }

    @Override
    public synchronized CompletionStage<Map<SubscriptionId, Long>> heads(Set<SubscriptionId> subscriptions) {
        return answer(() -> subscriptions.stream()
                .filter(feeds::containsKey)
                .collect(Collectors.toMap(feed -> feed, feed ->
                        (long) feeds.getOrDefault(feed, List.of()).size())));
    }

    @Override
    public synchronized CompletionStage<Long> gone(SubscriptionId subscription) {
        return answer(() -> gone.getOrDefault(subscription, 0L));
    }

    @Override
    public synchronized CompletionStage<Long> headAt(SubscriptionId subscription, Instant time) {
        return answer(() -> feeds.getOrDefault(subscription, List.of()).stream()
                .filter(alert -> !alert.raisedAt().isAfter(time))
                .count());
    }

    private <T> CompletionStage<T> answer(Supplier<T> value) {
        return failing.<CompletionStage<T>>map(CompletableFuture::failedStage)
                .orElseGet(() -> CompletableFuture.completedStage(value.get()));
    }
}
