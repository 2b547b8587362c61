package io.tocsin.story;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * When a consumer is told what. A flash is told at once, at any hour; what is urgent at once, but not in quiet hours;
 * the rest is gathered and told together.
 *
 * <p>Times are those of the clocks of the time zone. One that a clock skips is when the clock has skipped it; of one
 * that it shows twice it is the first.
 *
 * @param every how long is gathered: whole days, or a part of which a whole number makes a day
 * @param at when it is told; if {@code every} is shorter than a day, then and every so long before and after
 */
public record Digest(Duration every, LocalTime at, Optional<QuietHours> quietHours, ZoneId timezone) {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration SHORTEST = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofDays(31);

    public Digest {
        boolean days = every.compareTo(DAY) >= 0 && every.toSeconds() % DAY.toSeconds() == 0;
        boolean part = every.compareTo(SHORTEST) >= 0 && DAY.toSeconds() % every.toSeconds() == 0;
        boolean whole = every.equals(Duration.ofSeconds(every.toSeconds()));
        if (!(days || part) || !whole || every.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "every: " + every
                            + " (expected: whole days up to 31, or a part of a day from 5 minutes on of which a day has a whole number)");
        }
    }

    /** When something of this level is told that happened at {@code happened}: then, or later. */
    public Instant due(Level level, Instant happened) {
        if (level == Level.FLASH) {
            return happened;
        }
        return afterQuiet(level == Level.URGENT ? happened : gathered(happened));
    }

    /** The first time at which is told what was gathered; not before {@code happened}. */
    private Instant gathered(Instant happened) {
        LocalDate date = happened.atZone(timezone).toLocalDate();
        while (true) {
            if (date.toEpochDay() % Math.max(1, every.toDays()) == 0) {
                Optional<Instant> first = firstOn(date, happened);
                if (first.isPresent()) {
                    return first.get();
                }
            }
            date = date.plusDays(1);
        }
    }

    private Optional<Instant> firstOn(LocalDate date, Instant happened) {
        long step = Math.min(every.toSeconds(), DAY.toSeconds());
        for (long second = at.toSecondOfDay() % step; second < DAY.toSeconds(); second += step) {
            Instant time = ZonedDateTime.of(date, LocalTime.ofSecondOfDay(second), timezone)
                    .toInstant();
            if (!time.isBefore(happened)) {
                return Optional.of(time);
            }
        }
        return Optional.empty();
    }

    private Instant afterQuiet(Instant time) {
        ZonedDateTime local = time.atZone(timezone);
        if (quietHours.isEmpty() || !quietHours.get().cover(local.toLocalTime())) {
            return time;
        }
        LocalTime to = quietHours.get().to();
        LocalDate end = to.isAfter(local.toLocalTime())
                ? local.toLocalDate()
                : local.toLocalDate().plusDays(1);
        Instant over = ZonedDateTime.of(end, to, timezone).toInstant();
        return over.isBefore(time) ? time : over;
    }
}
