package io.tocsin.story;

import java.time.LocalTime;

/** When a consumer wants to be left alone, each day; past midnight if {@code to} is earlier than {@code from}. */
public record QuietHours(LocalTime from, LocalTime to) {
    public QuietHours {
        if (from.equals(to)) {
            throw new IllegalArgumentException(
                    "quiet hours: " + from + " to " + to + " (expected: two different times)");
        }
    }

    /** Whether it is quiet at the time; {@code to} is not. */
    boolean cover(LocalTime time) {
        boolean afterFrom = !time.isBefore(from);
        boolean beforeTo = time.isBefore(to);
        return from.isBefore(to) ? afterFrom && beforeTo : afterFrom || beforeTo;
    }
}
