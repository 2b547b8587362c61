package io.tocsin.wire;

import java.time.DateTimeException;
import java.time.Duration;

/** A duration as ISO 8601 text of days, hours, minutes and seconds. */
public final class DurationText {
    private DurationText() {}

    /** Whole days as days: {@code P30D}. */
    public static String encode(Duration duration) {
        return duration.isZero() || !duration.equals(Duration.ofDays(duration.toDays()))
                ? duration.toString()
                : "P" + duration.toDays() + "D";
    }

    static Duration decode(String text, String field) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException | ArithmeticException e) {
            throw new MalformedException(
                    field, '"' + text + '"', "an ISO 8601 duration of days, hours, minutes and seconds, such as P30D");
        }
    }
}
