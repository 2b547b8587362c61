package io.tocsin.match;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.tocsin.rule.Condition;
import io.tocsin.rule.Rule;
import io.tocsin.rule.RuleId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * Every active rule, indexed so that a post meets few of them. Callable from any thread.
 *
 * <p>Rules are held in segments that do not change. What is put becomes a small segment of its own, and takes the place
 * of what was there before under the same ids in one step, which matching threads see as a whole or not at all. Small
 * segments are merged at once, large ones in the background, each about as large as those behind it together: after the
 * log-structured merge tree (O'Neil et al., 1996).
 */
public final class RuleIndex {
    /** A segment is at least so many times as large as the next. */
    private static final int RATIO = 4;
    /** Rules that are merged at once, by whoever puts one. */
    private static final int SMALL = 2048;

    private final long seed;
    private final Executor background;
    private volatile Snapshot snapshot = new Snapshot(List.of(), List.of(), new Asked());

    /** Held while segments are merged that are too large to be merged by whoever puts a rule. */
    private final Object merging = new Object();

    // Guarded by this.
    private final Set<Segment> merged = new HashSet<>();
    private boolean tending;

    /** What matching threads see. */
    static final class Snapshot {
        private final List<Segment> segments;
        private final List<Dead> dead;
        private final Asked asked;
        private final int size;

        /** @param asked what the segments ask about, and maybe more */
        Snapshot(List<Segment> segments, List<Dead> dead, Asked asked) {
            this.segments = List.copyOf(segments);
            this.dead = List.copyOf(dead);
            this.asked = asked;
            int living = 0;
            for (int i = 0; i < segments.size(); i++) {
                living += segments.get(i).size() - dead.get(i).size();
            }
            size = living;
        }

        List<Segment> segments() {
            return segments;
        }

        /** By segment. */
        List<Dead> dead() {
            return dead;
        }

        Asked asked() {
            return asked;
        }
    }

    /**
     * @param seed keys the hashes; a number that nobody can guess keeps rules and posts from being made to collide
     * @param background runs what may take long: merging, and filing anew
     */
    public RuleIndex(long seed, Executor background) {
        this.seed = seed;
        this.background = background;
    }

    /** Matches posts for one thread. */
    public PostMatcher matcher() {
        return new PostMatcher(this, seed);
    }

    /** As {@link #putAll} of one. */
    public void put(Rule rule) {
        putAll(List.of(rule));
    }

    /**
     * The rules are in force for posts matched from now on, each instead of the one with its id; the last of an id
     * wins.
     */
    public void putAll(Collection<Rule> rules) {
        if (rules.isEmpty()) {
            return;
        }
        Map<RuleId, Rule> last = new LinkedHashMap<>();
        rules.forEach(rule -> last.put(rule.id(), rule));
        SegmentBuilder builder = new SegmentBuilder(seed, snapshot.segments());
        last.values().forEach(rule -> builder.add(rule.id(), rule.condition()));
        change(last.keySet(), List.of(builder.build()));
    }

    /** The rule is in force no longer; nothing happens if there is none. */
    public void remove(RuleId id) {
        change(Set.of(id), List.of());
    }

    /** Files every rule anew, by the statistics of the posts matched so far. Takes as long as putting all of them. */
    public void refile() {
        synchronized (merging) {
            merge(begin(Snapshot::segments));
        }
    }

    /** The condition of the rule in force, as text; empty if there is none. */
    public Optional<String> text(RuleId id) {
        Snapshot now = snapshot;
        for (int i = 0; i < now.segments().size(); i++) {
            int rule = now.segments().get(i).names().find(id);
            if (rule != Names.ABSENT && !now.dead().get(i).has(rule)) {
                return Optional.of(now.segments().get(i).names().text(rule));
            }
        }
        return Optional.empty();
    }

    /** What the rule costs, by the posts matched since it was filed last; empty if there is none. */
    public Optional<RuleCost> cost(RuleId id) {
        Snapshot now = snapshot;
        for (int i = 0; i < now.segments().size(); i++) {
            int rule = now.segments().get(i).names().find(id);
            if (rule != Names.ABSENT && !now.dead().get(i).has(rule)) {
                return Optional.of(now.segments().get(i).cost(rule));
            }
        }
        return Optional.empty();
    }

    /** What a rule with this condition would cost, by what is known of the stream; checks are not known before. */
    public RuleCost estimate(Condition condition) {
        SegmentBuilder builder = new SegmentBuilder(seed, snapshot.segments());
        builder.add(new RuleId("estimate"), condition);
        return builder.build().cost(0);
    }

    public int size() {
        return snapshot.size;
    }

    /** What the rules take in memory. */
    public long bytes() {
        return snapshot.segments().stream().mapToLong(Segment::bytes).sum();
    }

    Snapshot snapshot() {
        return snapshot;
    }

    private synchronized void change(Set<RuleId> gone, List<Segment> added) {
        List<Segment> segments = new ArrayList<>(snapshot.segments());
        List<Dead> dead = new ArrayList<>(snapshot.dead());
        for (int i = 0; i < segments.size(); i++) {
            dead.set(i, without(gone, segments.get(i), dead.get(i)));
        }
        segments.addAll(added);
        added.forEach(segment -> dead.add(Dead.NONE));
        mergeSmall(segments, dead);
        // Matching threads may see at once what is asked about from now on; what was, stays till segments are merged.
        Asked asked = snapshot.asked();
        added.forEach(segment -> segment.addTo(asked));
        snapshot = new Snapshot(segments, dead, asked);
        tend();
    }

    private static Dead without(Set<RuleId> gone, Segment segment, Dead dead) {
        int[] rules = new int[gone.size()];
        int count = 0;
        for (RuleId id : gone) {
            int rule = segment.names().find(id);
            if (rule != Names.ABSENT && !dead.has(rule)) {
                rules[count++] = rule;
            }
        }
        return dead.with(rules, count);
    }

    private void mergeSmall(List<Segment> segments, List<Dead> dead) {
        for (int last = segments.size() - 1; last > 0; last--) {
            int tail = segments.get(last).size();
            int before = segments.get(last - 1).size();
            boolean balanced = (long) tail * RATIO <= before;
            if (balanced || tail + before > SMALL || merged.contains(segments.get(last - 1))) {
                return;
            }
            SegmentBuilder builder = new SegmentBuilder(seed, segments);
            builder.addAll(segments.get(last - 1), dead.get(last - 1));
            builder.addAll(segments.remove(last), dead.remove(last));
            segments.set(last - 1, builder.build());
            dead.set(last - 1, Dead.NONE);
        }
    }

    /** Sees to it that segments are merged which should be. */
    synchronized void tend() {
        if (tending || unbalanced(snapshot).isEmpty()) {
            return;
        }
        tending = true;
        try {
            background.execute(this::mergeLarge);
        } catch (RejectedExecutionException closed) {
            tending = false;
        }
    }

    private void mergeLarge() {
        synchronized (merging) {
            try {
                boolean more = true;
                while (more) {
                    more = merge(begin(RuleIndex::unbalanced));
                }
            } finally {
                rest();
            }
        }
    }

    private synchronized void rest() {
        tending = false;
    }

    /** Segments next to each other that should be one; none if all is well. */
    private static List<Segment> unbalanced(Snapshot now) {
        List<Segment> segments = now.segments();
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            boolean halfDead = segment.size() > SMALL && 2 * now.dead().get(i).size() > segment.size();
            if (segment.drifted() || halfDead) {
                return List.of(segment);
            }
        }
        long behind = 0;
        List<Segment> unbalanced = List.of();
        for (int i = segments.size() - 1; i >= 0; i--) {
            if (behind * RATIO > segments.get(i).size()) {
                unbalanced = segments.subList(i, segments.size());
            }
            behind += segments.get(i).size();
        }
        return unbalanced;
    }

    /** Segments that stand next to each other, and what was dead of them when they were chosen. */
    private record Old(List<Segment> segments, List<Dead> dead) {}

    /** From now on nobody else merges what was chosen. */
    private synchronized Old begin(Function<Snapshot, List<Segment>> choice) {
        List<Segment> chosen = choice.apply(snapshot);
        merged.addAll(chosen);
        int first = chosen.isEmpty() ? 0 : snapshot.segments().indexOf(chosen.get(0));
        return new Old(chosen, snapshot.dead().subList(first, first + chosen.size()));
    }

    /** Makes one of them; those put meanwhile stand behind. False if there were none. */
    @CanIgnoreReturnValue
    private boolean merge(Old old) {
        if (old.segments().isEmpty()) {
            return false;
        }
        try {
            SegmentBuilder builder = new SegmentBuilder(seed, snapshot.segments());
            for (int i = 0; i < old.segments().size(); i++) {
                builder.addAll(old.segments().get(i), old.dead().get(i));
            }
            end(old, builder.build());
        } finally {
            synchronized (this) {
                merged.clear();
            }
        }
        return true;
    }

    /** What died meanwhile is dead in the new one too. */
    private synchronized void end(Old old, Segment one) {
        List<Segment> segments = new ArrayList<>(snapshot.segments());
        List<Dead> dead = new ArrayList<>(snapshot.dead());
        int first = segments.indexOf(old.segments().get(0));
        Set<RuleId> gone = new HashSet<>();
        for (Dead before : old.dead()) {
            Segment segment = segments.remove(first);
            Dead now = dead.remove(first);
            for (int rule = 0; rule < segment.size() && now.size() > before.size(); rule++) {
                if (now.has(rule) && !before.has(rule)) {
                    gone.add(segment.names().id(rule));
                }
            }
        }
        if (one.size() > 0) {
            segments.add(first, one);
            dead.add(first, without(gone, one, Dead.NONE));
        }
        Asked asked = new Asked();
        segments.forEach(segment -> segment.addTo(asked));
        snapshot = new Snapshot(segments, dead, asked);
    }
}
