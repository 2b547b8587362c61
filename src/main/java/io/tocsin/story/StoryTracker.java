package io.tocsin.story;

import io.tocsin.post.Post;
import io.tocsin.post.PostId;
import io.tocsin.subscription.SubscriptionId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows the stories of one subscription, over the posts that satisfy its rule. Its owner's; not thread-safe. The same
 * posts at the same times give the same stories.
 */
public final class StoryTracker {
    /** Groups that may become stories; the one that was quiet for longest makes way. */
    private static final int MOST_SEEDS = 8;
    /** Closed stories that posts may still come to. */
    private static final int MOST_CLOSED = 4;

    /** Of a snapshot; another number for each that is not read as the one before it. */
    private static final int FORM = 1;

    private static final long CLOSED_MILLIS = 48L * 60 * 60 * 1000;
    private static final float MOST_UNIT = 1 << 20;

    private final Method method;
    private final Terms terms;
    private final Evidence evidence;
    private final Telling telling;
    private final StoryThresholds thresholds;
    private final Usual usual = new Usual();
    private final Repeats repeats = new Repeats();
    /** In the order in which they began. */
    private final List<Story> groups = new ArrayList<>();

    /** Of the posts in groups that came to nothing. */
    private double noise;

    private int lastNumber;
    private int lastJoined;
    private long clock = Long.MIN_VALUE;
    /** When a post weighed 1; later ones weigh more (forward decay; Cormode, Shkapenyuk, Srivastava, Xu, ICDE 2009). */
    private long landmark;

    /** @param terms reads posts for this tracker, and for others that the same thread runs */
    public StoryTracker(SubscriptionId subscription, StoryThresholds thresholds, Terms terms) {
        this(subscription, thresholds, terms, Method.USUAL);
    }

    StoryTracker(SubscriptionId subscription, StoryThresholds thresholds, Terms terms, Method method) {
        this.method = method;
        this.thresholds = thresholds;
        this.terms = terms;
        this.evidence = new Evidence(method);
        this.telling = new Telling(subscription, thresholds);
    }

    /**
     * Takes a post that satisfies the rule.
     *
     * @param now when it came, never before the one before it
     */
    public Placement take(Post post, Instant now) {
        List<StoryEvent> events = new ArrayList<>();
        advance(now);
        terms.read(post);
        Author author = Author.of(post);
        usual.add(author.hash(), clock);
        long id = hash(post.id());
        Story repeated = repeated(post);
        Story group = repeated == null ? place(post, id) : repeated;
        if (repeated != null) {
            repeated.repeats++;
        }
        group.count(author, clock);
        group.whereabouts.add(post);
        Story story = settle(group, post, events);
        int joined = lastJoined;
        lastJoined = 0;
        pass(events);
        Story standing = story.opened() ? story : dominant();
        return new Placement(story.number, standing == null ? 0 : standing.number, joined, repeated != null, events);
    }

    /** What is to be told because time has passed. */
    public List<StoryEvent> pass(Instant now) {
        List<StoryEvent> events = new ArrayList<>();
        advance(now);
        pass(events);
        return events;
    }

    /**
     * A post is gone at its source, or satisfies the rule no longer.
     *
     * @param group the one that it was placed in; a story that this has joined is found, too, as long as the post is
     *     one that the story shows
     */
    public List<StoryEvent> takeBack(PostId post, int group, Instant now) {
        List<StoryEvent> events = new ArrayList<>();
        advance(now);
        pass(events);
        Story story = groups.stream()
                .filter(one -> one.samples.hold(post))
                .findFirst()
                .orElseGet(() -> find(group));
        if (story == null) {
            return events;
        }
        boolean shown = story.samples.remove(post);
        story.posts--;
        story.takenBack++;
        if (story.posts < thresholds.openPosts() && story.opened()) {
            remove(story);
            events.add(telling.retracted(story, clock));
        } else if (story.posts == 0) {
            remove(story);
        } else if (shown && story.opened()) {
            events.add(telling.corrected(story, "A post of it is gone at its source", clock));
        }
        return events;
    }

    /** A post says something else now, and satisfies the rule still. */
    public List<StoryEvent> correct(PostId post, Instant now) {
        List<StoryEvent> events = new ArrayList<>();
        advance(now);
        pass(events);
        for (Story story : groups) {
            if (story.opened() && story.samples.hold(post)) {
                events.add(telling.corrected(story, "A post of it says something else now", clock));
            }
        }
        return events;
    }

