package io.tocsin.feed;

import io.tocsin.alert.Cursor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a read gives: what is gone right after the cursor, and then the alerts that are there.
 *
 * @param kept how long the feed keeps an alert, from when it is raised
 */
public record Page(Optional<Gap> gap, List<Entry> entries, Duration kept) {
    /** Of a feed that ends at the cursor, or does not exist. */
    public static final Page END = new Page(Optional.empty(), List.of(), Duration.ZERO);

    public Page {
        entries = List.copyOf(entries);
    }

    /** The feed ends at the cursor, as far as this read knows. */
    public boolean atEnd() {
        return gap.isEmpty() && entries.isEmpty();
    }

    /** Where to read on for who had read up to {@code after}. */
    public Cursor next(Cursor after) {
        return entries.isEmpty()
                ? gap.map(Gap::cursor).orElse(after)
                : entries.get(entries.size() - 1).alert().cursor();
    }

    Page first(int limit) {
        return entries.size() <= limit ? this : new Page(gap, entries.subList(0, limit), kept);
    }
}
