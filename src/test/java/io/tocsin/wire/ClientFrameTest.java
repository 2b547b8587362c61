package io.tocsin.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.Consumer;
import io.tocsin.feed.ConsumerName;
import io.tocsin.feed.Start;
import io.tocsin.subscription.SubscriptionId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientFrameTest {
    private static final SubscriptionId A = new SubscriptionId("sub_a");
    private static final Cursor CURSOR = new Cursor(A, 7);

    @Test
    void decode_subscribe_beginsWithWhatIsNew() {
        assertThat(ClientFrame.decode("{\"type\":\"subscribe\",\"subscription\":\"sub_a\"}", Entries.CURSORS))
                .isEqualTo(new ClientFrame.Subscribe(
                        List.of(A), new Start.Latest(), OptionalLong.empty(), Consumer.Mode.ALL, Optional.empty()));
    }

    @Test
    void decode_subscribeSeveral_isTakenEachOnce() {
        ClientFrame.Subscribe several = (ClientFrame.Subscribe) ClientFrame.decode(
                "{\"type\":\"subscribe\",\"subscriptions\":[\"sub_b\",\"sub_a\",\"sub_b\"]}", Entries.CURSORS);
        assertThat(several.subscriptions()).containsExactly(new SubscriptionId("sub_b"), A);
    }

    @Test
    void decode_subscribeMode_isTaken() {
        assertThat(subscribe("\"mode\":\"latest\"").mode()).isEqualTo(Consumer.Mode.LATEST);
        assertThat(subscribe("\"mode\":\"all\"").mode()).isEqualTo(Consumer.Mode.ALL);
    }

    @Test
    void decode_subscribeConsumer_isTaken() {
        assertThat(subscribe("\"consumer\":\"ops-wall\"").consumer()).contains(new ConsumerName("ops-wall"));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000_000})
    void decode_credit_isTaken(long alerts) {
        assertThat(ClientFrame.decode("{\"type\":\"credit\",\"n\":" + alerts + "}", Entries.CURSORS))
                .isEqualTo(new ClientFrame.Credit(alerts));
    }

    /** What it brings is a secret, so it does not show it. */
    @Test
    void decode_refresh_isTakenAndNotShown() {
        ClientFrame refresh = ClientFrame.decode("{\"type\":\"refresh\",\"token\":\"tt_x\"}", Entries.CURSORS);
        assertThat(refresh).isEqualTo(new ClientFrame.Refresh("tt_x"));
        assertThat(refresh.toString()).doesNotContain("tt_x");
    }

    @Test
    void decode_subscribeAfterCursor_beginsThere() {
        assertThat(subscribe("\"after\":\"" + Entries.CURSORS.encode(CURSOR) + "\"")
                        .start())
                .isEqualTo(new Start.After(CURSOR));
    }

    @Test
    void decode_subscribeEarliest_beginsAtTheFirst() {
        assertThat(subscribe("\"after\":\"earliest\"").start()).isEqualTo(new Start.Earliest());
    }

    @Test
    void decode_subscribeLatest_isSaid() {
        assertThat(subscribe("\"after\":\"latest\"").start()).isEqualTo(new Start.Latest());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000})
    void decode_subscribeLast_isTaken(int last) {
        assertThat(subscribe("\"last\":" + last).start()).isEqualTo(new Start.Last(last));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 10_000})
    void decode_subscribeWindow_isTaken(long window) {
        assertThat(subscribe("\"window\":" + window).window()).hasValue(window);
    }

    @Test
    void decode_ack_isTaken() {
        assertThat(ClientFrame.decode(
                        "{\"type\":\"ack\",\"cursor\":\"" + Entries.CURSORS.encode(CURSOR) + "\"}", Entries.CURSORS))
                .isEqualTo(new ClientFrame.Ack(CURSOR));
    }

    @Test
    void decode_unsubscribe_isTaken() {
        assertThat(ClientFrame.decode("{\"type\":\"unsubscribe\",\"subscription\":\"sub_a\"}", Entries.CURSORS))
                .isEqualTo(new ClientFrame.Unsubscribe(A));
    }

    @Test
    void decode_ping_isTaken() {
        assertThat(ClientFrame.decode("{\"type\":\"ping\"}", Entries.CURSORS)).isEqualTo(new ClientFrame.Ping());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | frame: a list (expected: a JSON object)",
                "{} | type: missing (expected: a text)",
                "'{\"type\":1}' | type: a number (expected: a text)",
                "'{\"type\":\"ALERT\"}' | type: \"ALERT\" (expected: subscribe, ack, credit, unsubscribe, refresh or ping)",
                "'{\"type\":\"subscribe\"}' | subscription: missing (expected: a text)",
                "'{\"type\":\"subscribe\",\"subscription\":\"a\"}' | subscription id: a (expected: sub_…)",
                "'{\"type\":\"unsubscribe\",\"subscription\":\"sub_\"}' | subscription id: sub_ (expected: sub_…)",
                "'{\"type\":\"unsubscribe\",\"x\":1}' | x: unknown field (expected: subscription, type)",
                "'{\"type\":\"subscribe\",\"subscriptions\":[]}' | subscriptions: 0 of them (expected: 1 to 1000)",
                "'{\"type\":\"credit\"}' | n: missing (expected: 0 to 1000000)",
                "'{\"type\":\"credit\",\"n\":1000001}' | n: 1000001 (expected: 0 to 1000000)",
                "'{\"type\":\"refresh\"}' | token: missing (expected: a text)",
                "'{\"type\":\"ack\"}' | cursor: missing (expected: a text)",
                "'{\"type\":\"ack\",\"cursor\":\"7\"}'"
                        + " | cursor: \"7\" (expected: a cursor as this service gave it)",
                "'{\"type\":\"ack\",\"sequence\":7}' | sequence: unknown field (expected: cursor, type)",
            })
    void decode_wrongFrame_isRefused(String frame, String message) {
        refused(frame, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"window\":0' | window: 0 (expected: 1 to 10000)",
                "'\"window\":10001' | window: 10001 (expected: 1 to 10000)",
                "'\"window\":\"1\"' | window: a text (expected: a whole number, 0 or more)",
                "'\"last\":1001' | last: 1001 (expected: 0 to 1000)",
                "'\"last\":-1' | last: -1 (expected: a whole number, 0 or more)",
                "'\"last\":1,\"after\":\"latest\"' | last: beside after (expected: one of the two)",
                "'\"after\":\"now\"' | cursor: \"now\" (expected: a cursor as this service gave it)",
                "'\"after\":7' | after: a number (expected: a text)",
                "'\"subscriptions\":[\"sub_b\"]' | subscriptions: beside subscription (expected: one of the two)",
                "'\"mode\":\"some\"' | mode: \"some\" (expected: all or latest)",
                "'\"consumer\":\"a b\"' | consumer: \"a b\" (expected: 1 to 64 letters, digits, dots, dashes and"
                        + " underscores, the first a letter or digit)",
                "'\"credit\":7' | credit: unknown field (expected: after, consumer, last, mode, subscription,"
                        + " subscriptions, type, window)",
            })
    void decode_wrongSubscribe_isRefused(String field, String message) {
        refused("{\"type\":\"subscribe\",\"subscription\":\"sub_a\"," + field + "}", message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "hello", "{\"type\":\"ping\"} {}", "{\"type\":\"ping\",\"type\":\"ping\"}"})
    void decode_notJson_isRefused(String frame) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> ClientFrame.decode(frame, Entries.CURSORS));
    }

    @Test
    void decode_halfOfAPair_canBeShown() {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> ClientFrame.decode("{\"type\":\"ack\",\"\\ud83c\":1}", Entries.CURSORS))
                .satisfies(e -> assertThat(ServerFrame.error(Problem.invalid(String.valueOf(e.getMessage())), true))
                        .contains("unknown field"));
    }

    private static ClientFrame.Subscribe subscribe(String field) {
        return (ClientFrame.Subscribe) ClientFrame.decode(
                "{\"type\":\"subscribe\",\"subscription\":\"sub_a\"," + field + "}", Entries.CURSORS);
    }

    private static void refused(String frame, String message) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> ClientFrame.decode(frame, Entries.CURSORS))
                .withMessage(message);
    }
}
