package io.tocsin.app;

import io.tocsin.feed.Appended;
import io.tocsin.feed.FeedChange;
import io.tocsin.feed.Feeds;
import io.tocsin.match.Match;
import io.tocsin.match.PostMatcher;
import io.tocsin.match.RuleBudget;
import io.tocsin.match.RuleIndex;
import io.tocsin.post.Post;
import io.tocsin.post.PostEvent;
import io.tocsin.post.PostSink;
import io.tocsin.post.Receipt;
import io.tocsin.subscription.MatchCounts;
import io.tocsin.subscription.Subscription;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.subscription.SubscriptionListener;
import io.tocsin.trial.RecentPosts;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The flow: what a source says is matched against every enabled rule, what matches is appended to the feeds, and the
 * source is answered when that is durable. Consumers are woken by the append and read for themselves.
 *
 * <pre>
 *  source ──▶ take ──▶ match ──▶ append (durable) ──▶ receipts ──▶ source
 *                                      └── wake ──▶ sessions, event streams, endpoints: read
 * </pre>
 */
final class Gateway implements PostSink, SubscriptionListener {
    private final Feeds feeds;
    private final RuleIndex rules;
    private final RuleBudget budget;
    private final MatchCounts counts;
    private final Pauses pauses;
    private final ThreadLocal<Matching> threads;
    private final Executor matching;
    private final RecentPosts recent;
    private final Telemetry telemetry;
    private final InstantSource clock;
    // Guarded by this: done when what was taken before is on its way to the feeds.
    private CompletableFuture<?> turn = CompletableFuture.completedFuture(null);

    /**
     * @param budget keeps the rules of subscriptions that are in force, which this keeps up to date
     * @param matching runs batches, several at once if it likes
     * @param recent what rules are tried on, which this keeps up to date
     */
    Gateway(
            Feeds feeds,
            RuleIndex rules,
            RuleBudget budget,
            MatchCounts counts,
            Pauses pauses,
            Executor matching,
            RecentPosts recent,
            Telemetry telemetry,
            InstantSource clock) {
        this.feeds = feeds;
        this.rules = rules;
        this.budget = budget;
        this.counts = counts;
        this.pauses = pauses;
        this.threads = ThreadLocal.withInitial(() -> new Matching(rules.matcher()));
        this.matching = matching;
        this.recent = recent;
        this.telemetry = telemetry;
        this.clock = clock;
    }

    /** What a matching thread has for itself. */
    private static final class Matching {
        private final PostMatcher matcher;
        private int posts;

        Matching(PostMatcher matcher) {
            this.matcher = matcher;
        }
    }

    /** Batches are matched side by side, and appended in the order in which they were taken. */
    @Override
    public CompletionStage<List<Receipt>> take(List<PostEvent> batch, Instant receivedAt) {
        CompletableFuture<List<Optional<FeedChange>>> matched;
        CompletableFuture<CompletionStage<List<Appended>>> appending;
        try {
            synchronized (this) {
                matched = CompletableFuture.supplyAsync(() -> changes(batch, receivedAt), matching);
                appending = turn.thenCombine(
                        matched,
                        (before, changes) -> append(
                                changes.stream().flatMap(Optional::stream).toList()));
                turn = appending.handle((on, failure) -> null);
            }
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedStage(e);
        }
        return appending.thenCompose(stage -> stage).thenCombine(matched, (appended, changes) -> {
            pauses.observe(posts(batch), changes, appended, receivedAt);
            List<Receipt> receipts = receipts(changes, appended.iterator());
            recent.take(batch, receipts, receivedAt);
            return receipts;
        });
    }

    private List<Optional<FeedChange>> changes(List<PostEvent> batch, Instant receivedAt) {
        List<Optional<FeedChange>> changes = new ArrayList<>(batch.size());
        Map<SubscriptionId, Integer> found = new HashMap<>();
        for (PostEvent event : batch) {
            changes.add(change(event, receivedAt, found));
        }
        counts.add(found, receivedAt);
        return changes;
    }

    private static int posts(List<PostEvent> batch) {
        return (int) batch.stream()
                .filter(event -> event instanceof PostEvent.Published)
                .count();
    }

    private CompletionStage<List<Appended>> append(List<FeedChange> changes) {
        if (changes.isEmpty()) {
            return CompletableFuture.completedStage(List.of());
        }
        long started = System.nanoTime();
        return feeds.append(changes).whenComplete((appended, failure) -> telemetry.appended(appended, started));
    }

