package io.tocsin.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.Consumer;
import io.tocsin.feed.ConsumerName;
import io.tocsin.feed.Gap;
import io.tocsin.feed.Lag;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ServerFrameTest {
    @Test
    void welcome_namesTheSession() {
        assertThat(ServerFrame.welcome("ses_1", Optional.empty()))
                .isEqualTo("{\"type\":\"welcome\",\"session\":\"ses_1\"}");
    }

    @Test
    void welcome_saysWhenItEnds() {
        assertThat(ServerFrame.welcome("ses_1", Optional.of(Duration.ofHours(1))))
                .isEqualTo("{\"type\":\"welcome\",\"session\":\"ses_1\",\"expiresInSeconds\":3600}");
    }

    @Test
    void refreshed_saysWhenItEnds() {
        assertThat(ServerFrame.refreshed(Optional.of(Duration.ofMinutes(1))))
                .isEqualTo("{\"type\":\"refreshed\",\"expiresInSeconds\":60}");
        assertThat(ServerFrame.refreshed(Optional.empty())).isEqualTo("{\"type\":\"refreshed\"}");
    }

    @Test
    void lag_saysWhatWasPassedOverAndWhereToReadIt() {
        assertThat(ServerFrame.lag(new Lag(Entries.A, 2, 8, 10), Entries.CURSORS))
                .isEqualTo(
                        "{\"type\":\"lag\",\"subscription\":\"sub_a\",\"skipped\":2,\"from\":8,\"to\":10,\"after\":\""
                                + Entries.CURSOR + "\"}");
    }

    @Test
    void subscribed_saysWhereItBeginsAndEnds() {
        Cursor after = new Cursor(Entries.A, 3);
        assertThat(ServerFrame.subscribed(
                        after,
                        new Cursor(Entries.A, 7),
                        OptionalLong.empty(),
                        Consumer.Mode.ALL,
                        Optional.empty(),
                        Entries.CURSORS))
                .isEqualTo("{\"type\":\"subscribed\",\"subscription\":\"sub_a\",\"after\":\""
                        + Entries.CURSORS.encode(after) + "\",\"first\":\""
                        + Entries.CURSORS.encode(new Cursor(Entries.A, 4)) + "\",\"head\":\"" + Entries.CURSOR
                        + "\",\"headSequence\":7,\"mode\":\"all\"}");
    }

    @Test
    void subscribed_saysTheWindowModeAndConsumer() {
        assertThat(ServerFrame.subscribed(
                        new Cursor(Entries.A, 7),
                        new Cursor(Entries.A, 7),
                        OptionalLong.of(20),
                        Consumer.Mode.LATEST,
                        Optional.of(new ConsumerName("wall")),
                        Entries.CURSORS))
                .endsWith("\"mode\":\"latest\",\"window\":20,\"consumer\":\"wall\"}");
    }

    @Test
    void alert_carriesTheAlert() {
        String alert = new String(AlertJson.encode(Entries.RAISED, Entries.CURSORS), StandardCharsets.UTF_8);
        assertThat(new String(ServerFrame.alert(Entries.RAISED, Entries.CURSORS), StandardCharsets.UTF_8))
                .isEqualTo("{\"type\":\"alert\",\"alert\":" + alert + "}");
    }

    @Test
    void gap_saysWhatIsGoneAndWhereItGoesOn() {
        assertThat(ServerFrame.gap(new Gap(Entries.A, 3, 7), Entries.CURSORS))
                .isEqualTo("{\"type\":\"gap\",\"subscription\":\"sub_a\",\"from\":3,\"to\":7,\"cursor\":\""
                        + Entries.CURSOR + "\"}");
    }

    @Test
    void unsubscribed_saysWhy() {
        assertThat(ServerFrame.unsubscribed(Entries.A, "removed"))
                .isEqualTo("{\"type\":\"unsubscribed\",\"subscription\":\"sub_a\",\"reason\":\"removed\"}");
    }

    @Test
    void error_carriesTheProblem() {
        assertThat(ServerFrame.error(Problem.invalid("x"), true))
                .isEqualTo(
                        "{\"type\":\"error\",\"fatal\":true,\"problem\":{\"type\":\"urn:tocsin:problem:invalid-request\","
                                + "\"title\":\"The request is not valid\",\"status\":400,\"detail\":\"x\"}}");
    }

    @Test
    void pong_isBare() {
        assertThat(ServerFrame.pong()).isEqualTo("{\"type\":\"pong\"}");
    }

    @Test
    void reconnect_saysWhen() {
        assertThat(ServerFrame.reconnect(Duration.ofMillis(1500)))
                .isEqualTo("{\"type\":\"reconnect\",\"afterMillis\":1500}");
    }
}
