package io.tocsin.wire;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.Entry;
import io.tocsin.feed.Gap;
import io.tocsin.subscription.SubscriptionId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What the server says in a session of sub-protocol {@code tocsin.v1}: one JSON object a text frame. */
public final class ServerFrame {
    private ServerFrame() {}

    /** The session stands. */
    public static String welcome(String session) {
        return frame("welcome", json -> json.writeStringField("session", session));
    }

    /** Alerts after {@code after} follow; the feed's last alert now is {@code head}. */
    public static String subscribed(Cursor after, Cursor head, CursorText cursors) {
        return frame("subscribed", json -> {
            json.writeStringField("subscription", head.subscription().value());
            json.writeStringField("after", cursors.encode(after));
            json.writeStringField("head", cursors.encode(head));
            json.writeNumberField("headSequence", head.sequence());
        });
    }

    public static String alert(Entry entry, CursorText cursors) {
        return frame("alert", json -> {
            json.writeFieldName("alert");
            AlertJson.write(json, entry, cursors);
        });
    }

    /** Alerts are gone that the session has not seen; those after the cursor follow. */
    public static String gap(Gap gap, CursorText cursors) {
        return frame("gap", json -> {
            json.writeStringField("subscription", gap.subscription().value());
            json.writeNumberField("from", gap.from());
            json.writeNumberField("to", gap.to());
            json.writeStringField("cursor", cursors.encode(gap.cursor()));
        });
    }

    /** No more alerts of this subscription follow. */
    public static String unsubscribed(SubscriptionId subscription, String reason) {
        return frame("unsubscribed", json -> {
            json.writeStringField("subscription", subscription.value());
            json.writeStringField("reason", reason);
        });
    }

    /** Something the client said was refused; if {@code fatal}, the session ends. */
    public static String error(Problem problem, boolean fatal) {
        return frame("error", json -> {
            json.writeBooleanField("fatal", fatal);
            json.writeFieldName("problem");
            problem.write(json);
        });
    }

    public static String pong() {
        return frame("pong", json -> {});
    }

    /** The session ends; the client may come back with its cursors after the wait. */
    public static String reconnect(Duration after) {
        return frame("reconnect", json -> json.writeNumberField("afterMillis", after.toMillis()));
    }

    private static String frame(String type, Json.Writing members) {
        byte[] bytes = Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("type", type);
            members.to(json);
            json.writeEndObject();
        });
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