    /** What the event writes to feeds; a post that meets no rule leaves none there. */
    private Optional<FeedChange> change(PostEvent event, Instant receivedAt, Map<SubscriptionId, Integer> found) {
        if (event instanceof PostEvent.Published published) {
            Post post = published.post();
            List<FeedChange.Target> targets = targets(post, found);
            return targets.isEmpty() ? Optional.empty() : Optional.of(new FeedChange.Raise(post, targets, receivedAt));
        } else if (event instanceof PostEvent.Edited edited) {
            recent.forget(edited.id(), receivedAt);
            List<FeedChange.Target> targets = targets(edited.post(), found);
            return Optional.of(new FeedChange.Correct(edited.id(), edited.post(), edited.at(), targets, receivedAt));
        }
        return Optional.of(notPosted(event, receivedAt));
    }

    private List<FeedChange.Target> targets(Post post, Map<SubscriptionId, Integer> found) {
        List<FeedChange.Target> targets = new ArrayList<>();
        for (Match match : matches(post)) {
            SubscriptionId subscription = SubscriptionId.of(match.rule());
            targets.add(new FeedChange.Target(subscription, match.spans()));
            found.merge(subscription, 1, Integer::sum);
        }
        telemetry.matched(targets.size());
        return targets;
    }

    /** What the event writes that has nothing to be matched. */
    private FeedChange notPosted(PostEvent event, Instant receivedAt) {
        if (event instanceof PostEvent.Deleted deleted) {
            recent.forget(deleted.id(), receivedAt);
            return new FeedChange.Retract(deleted.id(), receivedAt);
        } else if (event instanceof PostEvent.AuthorRemoved removed) {
            recent.forget(removed.author());
            return new FeedChange.RetractAuthor(removed.author(), receivedAt);
        } else if (event instanceof PostEvent.AuthorRestored restored) {
            recent.restore(restored.author());
            return new FeedChange.RestoreAuthor(restored.author(), receivedAt);
        } else if (event instanceof PostEvent.GeoScrubbed scrubbed) {
            recent.forget(scrubbed.id(), receivedAt);
            return new FeedChange.ScrubGeo(scrubbed.id(), receivedAt);
        } else if (event instanceof PostEvent.AuthorGeoScrubbed scrubbed) {
            recent.forget(scrubbed.author(), scrubbed.upTo());
            return new FeedChange.ScrubAuthorGeo(scrubbed.author(), scrubbed.upTo(), receivedAt);
        }
        throw new AssertionError(event);
    }

    private List<Match> matches(Post post) {
        Matching thread = threads.get();
        if (thread.posts++ % Telemetry.MATCH_SAMPLE != 0) {
            return thread.matcher.matches(post);
        }
        long started = System.nanoTime();
        List<Match> matches = thread.matcher.matches(post);
        telemetry.matching(started);
        return matches;
    }

    private List<Receipt> receipts(List<Optional<FeedChange>> changes, Iterator<Appended> appended) {
        List<Receipt> receipts = new ArrayList<>(changes.size());
        for (Optional<FeedChange> change : changes) {
            receipts.add(change.isEmpty() ? Receipt.ACCEPTED : appended.next().receipt());
        }
        telemetry.taken(receipts);
        return receipts;
    }

    @Override
    public void put(Subscription subscription) {
        SubscriptionId id = subscription.id();
        // It may keep its alerts for another time from now on.
        feeds.forget(id);
        if (subscription.inForce()) {
            begins(subscription);
            budget.put(subscription.rule());
        } else {
            budget.remove(id.rule());
        }
        subscription.pause().ifPresent(pause -> pauses.tell(id, pause));
    }

    /** What was measured of another rule, or before a pause, does not count for this one. */
    private void begins(Subscription subscription) {
        Optional<String> before = rules.text(subscription.id().rule());
        if (before.isEmpty()) {
            pauses.began(subscription.id());
        }
        if (!before.equals(Optional.of(subscription.rule().condition().written()))) {
            counts.restart(subscription.id(), clock.instant());
        }
    }

    @Override
    public void removed(SubscriptionId id) {
        budget.remove(id.rule());
        counts.forget(id);
        pauses.forget(id);
        feeds.forget(id);
    }
}
