package io.tocsin.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tocsin.post.PostId;
import io.tocsin.rule.Rule;
import io.tocsin.subscription.Pause;
import io.tocsin.subscription.Subscription;
import io.tocsin.subscription.SubscriptionId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A subscription as JSON, kept and shown in the same form; and what a client may say of one. */
public final class SubscriptionJson {
    private static final Shape DRAFT = Shape.strict("name", "rule", "purpose", "enabled", "retention");
    private static final Shape STORED = Shape.of(
                    "id",
                    "name",
                    "rule",
                    "purpose",
                    "enabled",
                    "paused",
                    "retention",
                    "createdAt",
                    "updatedAt",
                    "version")
            .with("paused", Shape.of("at", "reason", "post").with("post", Shape.of("source", "id")));

    private SubscriptionJson() {}

    /** What a request says; what it leaves out is empty. */
    public record Draft(
            Optional<String> name,
            Optional<String> rule,
            Optional<String> purpose,
            Optional<Boolean> enabled,
            Optional<Duration> retention) {}

    public static Draft decodeDraft(byte[] json) {
        Fields fields = FieldsReader.read(json, DRAFT, "subscription")
                .only(Set.of("name", "rule", "purpose", "enabled", "retention"));
        return new Draft(
                fields.optionalText("name"),
                fields.optionalText("rule"),
                fields.optionalText("purpose"),
                fields.optionalFlag("enabled"),
                retention(fields));
    }

    public static byte[] encode(Subscription subscription) {
        return Json.bytes(json -> write(json, subscription));
    }

    /** A page; {@code next} is the id after which the next begins. */
    public static byte[] encodeList(List<Subscription> subscriptions, Optional<String> next) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("subscriptions");
            for (Subscription subscription : subscriptions) {
                write(json, subscription);
            }
            json.writeEndArray();
            if (next.isPresent()) {
                json.writeStringField("next", next.get());
            }
            json.writeEndObject();
        });
    }

    public static Subscription decode(byte[] json) {
        Fields fields = FieldsReader.read(json, STORED, "subscription");
        SubscriptionId id = new SubscriptionId(fields.text("id"));
        return new Subscription(
                id,
                fields.text("name"),
                Rule.parse(id.rule(), fields.text("rule")),
                fields.text("purpose"),
                fields.optionalFlag("enabled").orElse(true),
                fields.optionalObject("paused").map(SubscriptionJson::pause),
                retention(fields).orElse(Subscription.USUAL_RETENTION),
                fields.time("createdAt"),
                fields.time("updatedAt"),
                fields.optionalCount("version").orElse(1));
    }

    private static Optional<Duration> retention(Fields fields) {
        return fields.optionalText("retention").map(text -> DurationText.decode(text, "retention"));
    }

    private static Pause pause(Fields fields) {
        Fields post = fields.object("post");
        return new Pause(fields.time("at"), fields.text("reason"), new PostId(post.text("source"), post.text("id")));
    }

    private static void write(JsonGenerator json, Pause pause) throws IOException {
        json.writeObjectFieldStart("paused");
        json.writeStringField("at", pause.at().toString());
        json.writeStringField("reason", pause.reason());
        json.writeObjectFieldStart("post");
        PostJson.writeId(json, pause.post());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Subscription subscription) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", subscription.id().value());
        json.writeStringField("name", subscription.name());
        json.writeStringField("rule", subscription.rule().text());
        json.writeStringField("purpose", subscription.purpose());
        json.writeBooleanField("enabled", subscription.enabled());
        if (subscription.pause().isPresent()) {
            write(json, subscription.pause().get());
        }
        json.writeStringField("retention", DurationText.encode(subscription.retention()));
        json.writeStringField("createdAt", subscription.createdAt().toString());
        json.writeStringField("updatedAt", subscription.updatedAt().toString());
        json.writeNumberField("version", subscription.version());
        json.writeEndObject();
    }
}
