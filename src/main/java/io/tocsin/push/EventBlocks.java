package io.tocsin.push;

import io.tocsin.feed.Entry;
import io.tocsin.wire.AlertJson;
import io.tocsin.wire.CursorText;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Alerts as server-sent events, each made once for all streams of this node; bounded, and kept for the entry itself, as
 * {@link Frames} are. Callable from any thread.
 */
final class EventBlocks {
    private static final long MAX_BYTES = 8L << 20;

    private final CursorText cursors;
    // Guarded by this. In order of arrival.
    private final Map<Same, Buffer> made = new LinkedHashMap<>();
    private long bytes;

    /** An entry itself. */
    private static final class Same {
        private final Entry entry;

        Same(Entry entry) {
            this.entry = entry;
        }

        @Override
        @SuppressWarnings("ReferenceEquality")
        public boolean equals(Object other) {
            return other instanceof Same same && same.entry == entry;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(entry);
        }
    }

    EventBlocks(CursorText cursors) {
        this.cursors = cursors;
    }

    /** The alert's event, which nobody is to change. */
    synchronized Buffer of(Entry entry) {
        Buffer known = made.get(new Same(entry));
        if (known != null) {
            return known;
        }
        Buffer event = Buffer.buffer(1024)
                .appendString("id: ")
                .appendString(cursors.encode(entry.alert().cursor()))
                .appendString("\nevent: alert\ndata: ")
                .appendBytes(AlertJson.encode(entry, cursors))
                .appendString("\n\n");
        made.put(new Same(entry), event);
        bytes += event.length();
        var oldest = made.values().iterator();
        while (bytes > MAX_BYTES && oldest.hasNext()) {
            bytes -= oldest.next().length();
            oldest.remove();
        }
        return event;
    }
}
