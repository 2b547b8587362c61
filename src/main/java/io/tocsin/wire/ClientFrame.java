package io.tocsin.wire;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.Start;
import io.tocsin.subscription.SubscriptionId;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.Set;

/** What a client says in a session of sub-protocol {@code tocsin.v1}: one JSON object a text frame. */
public sealed interface ClientFrame {
    /** A client that asks for more is given this much. */
    int MAX_WINDOW = 10_000;

    /**
     * Send the subscription's alerts.
     *
     * @param window how many may be unacknowledged; empty if the client does not acknowledge
     */
    record Subscribe(SubscriptionId subscription, Start start, OptionalLong window) implements ClientFrame {}

    /** The client has taken this alert and all before it. */
    record Ack(Cursor cursor) implements ClientFrame {}

    record Unsubscribe(SubscriptionId subscription) implements ClientFrame {}

    record Ping() implements ClientFrame {}

    /** Fails with {@link MalformedException} if it is none. */
    static ClientFrame decode(String text, CursorText cursors) {
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        Fields fields = FieldsReader.read(
                json, Shape.strict("type", "subscription", "after", "last", "window", "cursor"), "frame");
        String type = fields.text("type");
        return switch (type) {
            case "subscribe" ->
                subscribe(fields.only(Set.of("type", "subscription", "after", "last", "window")), cursors);
            case "ack" ->
                new Ack(cursors.decode(fields.only(Set.of("type", "cursor")).text("cursor")));
            case "unsubscribe" ->
                new Unsubscribe(
                        subscription(fields.only(Set.of("type", "subscription")).text("subscription")));
            case "ping" -> new Ping();
            default -> throw new MalformedException("type", '"' + type + '"', "subscribe, ack, unsubscribe or ping");
        };
    }

    private static Subscribe subscribe(Fields fields, CursorText cursors) {
        OptionalLong window = fields.optionalCount("window");
        if (window.isPresent() && (window.getAsLong() < 1 || window.getAsLong() > MAX_WINDOW)) {
            throw new MalformedException("window", Long.toString(window.getAsLong()), "1 to " + MAX_WINDOW);
        }
        return new Subscribe(
                subscription(fields.text("subscription")),
                new StartText(cursors)
                        .decode(fields.optionalText("after"), fields.optionalCount("last"), new Start.Latest()),
                window);
    }

    private static SubscriptionId subscription(String text) {
        try {
            return new SubscriptionId(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(String.valueOf(e.getMessage()));
        }
    }
}
