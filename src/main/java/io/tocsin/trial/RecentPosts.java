package io.tocsin.trial;

import io.tocsin.match.PostMatcher;
import io.tocsin.match.RuleCost;
import io.tocsin.match.RuleIndex;
import io.tocsin.post.AuthorId;
import io.tocsin.post.Post;
import io.tocsin.post.PostEvent;
import io.tocsin.post.PostId;
import io.tocsin.post.Receipt;
import io.tocsin.post.SerialId;
import io.tocsin.rule.Rule;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The posts of the last while, as many as fit, to try rules on. Callable from any thread.
 *
 * <p>A post counts once, however often its source sends it. A deletion takes the place of its post, and is remembered
 * as long as a post would be that came when it did: a post that comes again, or comes after its deletion, as batches
 * that are matched side by side can, is not taken.
 */
public final class RecentPosts {
    private static final int KEY_BYTES = 32;
    private static final int MAX_REMOVED = 10_000;
    /** Posts by which a cost can be told. */
    private static final int ENOUGH = 1000;

    private final long maxBytes;
    private final long seed;
    private final Pseudonyms pseudonyms;

    // Guarded by this: in the order in which they came, and what they weigh.
    private final Map<PostId, Heard> all = new LinkedHashMap<>();
    // Guarded by this: the authors who were removed last.
    private final Set<AuthorId> removed = new LinkedHashSet<>();
    private long bytes;

    /** What came: a post, or a deletion, which has none. */
    private record Heard(PostId id, @Nullable Post post, Instant receivedAt, long weight) {}

    /**
     * @param maxBytes what all of it may take in memory; with 0 nothing is kept
     * @param random makes the key of the pseudonyms, which lives as long as this
     */
    public RecentPosts(long maxBytes, SecureRandom random) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("bytes: " + maxBytes + " (expected: 0 or more)");
        }
        this.maxBytes = maxBytes;
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        pseudonyms = new Pseudonyms(key);
        seed = random.nextLong();
    }

    /** Whether posts are kept at all. */
    public boolean on() {
        return maxBytes > 0;
    }

    /** Takes the posts of a batch, once it is known what became of each: those deleted before are not taken. */
    public void take(List<PostEvent> batch, List<Receipt> receipts, Instant receivedAt) {
        if (!on()) {
            return;
        }
        synchronized (this) {
            for (int i = 0; i < batch.size(); i++) {
                if (batch.get(i) instanceof PostEvent.Published published) {
                    if (receipts.get(i) == Receipt.DELETED_BEFORE) {
                        forget(published.post().id(), receivedAt);
                    } else {
                        take(published.post(), receivedAt);
                    }
                }
            }
        }
    }

    private void take(Post post, Instant receivedAt) {
        if (!all.containsKey(post.id()) && !removed.contains(AuthorId.of(post))) {
            put(new Heard(post.id(), post, receivedAt, Weight.of(post)));
        }
    }

    /** The author is gone: from now on no trial shows a post of theirs. */
    public synchronized void forget(AuthorId author) {
        if (on()) {
            removed.remove(author);
            removed.add(author);
            if (removed.size() > MAX_REMOVED) {
                removed.remove(removed.iterator().next());
            }
            forget(post -> AuthorId.of(post).equals(author));
        }
    }

    /** The author is back: trials show what they post from now on. */
    public synchronized void restore(AuthorId author) {
        removed.remove(author);
    }

    /** None of the author's posts up to this one says any longer where it was made: no trial shows them any more. */
    public synchronized void forget(AuthorId author, SerialId upTo) {
        forget(post -> AuthorId.of(post).equals(author) && upTo.reaches(post.id()));
    }

    private void forget(Predicate<Post> which) {
        List<Heard> gone = all.values().stream()
                .filter(heard -> heard.post() != null && which.test(heard.post()))
                .toList();
        gone.forEach(heard -> forget(heard.id(), heard.receivedAt()));
    }

    /** The post is deleted, or is another now: from now on no trial shows it. */
    public synchronized void forget(PostId id, Instant receivedAt) {
        if (on()) {
            Heard before = all.remove(id);
            bytes -= before == null ? 0 : before.weight();
            put(new Heard(id, null, receivedAt, Weight.of(id)));
        }
    }

    private void put(Heard heard) {
        all.put(heard.id(), heard);
        bytes += heard.weight();
        Iterator<Heard> oldest = all.values().iterator();
        while (bytes > maxBytes) {
            bytes -= oldest.next().weight();
            oldest.remove();
        }
    }

    /**
     * Asks the rule of the posts, from the newest on.
     *
     * @param samples how many of those that satisfy it to show, at most
     * @param goingOn asked before each post: whether there is time for it; those asked until then are what the answer
     *     is about
     */
    public Trial of(Rule rule, int samples, BooleanSupplier goingOn) {
        RuleIndex index = new RuleIndex(seed, later -> {
            // One rule is filed well enough as it is.
        });
        index.put(rule);
        PostMatcher matcher = index.matcher();
        Heard[] window = window();
        List<Heard> matching = new ArrayList<>();
        Instant oldest = Instant.MAX;
        Instant newest = Instant.MIN;
        int posts = 0;
        int matches = 0;
        for (int i = window.length - 1; i >= 0 && goingOn.getAsBoolean(); i--) {
            Post post = window[i].post();
            if (post != null) {
                posts++;
                oldest = min(oldest, window[i].receivedAt());
                newest = max(newest, window[i].receivedAt());
                if (matcher.match(post) > 0 && ++matches <= samples) {
                    matching.add(window[i]);
                }
            }
        }
        Optional<Instant> from = posts == 0 ? Optional.empty() : Optional.of(oldest);
        Optional<Instant> to = posts == 0 ? Optional.empty() : Optional.of(newest);
        Optional<RuleCost> cost = posts < ENOUGH ? Optional.empty() : index.cost(rule.id());
        return new Trial(posts, from, to, matches, cost, samples(stillThere(matching), matcher));
    }

    private synchronized Heard[] window() {
        return all.values().toArray(Heard[]::new);
    }

    /** Without those that were deleted while the rule was asked; batches come about in the order of their receipt. */
    private synchronized List<Heard> stillThere(List<Heard> matching) {
        return matching.stream()
                .filter(heard -> heard.equals(all.get(heard.id())))
                .sorted(Comparator.comparing(Heard::receivedAt).reversed())
                .toList();
    }

    private List<Sample> samples(List<Heard> shown, PostMatcher matcher) {
        List<Sample> samples = new ArrayList<>();
        for (Heard heard : shown) {
            Post post = Objects.requireNonNull(heard.post());
            samples.add(new Sample(
                    post.id().source(),
                    pseudonyms.of(post),
                    post.kind(),
                    post.createdAt(),
                    heard.receivedAt(),
                    post.lang(),
                    post.text(),
                    matcher.matches(post).get(0).spans()));
        }
        return samples;
    }

    private static Instant min(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant max(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
