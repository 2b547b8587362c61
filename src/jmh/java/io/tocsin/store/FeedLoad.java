package io.tocsin.store;

import io.tocsin.feed.FeedChange;
import io.tocsin.post.Author;
import io.tocsin.post.Post;
import io.tocsin.post.PostId;
import io.tocsin.post.References;
import io.tocsin.post.Span;
import io.tocsin.rule.Rule;
import io.tocsin.subscription.Subscription;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.wire.PostJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** What is written: posts that take a kilobyte in the store, each of which goes to some feeds of many. */
final class FeedLoad {
    private static final int BODY_BYTES = 1_024;
    private static final int TEXTS = 64;
    private static final int AUTHORS = 10_000;
    private static final int SAVES_AT_ONCE = 10_000;
    private static final Instant MADE = Instant.parse("2026-03-01T12:00:00.123Z");

    private final List<SubscriptionId> feeds;
    private final int targets;
    private final Random random = new Random(42);
    private final List<String> texts;
    private long posts;

    /** @param targets how many feeds a post goes to */
    FeedLoad(int feeds, int targets) {
        this.feeds = ids(feeds);
        this.targets = targets;
        int length = BODY_BYTES - PostJson.encode(post(1_000_000_000L, "x")).length + 1;
        this.texts = IntStream.range(0, TEXTS).mapToObj(i -> text(length)).toList();
    }

    static List<SubscriptionId> ids(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new SubscriptionId(SubscriptionId.PREFIX + String.format(Locale.ROOT, "%026d", i)))
                .toList();
    }

    /** Gives each of them its feed. */
    static void subscribe(List<SubscriptionId> feeds, Store store) {
        for (int from = 0; from < feeds.size(); from += SAVES_AT_ONCE) {
            CompletableFuture<?>[] saved = feeds.subList(from, Math.min(feeds.size(), from + SAVES_AT_ONCE)).stream()
                    .map(id -> store.subscriptions().save(subscription(id)).toCompletableFuture())
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(saved).join();
        }
    }

    private static Subscription subscription(SubscriptionId id) {
        return new Subscription(id, "a name", Rule.parse(id.rule(), "flood"), "relief work", true, MADE, MADE, 1);
    }

    List<SubscriptionId> feeds() {
        return feeds;
    }

    int targets() {
        return targets;
    }

    /** The next posts, in appends of so many. */
    List<List<FeedChange>> appends(int count, int each) {
        List<List<FeedChange>> appends = new ArrayList<>();
        for (int made = 0; made < count; made += each) {
            appends.add(append(Math.min(each, count - made)));
        }
        return appends;
    }

    List<FeedChange> append(int count) {
        List<FeedChange> changes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            changes.add(raise(someFeeds()));
        }
        return changes;
    }

    /** The next post, to this feed alone. */
    FeedChange to(SubscriptionId feed) {
        return raise(List.of(target(feed)));
    }

    private FeedChange raise(List<FeedChange.Target> to) {
        return new FeedChange.Raise(post(posts++, texts.get(random.nextInt(TEXTS))), to, MADE);
    }

    private List<FeedChange.Target> someFeeds() {
        Set<SubscriptionId> some = new LinkedHashSet<>();
        while (some.size() < targets) {
            some.add(feeds.get(random.nextInt(feeds.size())));
        }
        return some.stream().map(FeedLoad::target).toList();
    }

    private static FeedChange.Target target(SubscriptionId feed) {
        return new FeedChange.Target(feed, List.of(new Span(4, 9)));
    }

    private Post post(long number, String text) {
        return new Post(
                new PostId("bench", String.format(Locale.ROOT, "%019d", number)),
                Author.withId("author" + random.nextInt(AUTHORS)),
                MADE,
                Post.Kind.ORIGINAL,
                text,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.of("en"),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                References.NONE);
    }

    private String text(int length) {
        StringBuilder text = new StringBuilder(length);
        while (text.length() < length) {
            text.append(random.nextInt(6) == 0 ? ' ' : (char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }
}
