package io.tocsin.feed;

import io.tocsin.alert.Cursor;
import io.tocsin.subscription.SubscriptionId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an append did to feeds, for the members that did not see it.
 *
 * @param heads the last alert of each feed that grew
 * @param rewritten those of the feeds in which earlier alerts do not say any more what they said
 */
public record News(Map<SubscriptionId, Long> heads, Set<SubscriptionId> rewritten) {
    public static final News NONE = new News(Map.of(), Set.of());

    public News {
        heads = Map.copyOf(heads);
        rewritten = Set.copyOf(rewritten);
    }

    public static News of(List<FeedChange> changes, List<Appended> results) {
        Map<SubscriptionId, Long> heads = new LinkedHashMap<>();
        Set<SubscriptionId> rewritten = new LinkedHashSet<>();
        for (int i = 0; i < changes.size(); i++) {
            for (Cursor added : results.get(i).added()) {
                heads.merge(added.subscription(), added.sequence(), Math::max);
                if (!changes.get(i).addsOnly()) {
                    rewritten.add(added.subscription());
                }
            }
        }
        return new News(heads, rewritten);
    }

    /** Of results that took something back, or corrected it, all of them. */
    public static News rewriting(List<Appended> results) {
        Map<SubscriptionId, Long> heads = new LinkedHashMap<>();
        results.forEach(result ->
                result.added().forEach(added -> heads.merge(added.subscription(), added.sequence(), Math::max)));
        return new News(heads, heads.keySet());
    }

    public News and(News other) {
        Map<SubscriptionId, Long> bothHeads = new LinkedHashMap<>(heads);
        other.heads.forEach((feed, head) -> bothHeads.merge(feed, head, Math::max));
        Set<SubscriptionId> bothRewritten = new LinkedHashSet<>(rewritten);
        bothRewritten.addAll(other.rewritten);
        return new News(bothHeads, bothRewritten);
    }

    public boolean isEmpty() {
        return heads.isEmpty();
    }
}
