package io.tocsin.wire;

import io.tocsin.match.RuleCost;
import io.tocsin.subscription.MatchCounts.MatchCount;

/** How often a subscription's rule matches and what it costs, as JSON. */
public final class StatisticsJson {
    private static final double ROUNDING = 1e9;

    private StatisticsJson() {}

    /** @param measured the rule is in force; otherwise how often it is asked in full is not known */
    public static byte[] encode(MatchCount count, RuleCost cost, boolean measured) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeNumberField("matches", count.matches());
            json.writeNumberField("matchesPerHour", count.lastHour());
            json.writeNumberField("matchesPerMinute", count.lastMinute());
            json.writeNumberField("looksPerPost", rounded(cost.load()));
            if (measured) {
                json.writeNumberField("checksPerPost", rounded(cost.checks()));
            }
            json.writeStringField("costClass", Words.of(cost.kind()));
            json.writeStringField("since", count.since().toString());
            json.writeEndObject();
        });
    }

    /** As it is shown: a billionth of a look is nothing. */
    public static double rounded(double number) {
        return Math.rint(number * ROUNDING) / ROUNDING;
    }
}
