package io.tocsin.wire;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.Consumer;
import io.tocsin.feed.ConsumerName;
import io.tocsin.feed.Start;
import io.tocsin.subscription.SubscriptionId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What a client says in a session of sub-protocol {@code tocsin.v1}: one JSON object a text frame. */
public sealed interface ClientFrame {
    /** A client that asks for more is refused. */
    int MAX_WINDOW = 10_000;

    /** A client that asks for more at once is refused. */
    int MAX_CREDIT = 1_000_000;

    /** A client that names more at once is refused. */
    int MAX_SUBSCRIPTIONS = 1_000;

    /**
     * Send the subscriptions' alerts.
     *
     * @param start where to begin; of a consumer that is known already, where it was is what counts
     * @param window how many may be unacknowledged; empty if the client did not say
     * @param consumer the name under which what is acknowledged is kept; empty if it is not
     */
    record Subscribe(
            List<SubscriptionId> subscriptions,
            Start start,
            OptionalLong window,
            Consumer.Mode mode,
            Optional<ConsumerName> consumer)
            implements ClientFrame {
        public Subscribe {
            subscriptions = List.copyOf(subscriptions);
        }
    }

    /** The client has taken this alert and all before it. */
    record Ack(Cursor cursor) implements ClientFrame {}

    /** The client takes this many alerts more than it has been given credit for so far. */
    record Credit(long alerts) implements ClientFrame {}

    /** The client may go on under this key or ticket. */
    record Refresh(String token) implements ClientFrame {
        @Override
        public String toString() {
            return "Refresh[…]";
        }
    }

    record Unsubscribe(SubscriptionId subscription) implements ClientFrame {}

    record Ping() implements ClientFrame {}

    /** Fails with {@link MalformedException} if it is none. */
    static ClientFrame decode(String text, CursorText cursors) {
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        Fields fields = FieldsReader.read(
                json,
                Shape.strict(
                        "type",
                        "subscription",
                        "subscriptions",
                        "after",
                        "last",
                        "window",
                        "mode",
                        "consumer",
                        "cursor",
                        "n",
                        "token"),
                "frame");
        String type = fields.text("type");
        return switch (type) {
            case "subscribe" -> subscribe(fields, cursors);
            case "ack" ->
                new Ack(cursors.decode(fields.only(Set.of("type", "cursor")).text("cursor")));
            case "credit" -> credit(fields.only(Set.of("type", "n")).optionalCount("n"));
            case "refresh" -> new Refresh(fields.only(Set.of("type", "token")).text("token"));
            case "unsubscribe" ->
                new Unsubscribe(
                        subscription(fields.only(Set.of("type", "subscription")).text("subscription")));
            case "ping" -> new Ping();
            default ->
                throw new MalformedException(
                        "type", '"' + type + '"', "subscribe, ack, credit, unsubscribe, refresh or ping");
        };
    }

    private static Subscribe subscribe(Fields fields, CursorText cursors) {
        Fields known = fields.only(
                Set.of("type", "subscription", "subscriptions", "after", "last", "window", "mode", "consumer"));
        OptionalLong window = known.optionalCount("window");
        if (window.isPresent() && (window.getAsLong() < 1 || window.getAsLong() > MAX_WINDOW)) {
            throw new MalformedException("window", Long.toString(window.getAsLong()), "1 to " + MAX_WINDOW);
        }
        return new Subscribe(
                subscriptions(known),
                new StartText(cursors)
                        .decode(known.optionalText("after"), known.optionalCount("last"), new Start.Latest()),
                window,
                known.optionalText("mode").map(ClientFrame::mode).orElse(Consumer.Mode.ALL),
                known.optionalText("consumer").map(ClientFrame::consumer));
    }

    private static List<SubscriptionId> subscriptions(Fields fields) {
        Optional<List<String>> several = fields.optionalTexts("subscriptions");
        if (several.isEmpty()) {
            return List.of(subscription(fields.text("subscription")));
        }
        if (fields.has("subscription")) {
            throw new MalformedException("subscriptions", "beside subscription", "one of the two");
        }
        if (several.get().isEmpty() || several.get().size() > MAX_SUBSCRIPTIONS) {
            throw new MalformedException(
                    "subscriptions", several.get().size() + " of them", "1 to " + MAX_SUBSCRIPTIONS);
        }
        return several.get().stream().distinct().map(ClientFrame::subscription).toList();
    }

    private static Consumer.Mode mode(String text) {
        return switch (text) {
            case "all" -> Consumer.Mode.ALL;
            case "latest" -> Consumer.Mode.LATEST;
            default -> throw new MalformedException("mode", '"' + text + '"', "all or latest");
        };
    }

    private static Credit credit(OptionalLong alerts) {
        if (alerts.isEmpty() || alerts.getAsLong() > MAX_CREDIT) {
            throw new MalformedException(
                    "n", alerts.isEmpty() ? "missing" : Long.toString(alerts.getAsLong()), "0 to " + MAX_CREDIT);
        }
        return new Credit(alerts.getAsLong());
    }

    private static ConsumerName consumer(String text) {
        try {
            return new ConsumerName(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(String.valueOf(e.getMessage()));
        }
    }

    private static SubscriptionId subscription(String text) {
        try {
            return new SubscriptionId(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(String.valueOf(e.getMessage()));
        }
    }
}
