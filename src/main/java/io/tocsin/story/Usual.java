package io.tocsin.story;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How many authors a subscription sees in an hour, usually and now: an average whose past counts half after three days.
 */
final class Usual {
    private static final long HOUR_MILLIS = 2 * Hour.HALF_MILLIS;
    private static final double KEPT = Math.pow(0.5, 1.0 / 72);

    private final Hour hour = new Hour();
    private long number = Long.MIN_VALUE;
    private double average;
    private double hours;

    void add(long author, long nowMillis) {
        long now = Math.floorDiv(nowMillis, HOUR_MILLIS);
        if (number == Long.MIN_VALUE) {
            number = now;
        }
        for (; number < now; number++) {
            hour.turn(number * HOUR_MILLIS + HOUR_MILLIS - 1);
            hours = hours * KEPT + 1;
            average += (hour.authors() - average) / hours;
        }
        hour.add(author, nowMillis);
    }

    /** In an hour, usually; 0 as long as there was none. */
    double average() {
        return average;
    }

    /** Within the last hour. */
    int authors() {
        return hour.authors();
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(number);
        out.writeDouble(average);
        out.writeDouble(hours);
        hour.write(out);
    }

    void read(DataInput in) throws IOException {
        number = in.readLong();
        average = in.readDouble();
        hours = in.readDouble();
        hour.read(in);
    }
}
