package io.tocsin.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tocsin.alert.Alert;
import io.tocsin.post.PostId;
import java.io.IOException;
import java.util.List;

/** Who has been told that a post was corrected or taken back, as JSON. */
public final class RetractionJson {
    private RetractionJson() {}

    /**
     * An alert that corrects the post or takes it back.
     *
     * @param endpoints those that take the feed
     * @param consumers those that the feed has by name
     */
    public record Told(Alert alert, List<Receiver> endpoints, List<Receiver> consumers) {
        public Told {
            endpoints = List.copyOf(endpoints);
            consumers = List.copyOf(consumers);
        }
    }

    /** An endpoint's id or a consumer's name, and whether it has taken the alert. */
    public record Receiver(String name, boolean passed) {}

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
                writeReceivers(json, "endpoints", "id", told.endpoints());
                writeReceivers(json, "consumers", "name", told.consumers());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void writeReceivers(JsonGenerator json, String field, String nameField, List<Receiver> receivers)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (Receiver receiver : receivers) {
            json.writeStartObject();
            json.writeStringField(nameField, receiver.name());
            json.writeBooleanField("passed", receiver.passed());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
