package io.tocsin.feed;

import java.util.Set;

/**
 * Which members may write to feeds, as the store has it: those of the latest view, and no others.
 *
 * @param epoch higher than that of all views before; 0 is before the first
 * @param members by id
 * @param renewals goes up as long as one of the members lives
 */
public record View(long epoch, Set<String> members, long renewals) {
    public View {
        members = Set.copyOf(members);
    }
}
