package io.tocsin.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.tocsin.alert.Alert;
import io.tocsin.alert.Cursor;
import io.tocsin.feed.Entry;
import io.tocsin.feed.Gap;
import io.tocsin.feed.Page;
import io.tocsin.post.Span;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** An alert as JSON: the same object in a session's frame, an event stream, a page and a webhook. */
public final class AlertJson {
    private AlertJson() {}

    /**
     * What kind of event the alert is, as consumers know it: {@code alert.raised}, {@code alert.retracted},
     * {@code alert.corrected}, {@code subscription.paused}.
     */
    public static String type(Alert alert) {
        String what = alert.kind() == Alert.Kind.PAUSED ? "subscription." : "alert.";
        return what + Words.of(alert.kind());
    }

    public static byte[] encode(Entry entry, CursorText cursors) {
        return Json.bytes(json -> write(json, entry, cursors));
    }

    /** A page of alerts after the cursor, with where to go on. */
    public static byte[] encodePage(Page page, Cursor after, Cursor head, CursorText cursors) {
        return Json.bytes(json -> {
            json.writeStartObject();
            if (page.gap().isPresent()) {
                json.writeFieldName("gap");
                write(json, page.gap().get());
            }
            json.writeArrayFieldStart("alerts");
            for (Entry entry : page.entries()) {
                write(json, entry, cursors);
            }
            json.writeEndArray();
            json.writeStringField("next", cursors.encode(page.next(after)));
            json.writeStringField("head", cursors.encode(head));
            json.writeEndObject();
        });
    }

    /** What is gone, by number: {@code {"from":1,"to":5}}. */
    public static byte[] encode(Gap gap) {
        return Json.bytes(json -> write(json, gap));
    }

    private static void write(JsonGenerator json, Gap gap) throws IOException {
        json.writeStartObject();
        json.writeNumberField("from", gap.from());
        json.writeNumberField("to", gap.to());
        json.writeEndObject();
    }

    static void write(JsonGenerator json, Entry entry, CursorText cursors) throws IOException {
        Alert alert = entry.alert();
        json.writeStartObject();
        json.writeStringField("id", alert.id().value());
        json.writeStringField("type", type(alert));
        json.writeStringField("subscription", alert.subscription().value());
        json.writeNumberField("sequence", alert.sequence());
        json.writeStringField("cursor", cursors.encode(alert.cursor()));
        json.writeStringField("receivedAt", alert.receivedAt().toString());
        json.writeStringField("raisedAt", alert.raisedAt().toString());
        if (alert.reason().isPresent()) {
            json.writeStringField("reason", Words.of(alert.reason().get()));
        }
        json.writeFieldName("post");
        writePost(json, entry);
        json.writeArrayFieldStart("spans");
        if (entry.body().isPresent() && alert.kind() != Alert.Kind.PAUSED) {
            for (Span span : alert.spans()) {
                json.writeArray(new int[] {span.start(), span.end()}, 0, 2);
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writePost(JsonGenerator json, Entry entry) throws IOException {
        boolean paused = entry.alert().kind() == Alert.Kind.PAUSED;
        if (entry.body().isPresent() && !paused) {
            json.writeRawValue(
                    new SerializedString(new String(entry.body().get().json(), StandardCharsets.UTF_8)));
            return;
        }
        json.writeStartObject();
        PostJson.writeId(json, entry.alert().post());
        if (!paused) {
            json.writeBooleanField("deleted", true);
        }
        json.writeEndObject();
    }
}
