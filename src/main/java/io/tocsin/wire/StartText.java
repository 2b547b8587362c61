package io.tocsin.wire;

import io.tocsin.feed.Start;
import java.util.Optional;
import java.util.OptionalLong;

/** Where a consumer wants to begin, as clients say it: {@code after}, or {@code last}, or neither. */
public final class StartText {
    private static final int MAX_LAST = 1000;

    private StartText() {}

    /**
     * @param after {@code latest}, {@code earliest}, or a cursor
     * @param last a number of alerts
     * @param otherwise what neither means
     */
    public static Start decode(Optional<String> after, OptionalLong last, Start otherwise) {
        if (last.isPresent()) {
            if (after.isPresent()) {
                throw new MalformedException("last", "beside after", "one of the two");
            }
            if (last.getAsLong() < 0 || last.getAsLong() > MAX_LAST) {
                throw new MalformedException("last", Long.toString(last.getAsLong()), "0 to " + MAX_LAST);
            }
            return new Start.Last((int) last.getAsLong());
        }
        return after.map(StartText::start).orElse(otherwise);
    }

    private static Start start(String after) {
        return switch (after) {
            case "latest" -> new Start.Latest();
            case "earliest" -> new Start.Earliest();
            default -> new Start.After(CursorText.decode(after));
        };
    }
}
