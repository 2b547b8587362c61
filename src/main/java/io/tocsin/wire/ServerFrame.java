package io.tocsin.wire;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.Consumer;
import io.tocsin.feed.ConsumerName;
import io.tocsin.feed.Entry;
import io.tocsin.feed.Gap;
import io.tocsin.feed.Lag;
import io.tocsin.subscription.SubscriptionId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** What the server says in a session of sub-protocol {@code tocsin.v1}: one JSON object a text frame. */
public final class ServerFrame {
    private ServerFrame() {}

    /** The session stands; without a refresh, it ends after {@code expiry}, if that is given. */
    public static String welcome(String session, Optional<Duration> expiry) {
        return frame("welcome", json -> {
            json.writeStringField("session", session);
            if (expiry.isPresent()) {
                json.writeNumberField("expiresInSeconds", expiry.get().toSeconds());
            }
        });
    }

    /**
     * Alerts after {@code after} follow, the first with the cursor {@code first}; the feed's last alert now is
     * {@code head}.
     *
     * @param window how many may be unacknowledged; empty if the client need not acknowledge
     */
    public static String subscribed(
            Cursor after,
            Cursor head,
            OptionalLong window,
            Consumer.Mode mode,
            Optional<ConsumerName> consumer,
            CursorText cursors) {
        return frame("subscribed", json -> {
            json.writeStringField("subscription", head.subscription().value());
            json.writeStringField("after", cursors.encode(after));
            json.writeStringField("first", cursors.encode(new Cursor(after.subscription(), after.sequence() + 1)));
            json.writeStringField("head", cursors.encode(head));
            json.writeNumberField("headSequence", head.sequence());
            json.writeStringField("mode", mode == Consumer.Mode.ALL ? "all" : "latest");
            if (window.isPresent()) {
                json.writeNumberField("window", window.getAsLong());
            }
            if (consumer.isPresent()) {
                json.writeStringField("consumer", consumer.get().value());
            }
        });
    }

    /** As the bytes of its text: it is sent to many. */
    public static byte[] alert(Entry entry, CursorText cursors) {
        return bytes("alert", json -> {
            json.writeFieldName("alert");
            AlertJson.write(json, entry, cursors);
        });
    }

    /** Alerts were passed over, because the session fell behind; they can be read after {@code after}. */
    public static String lag(Lag lag, CursorText cursors) {
        return frame("lag", json -> {
            json.writeStringField("subscription", lag.subscription().value());
            json.writeNumberField("skipped", lag.skipped());
            json.writeNumberField("from", lag.from());
            json.writeNumberField("to", lag.to());
            json.writeStringField("after", cursors.encode(new Cursor(lag.subscription(), lag.from() - 1)));
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

    /** The session may go on; empty if without end. */
    public static String refreshed(Optional<Duration> until) {
        return frame("refreshed", json -> {
            if (until.isPresent()) {
                json.writeNumberField("expiresInSeconds", until.get().toSeconds());
            }
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
        return new String(bytes(type, members), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String type, Json.Writing members) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("type", type);
            members.to(json);
            json.writeEndObject();
        });
    }
}
