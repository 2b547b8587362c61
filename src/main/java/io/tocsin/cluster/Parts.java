package io.tocsin.cluster;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.Appended;
import io.tocsin.feed.FeedChange;
import io.tocsin.post.Receipt;
import io.tocsin.subscription.SubscriptionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Changes, parted by who owns the feeds that they go to. */
final class Parts {
    private final int count;
    private final Map<String, Part> parts = new LinkedHashMap<>();

    private Parts(int count) {
        this.count = count;
    }

    /** What goes to one owner: changes, and the places of those that they were part of. */
    record Part(List<FeedChange> changes, List<Integer> places) {
        private void add(FeedChange change, int place) {
            changes.add(change);
            places.add(place);
        }
    }

    /** @param self writes what does not say which feeds it goes to */
    static Parts of(List<FeedChange> changes, String self, Function<SubscriptionId, String> owners) {
        Parts parts = new Parts(changes.size());
        for (int place = 0; place < changes.size(); place++) {
            FeedChange change = changes.get(place);
            if (change instanceof FeedChange.Raise raise) {
                parts.add(raise, place, self, owners);
            } else if (change instanceof FeedChange.Pause pause) {
                parts.of(owners.apply(pause.subscription())).add(pause, place);
            } else {
                parts.of(self).add(change, place);
            }
        }
        return parts;
    }

    private void add(FeedChange.Raise raise, int place, String self, Function<SubscriptionId, String> owners) {
        Map<String, List<FeedChange.Target>> targets = new LinkedHashMap<>();
        for (FeedChange.Target target : raise.targets()) {
            targets.computeIfAbsent(owners.apply(target.subscription()), owner -> new ArrayList<>())
                    .add(target);
        }
        if (targets.isEmpty()) {
            of(self).add(raise, place);
        }
        targets.forEach(
                (owner, its) -> of(owner).add(new FeedChange.Raise(raise.post(), its, raise.receivedAt()), place));
    }

    private Part of(String owner) {
        return parts.computeIfAbsent(owner, none -> new Part(new ArrayList<>(), new ArrayList<>()));
    }

    Map<String, Part> byOwner() {
        return parts;
    }

    /** One result for each change that was parted, of those that its parts have. */
    List<Appended> join(Map<String, List<Appended>> results) {
        List<List<Cursor>> added = new ArrayList<>();
        List<Receipt> receipts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            added.add(new ArrayList<>());
            receipts.add(Receipt.DUPLICATE);
        }
        parts.forEach((owner, part) -> {
            List<Appended> its = Objects.requireNonNull(results.get(owner));
            for (int i = 0; i < part.places().size(); i++) {
                int place = part.places().get(i);
                added.get(place).addAll(its.get(i).added());
                receipts.set(place, ofBoth(receipts.get(place), its.get(i).receipt()));
            }
        });
        List<Appended> joined = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            joined.add(new Appended(receipts.get(i), added.get(i)));
        }
        return joined;
    }

    /** What is news to one of the owners is news; else they say the same, or the deletion has not come to all yet. */
    private static Receipt ofBoth(Receipt one, Receipt other) {
        if (one == Receipt.ACCEPTED || other == Receipt.ACCEPTED) {
            return Receipt.ACCEPTED;
        }
        return one == Receipt.DELETED_BEFORE ? one : other;
    }
}
