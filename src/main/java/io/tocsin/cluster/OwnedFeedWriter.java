package io.tocsin.cluster;

import io.tocsin.feed.Appended;
import io.tocsin.feed.FeedChange;
import io.tocsin.feed.FeedWriter;
import io.tocsin.feed.FencedException;
import io.tocsin.feed.News;
import io.tocsin.post.Receipt;
import io.tocsin.wire.AppendBytes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Writes to the feeds of all members: to each by the member that owns it. All read them from the store that they share.
 *
 * <p>What goes to feeds of other members is sent to them, and tried again where an owner is gone, was taken for one in
 * error, or has no room, until {@code patience} has passed. A batch that fails may have been done in part; what is done
 * is not done again when the batch is. Changes that do not say which feeds they go to (a post is deleted, say) are
 * written here, whoever owns these: the store minds who writes meanwhile.
 */
final class OwnedFeedWriter implements FeedWriter {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final FeedWriter store;
    private final Peers peers;
    private final BooleanSupplier serving;
    private final Duration patience;
    private final InstantSource clock;
    private final Herald herald;
    private volatile Consumer<News> hears = news -> {};
    private final ConcurrentMap<String, Outbox> outboxes = new ConcurrentHashMap<>();

    /**
     * @param store which all members share
     * @param serving whether this member may write
     */
    OwnedFeedWriter(FeedWriter store, Peers peers, BooleanSupplier serving, Duration patience, InstantSource clock) {
        this.store = store;
        this.peers = peers;
        this.serving = serving;
        this.patience = patience;
        this.clock = clock;
        this.herald = new Herald(news -> peers.tellOthers(AppendBytes.encodeNews(news)));
    }

    @Override
    public CompletionStage<List<Appended>> append(List<FeedChange> changes) {
        return append(changes, clock.instant().plus(patience));
    }

    private CompletionStage<List<Appended>> append(List<FeedChange> changes, Instant until) {
        if (!serving.getAsBoolean()) {
            return again(changes, until, new AskedException("this member is not with those that write feeds"));
        }
        Parts parts = Parts.of(changes, peers.self(), peers::ownerOf);
        Map<String, CompletableFuture<List<Appended>>> results = new HashMap<>();
        parts.byOwner()
                .forEach((owner, part) ->
                        results.put(owner, append(owner, part.changes(), until).toCompletableFuture()));
        return CompletableFuture.allOf(results.values().toArray(CompletableFuture[]::new))
                .thenApply(all -> {
                    Map<String, List<Appended>> done = new HashMap<>();
                    results.forEach((owner, stage) -> done.put(owner, stage.join()));
                    return parts.join(done);
                });
    }

    private CompletionStage<List<Appended>> append(String owner, List<FeedChange> changes, Instant until) {
        CompletionStage<List<Appended>> result =
                owner.equals(peers.self()) ? write(changes) : outbox(owner).send(changes);
        return result.handle((done, failure) -> failure == null
                        ? CompletableFuture.completedStage(done)
                        : again(changes, until, cause(failure)))
                .thenCompose(stage -> stage);
    }

    private CompletionStage<List<Appended>> again(List<FeedChange> changes, Instant until, Throwable failure) {
        if (!passes(failure) || !clock.instant().isBefore(until)) {
            return CompletableFuture.failedStage(failure);
        }
        CompletionStage<List<Appended>> results = later().thenCompose(now -> append(changes, until));
        return failure instanceof AskedException asked && asked.perhapsDone()
                ? results.thenApply(OwnedFeedWriter::asNew)
                : results;
    }

    /**
     * What is found done when it is tried again was most likely done by who was asked first, so it is no repeat to
     * whoever sent it. A true repeat counts as new then, too.
     */
    private static List<Appended> asNew(List<Appended> results) {
        return results.stream()
                .map(result ->
                        result.receipt() == Receipt.DUPLICATE ? new Appended(Receipt.ACCEPTED, result.added()) : result)
                .toList();
    }

    private static CompletionStage<Void> later() {
        return CompletableFuture.runAsync(
                () -> {}, CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Another member, or the same a little later, may do it. A store that fails has been waited for already. */
    private static boolean passes(Throwable failure) {
        return failure instanceof AskedException || failure instanceof FencedException;
    }

    private CompletionStage<List<Appended>> write(List<FeedChange> changes) {
        return store.append(changes).thenApply(results -> {
            herald.tell(News.of(changes, results));
            return results;
        });
    }

    private Outbox outbox(String owner) {
        return outboxes.computeIfAbsent(owner, member -> new Outbox(changes -> ask(member, changes)));
    }

    private CompletionStage<List<Appended>> ask(String member, List<FeedChange> changes) {
        return peers.ask(member, AppendBytes.encode(changes)).thenApply(Answer::results);
    }

    /** The member is there no more. */
    void gone(String member) {
        outboxes.remove(member);
    }

    /** What another member asks for. Never throws, never fails. */
    CompletionStage<byte[]> answer(byte[] request) {
        List<FeedChange> changes;
        try {
            changes = AppendBytes.decode(request);
        } catch (RuntimeException e) {
            return CompletableFuture.completedStage(Answer.failed(e));
        }
        if (!serving.getAsBoolean()
                || !Parts.of(changes, peers.self(), peers::ownerOf)
                        .byOwner()
                        .keySet()
                        .equals(Set.of(peers.self()))) {
            return CompletableFuture.completedStage(Answer.later("not the owner of all these feeds"));
        }
        return write(changes).handle((results, failure) -> {
            if (failure != null) {
                return Answer.failed(cause(failure));
            }
            hears.accept(News.of(changes, results));
            return Answer.done(results);
        });
    }

    /** Hears what this member appends for others. To be said before it answers any. */
    void hear(Consumer<News> listener) {
        hears = listener;
    }

    @Override
    public CompletionStage<List<Appended>> resume() {
        return store.resume().thenApply(results -> {
            herald.tell(News.rewriting(results));
            return results;
        });
    }
}
