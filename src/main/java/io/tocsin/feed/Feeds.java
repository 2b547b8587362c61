package io.tocsin.feed;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Cursor;
import io.tocsin.subscription.SubscriptionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * This member's view of all feeds: the one way to append, the one way to read. Callable from any thread. It holds
 * nothing of a feed that has no consumer here.
 */
public final class Feeds {
    private static final long UNKNOWN = -1;
    private static final int OFFERED = 256;

    private final FeedLog log;
    private final FeedWriter writer;
    private final ConsumerListener listener;
    private final InstantSource clock;
    private final Duration unseen;
    private final Tail tail;
    private final ConcurrentMap<SubscriptionId, Following> followed = new ConcurrentHashMap<>();
    /** Reads under way that others who are at the same place wait for, too. */
    private final ConcurrentMap<Cursor, CompletableFuture<Page>> reading = new ConcurrentHashMap<>();
    /** Of what was appended until then we know. */
    private volatile Instant looked;

    /** A feed with consumers. */
    private final class Following implements Group.Source {
        /** By the context that they share. */
        private final ConcurrentMap<Executor, Group> groups = new ConcurrentHashMap<>();
        /** The last alert that we know of. */
        private volatile long head = UNKNOWN;
        /** How often what had been read of the feed became something that nobody is to see. */
        private volatile int erasures;
        // Guarded by this.
        /** The last alert that consumers were woken for. */
        private long offered = UNKNOWN;

        private boolean offering;

        /** Where the feed had come to before it came to this alert, as far as we knew. */
        synchronized long reached(long sequence) {
            long before = head;
            head = Math.max(before, sequence);
            return before;
        }

        /** What consumers are to be woken for. */
        private record Unoffered(long after, long head) {}

        /** Empty if there is nothing, or that is being done. */
        synchronized Optional<Unoffered> offer() {
            if (offering || offered >= head) {
                return Optional.empty();
            }
            offering = true;
            Unoffered unoffered = new Unoffered(offered, head);
            offered = head;
            return Optional.of(unoffered);
        }

        synchronized void offered() {
            offering = false;
        }

        synchronized void erased() {
            erasures++;
        }

        Group group(Executor context) {
            return groups.computeIfAbsent(context, first -> new Group(this, context));
        }

        Stream<Consumer> consumers() {
            return groups.values().stream().flatMap(group -> group.consumers().stream());
        }

        @Override
        public long head() {
            return head;
        }

        @Override
        public int erasures() {
            return erasures;
        }

        @Override
        public Optional<Page> recent(Cursor after, int limit) {
            return Feeds.this.recent(after, limit);
        }
    }

    /** Where a consumer begins, and the feed's last alert at that moment. */
    public record Place(Cursor after, Cursor head) {}

    /**
     * For a log that nobody else appends to.
     *
     * @param tailBytes what recent alerts may take in memory, so that those who follow a feed share its reads
     */
    public Feeds(FeedLog log, ConsumerListener listener, long tailBytes, InstantSource clock) {
        this(log, log, listener, tailBytes, clock, ChronoUnit.FOREVER.getDuration());
    }

    /**
     * For a log that other members append to.
     *
     * @param writer changes what is in {@code log}
     * @param unseen for how long at most what another member takes back may still be given from memory, if we are not
     *     told: without a {@link #look} for longer, all is read from the log
     */
    public Feeds(
            FeedLog log,
            FeedWriter writer,
            ConsumerListener listener,
            long tailBytes,
            InstantSource clock,
            Duration unseen) {
        this.log = log;
        this.writer = writer;
        this.listener = listener;
        this.clock = clock;
        this.unseen = unseen;
        this.tail = new Tail(tailBytes, clock);
        this.looked = clock.instant();
    }

    /** As {@link FeedWriter#append}; then wakes the consumers of the feeds that grew. */
    public CompletionStage<List<Appended>> append(List<FeedChange> changes) {
        return writer.append(changes)
                .whenComplete((results, failure) -> erase(changes, results))
                .thenApply(results -> {
                    wake(results);
                    return results;
                });
    }

