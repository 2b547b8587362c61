package io.tocsin.wire;

import io.tocsin.feed.Start;
import java.time.DateTimeException;
import java.util.Optional;
import java.util.OptionalLong;

/** Where a consumer wants to begin, as clients say it: {@code after}, or {@code last}, or neither. */
public final class StartText {
    private static final int MAX_LAST = 1000;

    private final CursorText cursors;

    public StartText(CursorText cursors) {
        this.cursors = cursors;
    }

    /**
     * @param after {@code latest}, {@code earliest}, a time, or a cursor
     * @param last a number of alerts
     * @param otherwise what neither means
     */
    public Start decode(Optional<String> after, OptionalLong last, Start otherwise) {
        if (last.isPresent()) {
            if (after.isPresent()) {
                throw new MalformedException("last", "beside after", "one of the two");
            }
            if (last.getAsLong() < 0 || last.getAsLong() > MAX_LAST) {
                throw new MalformedException("last", Long.toString(last.getAsLong()), "0 to " + MAX_LAST);
            }
            return new Start.Last((int) last.getAsLong());
        }
        return after.map(this::decode).orElse(otherwise);
    }

    /** What {@code after} says, or an event stream's last id. */
    public Start decode(String after) {
        return switch (after) {
            case "latest" -> new Start.Latest();
            case "earliest" -> new Start.Earliest();
            default -> time(after) ? at(after) : new Start.After(cursors.decode(after));
        };
    }

    /** A cursor begins with its version, which is a letter in base64. */
    private static boolean time(String after) {
        return after.indexOf('-') == "2026".length() && Character.isDigit(after.charAt(0));
    }

    private static Start at(String after) {
        try {
            return new Start.At(InstantText.decode(after));
        } catch (DateTimeException e) {
            throw new MalformedException("after", '"' + after + '"', "a time such as 2026-11-23T10:00:00Z");
        }
    }
}
