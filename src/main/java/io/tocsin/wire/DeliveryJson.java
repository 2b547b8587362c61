package io.tocsin.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tocsin.alert.AlertId;
import io.tocsin.alert.Cursor;
import io.tocsin.delivery.Attempt;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryHistory.Counts;
import io.tocsin.delivery.DeliveryHistory.Made;
import io.tocsin.delivery.DeliveryHistory.Parked;
import io.tocsin.delivery.DeliveryHistory.Sample;
import io.tocsin.delivery.Outcome;
import io.tocsin.subscription.SubscriptionId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Deliveries that wait or are dead, attempts, and what they say of an endpoint, as JSON. */
public final class DeliveryJson {
    private static final String RANGE = "what is to be delivered";
    private static final Shape RETRY = Shape.strict("subscription", "from", "to");
    private static final Shape REPLAY = Shape.strict("subscription", "after", "until");

    private DeliveryJson() {}

    /** Which dead letters are to be tried again: those of one feed, by number. */
    public record Retry(SubscriptionId subscription, long from, long to) {}

    /** Which alerts are to be delivered again: those of one feed, by when they were raised. */
    public record Replay(SubscriptionId subscription, Instant after, Optional<Instant> until) {}

    public static Retry decodeRetry(byte[] json) {
        Fields fields = FieldsReader.read(json, RETRY, RANGE).only(Set.of("subscription", "from", "to"));
        return new Retry(
                new SubscriptionId(fields.text("subscription")),
                fields.optionalCount("from").orElse(1),
                fields.optionalCount("to").orElse(Long.MAX_VALUE));
    }

    public static Replay decodeReplay(byte[] json) {
        Fields fields = FieldsReader.read(json, REPLAY, RANGE).only(Set.of("subscription", "after", "until"));
        return new Replay(
                new SubscriptionId(fields.text("subscription")), fields.time("after"), fields.optionalTime("until"));
    }

    /** How many deliveries wait that did not before. */
    public static byte[] encodeCount(long deliveries) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeNumberField("deliveries", deliveries);
            json.writeEndObject();
        });
    }

    /** A page; {@code next} is where the next begins. */
    public static byte[] encodeParked(List<Parked> page, Optional<String> next) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("deliveries");
            for (Parked parked : page) {
                json.writeStartObject();
                write(json, parked.delivery());
                json.writeNumberField("attempts", parked.delivery().attempts());
                json.writeStringField("state", parked.dueAt().isPresent() ? "waiting" : "dead");
                if (parked.dueAt().isPresent()) {
                    json.writeStringField("next", parked.dueAt().get().toString());
                }
                json.writeStringField("why", parked.why());
                json.writeEndObject();
            }
            json.writeEndArray();
            writeNext(json, next);
            json.writeEndObject();
        });
    }

    /** A page; {@code next} is where the next begins. */
    public static byte[] encodeMade(List<Made> page, Optional<String> next) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("attempts");
            for (Made made : page) {
                json.writeStartObject();
                write(json, made.delivery());
                json.writeNumberField("attempt", made.delivery().attempts());
                write(json, made.attempt());
                if (made.next().isPresent()) {
                    json.writeStringField("next", made.next().get().toString());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            writeNext(json, next);
            json.writeEndObject();
        });
    }

    /** How an endpoint is doing, by its latest attempts. */
    public static byte[] encodeHealth(Counts counts, List<Sample> latest) {
        List<Duration> times = latest.stream().map(Sample::took).sorted().toList();
        long accepted = latest.stream().filter(Sample::accepted).count();
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeNumberField("waiting", counts.waiting());
            json.writeNumberField("dead", counts.dead());
            json.writeNumberField("attempts", latest.size());
            if (!latest.isEmpty()) {
                json.writeStringField(
                        "since", latest.get(latest.size() - 1).at().toString());
                json.writeNumberField("accepted", (double) accepted / latest.size());
                json.writeNumberField("p50Millis", millis(times, 50));
                json.writeNumberField("p99Millis", millis(times, 99));
            }
            json.writeEndObject();
        });
    }

    /** The smallest that so many in a hundred are no larger than. */
    private static double millis(List<Duration> sorted, int percent) {
        int rank = (sorted.size() * percent + 99) / 100;
        return sorted.get(rank - 1).toNanos() / 1e6;
    }

    private static void write(JsonGenerator json, Delivery delivery) throws IOException {
        Cursor alert = delivery.alert();
        json.writeStringField(
                "alert", AlertId.of(alert.subscription(), alert.sequence()).value());
        json.writeStringField("subscription", alert.subscription().value());
        json.writeNumberField("sequence", alert.sequence());
    }

    private static void write(JsonGenerator json, Attempt attempt) throws IOException {
        json.writeStringField("at", attempt.at().toString());
        json.writeNumberField("tookMillis", attempt.took().toNanos() / 1e6);
        json.writeStringField("outcome", word(attempt.outcome()));
        if (attempt.status().isPresent()) {
            json.writeNumberField("status", attempt.status().getAsInt());
        }
        String why = attempt.outcome().reason();
        if (!why.isEmpty()) {
            json.writeStringField("why", why);
        }
        json.writeStringField("response", attempt.excerpt());
    }

    private static String word(Outcome outcome) {
        if (outcome instanceof Outcome.Accepted) {
            return "accepted";
        } else if (outcome instanceof Outcome.Deferred) {
            return "deferred";
        } else if (outcome instanceof Outcome.Refused) {
            return "refused";
        } else if (outcome instanceof Outcome.Aborted) {
            return "aborted";
        }
        throw new AssertionError(outcome);
    }

    private static void writeNext(JsonGenerator json, Optional<String> next) throws IOException {
        if (next.isPresent()) {
            json.writeStringField("next", next.get());
        }
    }
}
