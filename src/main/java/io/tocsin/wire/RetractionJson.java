package io.tocsin.wire;

import io.tocsin.alert.Alert;
import io.tocsin.post.PostId;
import java.util.List;

/** Who has been told that a post was corrected or taken back, as JSON. */
public final class RetractionJson {
    private RetractionJson() {}

    /** An alert that corrects the post or takes it back, and the endpoints that take the feed. */
    public record Told(Alert alert, List<Receiver> endpoints) {
        public Told {
            endpoints = List.copyOf(endpoints);
        }
    }

    /** An endpoint, and whether it has taken the alert. */
    public record Receiver(String endpoint, boolean passed) {}

    public static byte[] encode(PostId post, List<Told> alerts, CursorText cursors) {
        return Json.bytes(json -> {
            json.writeStartObject();
            PostJson.writeId(json, post);
            json.writeArrayFieldStart("alerts");
            for (Told told : alerts) {
                Alert alert = told.alert();
                json.writeStartObject();
                json.writeStringField("id", alert.id().value());
                json.writeStringField("type", AlertJson.type(alert));
                json.writeStringField("subscription", alert.subscription().value());
                json.writeNumberField("sequence", alert.sequence());
                json.writeStringField("cursor", cursors.encode(alert.cursor()));
                json.writeStringField("raisedAt", alert.raisedAt().toString());
                if (alert.reason().isPresent()) {
                    json.writeStringField("reason", Words.of(alert.reason().get()));
                }
                json.writeArrayFieldStart("endpoints");
                for (Receiver receiver : told.endpoints()) {
                    json.writeStartObject();
                    json.writeStringField("id", receiver.endpoint());
                    json.writeBooleanField("passed", receiver.passed());
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
