package io.tocsin.cluster;

import io.tocsin.feed.View;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where a member stands to the latest view, and what it is to do about it.
 *
 * <p>Members that do not see each other both take themselves for all there is. The store settles it: the next view
 * takes the place of the latest, once. Those who see most of the latest view ask for the next at once; the others only
 * when nobody has renewed it for long: then the rest is dead, and not just out of sight.
 *
 * @param serving it may write to the feeds that it owns
 * @param next the members of the view that it is to ask for
 * @param renews it is the one to say that the view's members live
 */
record Standing(boolean serving, Optional<Set<String>> next, boolean renews) {

    /**
     * @param self this member
     * @param side those that it sees, itself among them, the oldest first
     * @param lapsed nobody has renewed the view for long
     */
    static Standing of(String self, List<String> side, View view, boolean lapsed) {
        Set<String> seen = new HashSet<>(side);
        boolean inView = view.members().contains(self);
        boolean ours = most(seen, view.members());
        boolean mayReplace = ours || lapsed;
        boolean first = first(side, view.members()).equals(self);
        boolean settled = seen.equals(view.members());
        return new Standing(
                inView && ours,
                first && mayReplace && !settled ? Optional.of(Set.copyOf(seen)) : Optional.empty(),
                first && inView && ours);
    }

    /** Of two halves, the one with the first by name: only one of them may be it. */
    private static boolean most(Set<String> seen, Set<String> members) {
        long there = members.stream().filter(seen::contains).count();
        return members.isEmpty()
                || 2 * there > members.size()
                || (2 * there == members.size() && seen.contains(new TreeSet<>(members).first()));
    }

    /** Who acts for the side: its oldest of the view, or its oldest if none is. */
    private static String first(List<String> side, Set<String> members) {
        return side.stream().filter(members::contains).findFirst().orElse(side.get(0));
    }
}