    /** As {@link FeedWriter#resume}; then wakes the consumers of the feeds that grew. */
    public CompletionStage<Void> resume() {
        return writer.resume()
                .whenComplete((results, failure) -> {
                    if (results == null) {
                        forget(Set.copyOf(followed.keySet()));
                    } else if (!results.isEmpty()) {
                        erase(results);
                    }
                })
                .thenAccept(this::wake);
    }

    private void wake(List<Appended> results) {
        Set<SubscriptionId> grown = new LinkedHashSet<>();
        for (Appended result : results) {
            for (Cursor added : result.added()) {
                grew(added);
                grown.add(added.subscription());
            }
        }
        grown.forEach(this::offer);
    }

    /**
     * Another member has appended. Wakes the consumers of the feeds that grew; what is heard too late, twice or never
     * is made up for by {@link #look}. When this returns, nobody who asks gets from memory what was rewritten.
     */
    public void heardOf(News news) {
        forget(news.rewritten());
        news.heads().forEach((feed, head) -> {
            grew(new Cursor(feed, head));
            offer(feed);
        });
    }

    /**
     * What is taken back or corrected in the log is forgotten here before anybody is told that it is: each feed that
     * showed it has a new alert. Where that failed, some of it may have been done.
     */
    private void erase(List<FeedChange> changes, @Nullable List<Appended> results) {
        if (changes.stream().allMatch(FeedChange::addsOnly)) {
            return;
        }
        if (results == null) {
            forget(Set.copyOf(followed.keySet()));
        } else {
            erase(IntStream.range(0, changes.size())
                    .filter(i -> !changes.get(i).addsOnly())
                    .mapToObj(results::get)
                    .toList());
        }
    }

    private void erase(List<Appended> takenBack) {
        Set<SubscriptionId> feeds = new HashSet<>();
        for (Appended result : takenBack) {
            result.added().forEach(alert -> feeds.add(alert.subscription()));
        }
        forget(feeds);
    }

    /** What was read of the feeds before is not given to anybody who asks from now on. */
    private void forget(Set<SubscriptionId> feeds) {
        for (SubscriptionId feed : feeds) {
            Following following = followed.get(feed);
            if (following != null) {
                // First: what is being read now is not to be kept when it arrives.
                following.erased();
            }
            tail.drop(feed);
        }
        reading.keySet().removeIf(place -> feeds.contains(place.subscription()));
    }

