package io.tocsin.feed;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Cursor;
import io.tocsin.subscription.SubscriptionId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * The newest alerts of feeds that are followed here, as they were read: one stretch of each feed, without a hole. What
 * is to be kept beyond the bound pushes out the oldest of the feed that has not grown for longest. Callable from any
 * thread.
 */
final class Tail {
    /** What an alert takes in memory beside its post's body, about. */
    private static final long ENTRY_BYTES = 500L;

    private final long maxBytes;
    private final InstantSource clock;
    // Guarded by this.
    private final Map<SubscriptionId, Stretch> feeds = new LinkedHashMap<>();
    private long bytes;

    private static final class Stretch {
        private final TreeMap<Long, Entry> entries = new TreeMap<>();
        private Duration kept = Duration.ZERO;

        /** Whether the alert is new here, and says that others are not as they were. */
        boolean takenBackBy(Entry entry) {
            Alert.Kind kind = entry.alert().kind();
            return (kind == Alert.Kind.RETRACTED || kind == Alert.Kind.CORRECTED)
                    && !entries.isEmpty()
                    && entry.alert().sequence() > entries.lastKey();
        }
    }

    Tail(long maxBytes, InstantSource clock) {
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /** The alerts right after the cursor; empty if they are not here. */
    synchronized Optional<Page> after(Cursor cursor, int limit) {
        Stretch stretch = feeds.get(cursor.subscription());
        if (stretch == null) {
            return Optional.empty();
        }
        Entry first = stretch.entries.get(cursor.sequence() + 1);
        if (first == null || expired(first, stretch.kept)) {
            return Optional.empty();
        }
        List<Entry> found = new ArrayList<>();
        for (Entry entry : stretch.entries.tailMap(cursor.sequence(), false).values()) {
            found.add(entry);
            if (found.size() >= limit) {
                break;
            }
        }
        return Optional.of(new Page(Optional.empty(), found, stretch.kept));
    }

    private boolean expired(Entry entry, Duration kept) {
        return entry.alert().raisedAt().isBefore(clock.instant().minus(kept));
    }

    /**
     * Keeps what was read, as far as it goes on where the feed's stretch ends, or further on. What was read before an
     * alert that takes something back or corrects it is no longer kept once that is.
     *
     * @param showable whether what was read may still be shown, asked when nothing else is done here; who makes it
     *     false is to {@link #drop} the feed then
     */
    synchronized void keep(SubscriptionId feed, Page page, BooleanSupplier showable) {
        if (page.entries().isEmpty() || !showable.getAsBoolean()) {
            return;
        }
        Stretch stretch = feeds.containsKey(feed) ? feeds.remove(feed) : new Stretch();
        // Least recently grown first.
        feeds.put(feed, stretch);
        stretch.kept = page.kept();
        if (page.entries().stream().anyMatch(entry -> stretch.takenBackBy(entry))) {
            removed(stretch.entries.values());
            stretch.entries.clear();
        }
        for (Entry entry : page.entries()) {
            long next = stretch.entries.isEmpty() ? 0 : stretch.entries.lastKey() + 1;
            long sequence = entry.alert().sequence();
            if (next > 0 && sequence > next) {
                removed(stretch.entries.values());
                stretch.entries.clear();
            }
            if (sequence >= next) {
                stretch.entries.put(sequence, entry);
                added(entry);
            }
        }
        trim();
    }

    private void trim() {
        Iterator<Stretch> stretches = feeds.values().iterator();
        while (bytes > maxBytes && stretches.hasNext()) {
            TreeMap<Long, Entry> entries = stretches.next().entries;
            while (bytes > maxBytes && !entries.isEmpty()) {
                removed(List.of(entries.remove(entries.firstKey())));
            }
            if (entries.isEmpty()) {
                stretches.remove();
            }
        }
    }

    private void added(Entry entry) {
        bytes += size(entry);
    }

    private void removed(Collection<Entry> entries) {
        for (Entry entry : entries) {
            bytes -= size(entry);
        }
    }

    private static long size(Entry entry) {
        return ENTRY_BYTES + entry.body().map(body -> body.json().length).orElse(0);
    }

    /** Nobody gets anything from here that was read of the feed before. */
    synchronized void drop(SubscriptionId feed) {
        Stretch stretch = feeds.remove(feed);
        if (stretch != null) {
            removed(stretch.entries.values());
        }
    }

    synchronized long bytes() {
        return bytes;
    }
}
