package io.tocsin.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.Gap;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ServerFrameTest {
    @Test
    void welcome_namesTheSession() {
        assertThat(ServerFrame.welcome("ses_1")).isEqualTo("{\"type\":\"welcome\",\"session\":\"ses_1\"}");
    }

    @Test
    void subscribed_saysWhereItBeginsAndEnds() {
        Cursor after = new Cursor(Entries.A, 3);
        assertThat(ServerFrame.subscribed(after, new Cursor(Entries.A, 7), Entries.CURSORS))
                .isEqualTo("{\"type\":\"subscribed\",\"subscription\":\"sub_a\",\"after\":\""
                        + Entries.CURSORS.encode(after) + "\",\"head\":\"" + Entries.CURSOR + "\",\"headSequence\":7}");
    }

    @Test
    void alert_carriesTheAlert() {
        String alert = new String(AlertJson.encode(Entries.RAISED, Entries.CURSORS), StandardCharsets.UTF_8);
        assertThat(ServerFrame.alert(Entries.RAISED, Entries.CURSORS))
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