    /** As {@link FeedLog#read}. */
    public CompletionStage<Page> read(Cursor after, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: 1 or more)");
        }
        Optional<Page> recent = recent(after, limit);
        if (recent.isPresent()) {
            return CompletableFuture.completedStage(recent.get());
        }
        return shared(after, limit)
                // Whoever waited for another's read may know of an alert that came after that had begun.
                .thenCompose(page -> page.atEnd() && known(after.subscription()) > after.sequence()
                        ? log.read(after, limit)
                        : CompletableFuture.completedStage(page.first(limit)));
    }

    private Optional<Page> recent(Cursor after, int limit) {
        return looksOften() ? tail.after(after, limit) : Optional.empty();
    }

    /** Whether we would know by now of what others have taken back. */
    private boolean looksOften() {
        Duration since = Duration.between(looked, clock.instant());
        return !since.isNegative() && since.compareTo(unseen) <= 0;
    }

    private CompletionStage<Page> shared(Cursor after, int limit) {
        CompletableFuture<Page> mine = new CompletableFuture<>();
        CompletableFuture<Page> other = reading.putIfAbsent(after, mine);
        if (other != null) {
            return other;
        }
        Following following = followed.get(after.subscription());
        int erasures = following == null ? 0 : following.erasures;
        var unused = log.read(after, limit).whenComplete((page, failure) -> {
            if (page != null && following != null) {
                keep(after.subscription(), page, following, erasures);
            }
            reading.remove(after, mine);
            if (page != null) {
                mine.complete(page);
            } else {
                mine.completeExceptionally(failure == null ? new AssertionError("neither page nor failure") : failure);
            }
        });
        return mine;
    }

    private void keep(SubscriptionId feed, Page page, Following following, int erasures) {
        tail.keep(feed, page, () -> followed.get(feed) == following && following.erasures == erasures);
    }

    /** The feed's last alert; sequence 0 if it has none. */
    public CompletionStage<Cursor> head(SubscriptionId subscription) {
        long known = known(subscription);
        return known == UNKNOWN
                ? freshHead(subscription)
                : CompletableFuture.completedStage(new Cursor(subscription, known));
    }

    private CompletionStage<Cursor> freshHead(SubscriptionId subscription) {
        return log.head(subscription).thenApply(sequence -> {
            Cursor head = new Cursor(subscription, sequence);
            found(head);
            return head;
        });
    }

    /** The last alert raised at or before {@code time}; sequence 0 if there is none. */
    public CompletionStage<Cursor> headAt(SubscriptionId subscription, Instant time) {
        return log.headAt(subscription, time).thenApply(head -> new Cursor(subscription, head));
    }

    /**
     * Where the feed is read from for who wants to begin so. Fails with {@link IllegalArgumentException} if the start
     * is a cursor of another feed, or of a place that this feed has not reached.
     */
    public CompletionStage<Place> place(SubscriptionId subscription, Start start) {
        return head(subscription).thenCompose(head -> place(head, start));
    }

    private CompletionStage<Place> place(Cursor head, Start start) {
        SubscriptionId feed = head.subscription();
        if (start instanceof Start.Latest) {
            return CompletableFuture.completedStage(new Place(head, head));
        } else if (start instanceof Start.After after) {
            return after.cursor().sequence() <= head.sequence()
                    ? CompletableFuture.completedStage(new Place(after.in(head), head))
                    // Another member may have appended what the consumer has seen.
                    : freshHead(feed).thenApply(now -> new Place(after.in(now), now));
        } else if (start instanceof Start.At at) {
            return headAt(feed, at.time()).thenApply(cursor -> new Place(cursor, later(head, cursor)));
        } else if (start instanceof Start.Earliest) {
            return kept(head, 0);
        } else if (start instanceof Start.Last last) {
            return kept(head, Math.max(0, head.sequence() - last.count()));
        }
        throw new AssertionError(start);
    }

    /** Who does not say where it was misses nothing of what is gone. */
    private CompletionStage<Place> kept(Cursor head, long after) {
        return log.gone(head.subscription()).thenApply(gone -> {
            Cursor begin = new Cursor(head.subscription(), Math.max(after, gone));
            return new Place(begin, later(head, begin));
        });
    }

    private static Cursor later(Cursor one, Cursor other) {
        return one.sequence() >= other.sequence() ? one : other;
    }

    /**
     * As {@link #open(Consumer.Kind, Consumer.Mode, Cursor, long, Executor, Sink)}, of a consumer that wants every
     * alert.
     */
    public Consumer open(Consumer.Kind kind, Cursor after, long owedAfter, Executor context, Sink sink) {
        return open(kind, Consumer.Mode.ALL, after, owedAfter, context, sink);
    }

    /**
     * Opens a consumer after the cursor; it looks at once.
     *
     * @param owedAfter alerts after this number are owed to the consumer; those up to it are read again
     * @param context runs what belongs to the consumer, one thing at a time, in order; those consumers of a feed that
     *     are given the same one are served together
     */
    public Consumer open(
            Consumer.Kind kind, Consumer.Mode mode, Cursor after, long owedAfter, Executor context, Sink sink) {
        AtomicReference<Consumer> opened = new AtomicReference<>();
        followed.compute(after.subscription(), (feed, known) -> {
            Following following = known == null ? new Following() : known;
            Group group = following.group(context);
            Consumer consumer = new Consumer(this, group, kind, mode, after, owedAfter, context, sink);
            group.consumers().add(consumer);
            opened.setPlain(consumer);
            return following;
        });
        Consumer consumer = Objects.requireNonNull(opened.getPlain());
        consumer.wake();
        // Lag counts from the head; where it can't be read now, from the next append.
        var unused = head(after.subscription());
        return consumer;
    }

    /**
     * Wakes the consumers of feeds that have grown without our being told, and those that are behind. To be called now
     * and then: a wake-up that is lost costs no more than the time in between.
     */
    public CompletionStage<Void> look() {
        Instant now = clock.instant();
        Set<SubscriptionId> feeds = Set.copyOf(followed.keySet());
        if (feeds.isEmpty()) {
            looked = now;
            return CompletableFuture.completedStage(null);
        }
        return log.heads(feeds).thenAccept(heads -> {
            heads.forEach((feed, head) -> {
                found(new Cursor(feed, head));
                Following following = followed.get(feed);
                if (following != null) {
                    following
                            .consumers()
                            .filter(consumer -> consumer.lag(head) > 0)
                            .forEach(Consumer::wake);
                }
            });
            looked = now;
        });
    }

    /** How far the furthest consumer of each kind is behind its feed's head, in alerts; 0 where there is none. */
    public Map<Consumer.Kind, Long> lag() {
        Map<Consumer.Kind, Long> lag = new EnumMap<>(Consumer.Kind.class);
        for (Consumer.Kind kind : Consumer.Kind.values()) {
            lag.put(kind, 0L);
        }
        followed.values()
                .forEach(following -> following
                        .consumers()
                        .forEach(reader -> lag.merge(reader.kind(), reader.lag(following.head), Math::max)));
        return lag;
    }

    /** The feed is gone with its subscription, or keeps its alerts for another time. */
    public void forget(SubscriptionId subscription) {
        forget(Set.of(subscription));
    }

    void delivered(Consumer.Kind kind, Alert alert, boolean owed) {
        listener.delivered(kind, alert, owed);
    }

    void missed(Consumer.Kind kind, Gap gap) {
        listener.missed(kind, gap);
    }

    void closed(Consumer consumer) {
        SubscriptionId feed = consumer.start().subscription();
        followed.computeIfPresent(feed, (same, following) -> {
            following.groups.computeIfPresent(consumer.context(), (context, group) -> {
                group.consumers().remove(consumer);
                return group.consumers().isEmpty() ? null : group;
            });
            return following.groups.isEmpty() ? null : following;
        });
        if (!followed.containsKey(feed)) {
            tail.drop(feed);
        }
    }

    private long known(SubscriptionId feed) {
        Following following = followed.get(feed);
        return following == null ? UNKNOWN : following.head;
    }

    /** The feed has this alert, which we know of; it took nothing back, or what it took back is forgotten here. */
    private void grew(Cursor alert) {
        Following following = followed.get(alert.subscription());
        if (following != null) {
            long before = following.reached(alert.sequence());
            if (before + 1 < alert.sequence()) {
                forget(Set.of(alert.subscription()));
            }
        }
    }

    /** The feed has come to {@code head}, or further. Alerts that are new to us may take something back. */
    private void found(Cursor head) {
        Following following = followed.get(head.subscription());
        if (following != null) {
            if (head.sequence() > Math.max(0, following.reached(head.sequence()))) {
                forget(Set.of(head.subscription()));
            }
            offer(head.subscription());
        }
    }

    /**
     * Wakes the feed's consumers when what is new is in memory: it is read once, for all that have come to the end of
     * the feed. What comes meanwhile is read together, next.
     */
    private void offer(SubscriptionId feed) {
        Following following = followed.get(feed);
        if (following != null) {
            offer(feed, following);
        }
    }

    private void offer(SubscriptionId feed, Following following) {
        following.offer().ifPresent(unoffered -> {
            // Where the read fails, each finds out for itself.
            var unused = news(feed, unoffered).whenComplete((page, failure) -> {
                following.groups.values().forEach(Group::wake);
                following.offered();
                offer(feed, following);
            });
        });
    }

    private CompletionStage<Page> news(SubscriptionId feed, Following.Unoffered unoffered) {
        return unoffered.after() == UNKNOWN
                ? CompletableFuture.completedStage(Page.END)
                : read(new Cursor(feed, unoffered.after()), (int)
                        Math.min(OFFERED, unoffered.head() - unoffered.after()));
    }
}