    /** All that the tracker knows, to go on with by {@link #restored}. */
    public byte[] snapshot() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORM);
            out.writeLong(clock);
            out.writeLong(landmark);
            out.writeInt(lastNumber);
            out.writeDouble(noise);
            usual.write(out);
            repeats.write(out);
            telling.told().write(out);
            out.writeByte(groups.size());
            for (Story group : groups) {
                group.write(out);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    /**
     * A tracker that goes on where another was.
     *
     * @throws IllegalArgumentException if the snapshot is of a form that is not known here, or cut short
     */
    public static StoryTracker restored(
            SubscriptionId subscription, StoryThresholds thresholds, Terms terms, byte[] snapshot) {
        StoryTracker tracker = new StoryTracker(subscription, thresholds, terms);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(snapshot))) {
            int form = in.readUnsignedByte();
            if (form != FORM) {
                throw new IllegalArgumentException("snapshot: of form " + form + " (expected: " + FORM + ")");
            }
            tracker.read(in);
        } catch (IOException e) {
            throw new IllegalArgumentException("snapshot: " + snapshot.length + " bytes (expected: all of one)", e);
        }
        return tracker;
    }

    private void read(DataInput in) throws IOException {
        clock = in.readLong();
        landmark = in.readLong();
        lastNumber = in.readInt();
        noise = in.readDouble();
        usual.read(in);
        repeats.read(in);
        telling.told().read(in);
        for (int count = in.readUnsignedByte(); count > 0; count--) {
            groups.add(Story.read(in));
        }
    }

    /** How many groups are kept, stories among them. */
    int groups() {
        return groups.size();
    }

    /** How many stories are open. */
    int live() {
        return (int) groups.stream().filter(Story::live).count();
    }

    private void remove(Story group) {
        groups.remove(group);
        repeats.forget(group.number);
    }

    private void advance(Instant now) {
        if (clock == Long.MIN_VALUE) {
            landmark = now.toEpochMilli();
        }
        clock = Math.max(clock, now.toEpochMilli());
        if (unit() > MOST_UNIT) {
            rescale();
        }
    }

    private void pass(List<StoryEvent> events) {
        for (int i = groups.size() - 1; i >= 0; i--) {
            Story story = groups.get(i);
            long since = clock - story.lastMillis;
            if (story.live() && since >= telling.quietMillis(story)) {
                events.add(telling.closed(story, "no posts for " + Telling.duration(since), clock));
            } else if (!story.live() && since >= CLOSED_MILLIS) {
                forget(i);
            }
        }
    }

    private @Nullable Story repeated(Post post) {
        int group = 0;
        Optional<String> reference =
                post.references().repostOf().or(() -> post.references().quoteOf());
        if (reference.isPresent()) {
            group = repeats.groupOf(hash(new PostId(post.id().source(), reference.get())));
        }
        if (group == 0 && terms.signature() != 0) {
            group = repeats.groupLike(terms.signature());
        }
        return group == 0 ? null : find(group);
    }

    private @Nullable Story find(int number) {
        for (Story group : groups) {
            if (group.number == number) {
                return group;
            }
        }
        return null;
    }

    /** The group that a post belongs to by what it says; a new one if it is like none. */
    private Story place(Post post, long id) {
        float unit = unit();
        int best = -1;
        double highest = Math.log(noise / unit + 1);
        for (int i = 0; i < groups.size(); i++) {
            double nats = evidence.of(terms, groups.get(i), unit);
            double score = nats + Math.log(groups.get(i).weight / unit + 1e-3);
            if (nats >= method.join() && score > highest) {
                best = i;
                highest = score;
            }
        }
        Story group = best < 0 ? seed() : groups.get(best);
        float centrality = group.originals == 0 ? 0 : group.centrality(terms) * unit;
        group.learn(terms, unit);
        repeats.put(id, terms.signature(), group.number);
        if (post.kind() == Post.Kind.ORIGINAL || group.posts == 0) {
            group.samples.offer(post.id(), terms.signature(), centrality);
        }
        return group;
    }

    private Story seed() {
        int seeds = 0;
        int oldest = -1;
        for (int i = 0; i < groups.size(); i++) {
            if (!groups.get(i).opened()) {
                seeds++;
                oldest = oldest < 0 || groups.get(i).lastMillis < groups.get(oldest).lastMillis ? i : oldest;
            }
        }
        if (seeds == MOST_SEEDS) {
            forget(oldest);
        }
        Story seed = new Story(++lastNumber, clock);
        groups.add(seed);
        return seed;
    }

    private void forget(int at) {
        Story group = groups.remove(at);
        if (!group.opened()) {
            noise += group.weight;
        }
        repeats.forget(group.number);
    }

    /** What a post changes for the group that it came to, and which story that is then. */
    private Story settle(Story group, Post post, List<StoryEvent> events) {
        if (group.opened()) {
            Story same = looksAround(group) ? partOf(group) : null;
            if (same != null) {
                boolean heavier = same.weight > group.weight;
                Story kept = heavier ? same : group;
                Story ended = heavier ? group : same;
                join(ended, kept);
                if (ended.live()) {
                    events.add(telling.partOf(ended, kept, clock));
                }
                // It may have been closed, or be graver now.
                telling.after(kept, post, terms, usual, clock).ifPresent(events::add);
                return kept;
            }
            telling.after(group, post, terms, usual, clock).ifPresent(events::add);
            return group;
        }
        if (!ripe(group)) {
            return group;
        }
        Story other = partOf(group);
        if (other != null) {
            join(group, other);
            telling.after(other, post, terms, usual, clock).ifPresent(events::add);
            return other;
        }
        events.add(telling.opened(group, usual, clock));
        closeBeyondMost(group, events);
        return group;
    }

    /** Stories that began apart are compared as they grow, but not at each post. */
    private static boolean looksAround(Story story) {
        return story.originals % 64 == 0 || (story.originals >= 8 && Integer.bitCount(story.originals) == 1);
    }

    private void join(Story group, Story other) {
        groups.remove(group);
        other.merge(group, clock);
        repeats.move(group.number, other.number);
        lastJoined = group.number;
    }

    private boolean ripe(Story group) {
        int authors = Math.max(thresholds.openAuthors(), usual.authors() / 100);
        return group.originals >= thresholds.openPosts() && group.crowd.count() >= authors;
    }

    /**
     * The story that a group is part of, by what its posts say; the more of the subscription's, the easier. Of two
     * stories that were told each must speak for the other.
     */
    private @Nullable Story partOf(Story group) {
        double all = noise;
        for (Story one : groups) {
            all += one.weight;
        }
        Story best = null;
        double highest = 0;
        for (Story story : groups) {
            if (story.opened() && story != group) {
                double nats = evidence.of(group, story, unit());
                double needed = method.merge() * (1 - method.tie() * story.weight / all);
                if (group.opened()) {
                    nats = Math.min(nats, evidence.of(story, group, unit()));
                }
                if (nats >= needed && nats > highest) {
                    best = story;
                    highest = nats;
                }
            }
        }
        return best;
    }

    private @Nullable Story dominant() {
        double all = noise;
        Story heaviest = null;
        for (Story group : groups) {
            all += group.weight;
            if (group.live() && (heaviest == null || group.weight > heaviest.weight)) {
                heaviest = group;
            }
        }
        return heaviest != null && heaviest.weight >= method.dominant() * all ? heaviest : null;
    }

    private void closeBeyondMost(Story newest, List<StoryEvent> events) {
        int live = 0;
        int closed = 0;
        Story quietest = null;
        int oldestClosed = -1;
        for (int i = 0; i < groups.size(); i++) {
            Story story = groups.get(i);
            if (story.live()) {
                live++;
                boolean quieter = quietest == null || story.lastMillis < quietest.lastMillis;
                quietest = story != newest && quieter ? story : quietest;
            } else if (story.closed) {
                closed++;
                boolean older = oldestClosed < 0 || story.lastMillis < groups.get(oldestClosed).lastMillis;
                oldestClosed = older ? i : oldestClosed;
            }
        }
        if (closed > MOST_CLOSED) {
            forget(oldestClosed);
        }
        if (live > thresholds.live() && quietest != null) {
            events.add(telling.closed(quietest, "more stories are open than the subscription follows", clock));
        }
    }

    private float unit() {
        return (float) Math.pow(2, (double) (clock - landmark) / method.halfLifeMillis());
    }

    private void rescale() {
        float by = 1 / unit();
        groups.forEach(group -> group.scale(by));
        noise *= by;
        landmark = clock;
    }

    private static long hash(PostId id) {
        return Terms.mixed(Terms.hashOf(id.source()) * 31 + Terms.hashOf(id.id()));
    }
}
