package io.tocsin.store;

import io.tocsin.delivery.Endpoint;
import io.tocsin.delivery.EndpointId;
import io.tocsin.delivery.SealedSecret;
import io.tocsin.feed.FeedChange;
import io.tocsin.post.Author;
import io.tocsin.post.Post;
import io.tocsin.post.PostId;
import io.tocsin.post.References;
import io.tocsin.post.Span;
import io.tocsin.rule.Rule;
import io.tocsin.subscription.Subscription;
import io.tocsin.subscription.SubscriptionId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Values for tests, and the waiting for a stage. */
final class Samples {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");
    static final SubscriptionId A = new SubscriptionId("sub_a");
    static final SubscriptionId B = new SubscriptionId("sub_b");
    static final SubscriptionId C = new SubscriptionId("sub_c");

    private static final AtomicLong CHANGES = new AtomicLong(1);

    private Samples() {}

    static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    static Subscription subscription(SubscriptionId id) {
        return new Subscription(id, "a name", Rule.parse(id.rule(), "flood"), "relief work", true, NOON, NOON, 1);
    }

    /** The subscription as it is after a change, which is later than all before it. */
    static Subscription keeping(SubscriptionId id, Duration retention) {
        return new Subscription(
                        id,
                        "a name",
                        Rule.parse(id.rule(), "flood"),
                        "relief work",
                        true,
                        NOON,
                        NOON,
                        CHANGES.incrementAndGet())
                .keeping(retention);
    }

    static Endpoint endpoint(String id) {
        return new Endpoint(
                new EndpointId(id),
                URI.create("https://example.org/hook"),
                Set.of(A),
                "a description",
                true,
                new SealedSecret("c2VhbGVk"),
                NOON,
                NOON,
                1);
    }

    static PostId postId(String id) {
        return new PostId("test", id);
    }

    static Post post(String id) {
        return post(id, "text of " + id);
    }

    static Post post(String id, String text) {
        return new Post(
                postId(id),
                new Author(
                        "author",
                        Optional.of("handle"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        false),
                NOON,
                Post.Kind.ORIGINAL,
                text,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                References.NONE);
    }

    static FeedChange raise(String post, SubscriptionId... targets) {
        return new FeedChange.Raise(
                post(post),
                Stream.of(targets)
                        .map(target -> new FeedChange.Target(target, List.of(new Span(0, 4), new Span(300, 70_000))))
                        .toList(),
                NOON);
    }

    static FeedChange retract(String post) {
        return new FeedChange.Retract(postId(post), NOON);
    }

    static FeedChange pause(String post, SubscriptionId subscription) {
        return new FeedChange.Pause(postId(post), subscription, NOON);
    }
}
