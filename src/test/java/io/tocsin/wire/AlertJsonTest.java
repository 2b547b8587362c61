package io.tocsin.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AlertJsonTest {
    private static final String HEAD = "\"subscription\":\"sub_a\",\"sequence\":7,\"cursor\":\"" + Entries.CURSOR
            + "\"," + "\"receivedAt\":\"2026-11-23T12:00:00Z\",\"raisedAt\":\"2026-11-23T12:00:01Z\",";
    private static final String RAISED = "{\"id\":\"al_a_000000000007\",\"type\":\"alert.raised\"," + HEAD
            + "\"post\":{\"text\":\"🌊 flood\"},\"spans\":[[3,8]]}";
    private static final String RETRACTED = "{\"id\":\"al_a_000000000007\",\"type\":\"alert.retracted\"," + HEAD
            + "\"post\":{\"source\":\"x\",\"id\":\"1\",\"deleted\":true},\"spans\":[]}";

    @Test
    void encode_raised_carriesThePostAsItIsStored() {
        assertThat(text(AlertJson.encode(Entries.RAISED))).isEqualTo(RAISED);
    }

    @Test
    void encode_retracted_namesThePostOnly() {
        assertThat(text(AlertJson.encode(Entries.RETRACTED))).isEqualTo(RETRACTED);
    }

    @Test
    void encode_raisedButErasedSince_saysNothingOfThePost() {
        assertThat(text(AlertJson.encode(Entries.ERASED)))
                .isEqualTo(RETRACTED.replace("alert.retracted", "alert.raised"));
    }

    @Test
    void encode_takenBack_saysWhy() {
        assertThat(text(AlertJson.encode(Entries.TAKEN_BACK)))
                .isEqualTo(RETRACTED
                        .replace("alert.retracted", "alert.raised")
                        .replace("\"post\":", "\"reason\":\"author_removed\",\"post\":"));
    }

    @Test
    void encode_corrected_carriesThePostAsItIsNow_andSaysWhy() {
        assertThat(text(AlertJson.encode(Entries.CORRECTED)))
                .isEqualTo(RAISED.replace("alert.raised", "alert.corrected")
                        .replace("\"post\":", "\"reason\":\"geo_scrubbed\",\"post\":"));
    }

    @Test
    void encode_paused_namesThePostAndSaysNothingOfIt() {
        assertThat(text(AlertJson.encode(Entries.PAUSED)))
                .isEqualTo(RETRACTED
                        .replace("alert.retracted", "subscription.paused")
                        .replace(",\"deleted\":true", ""));
    }

    @Test
    void encodePage_saysWhereToGoOn() {
        assertThat(text(AlertJson.encodePage(List.of(Entries.RAISED, Entries.RETRACTED), "n", "h")))
                .isEqualTo("{\"alerts\":[" + RAISED + "," + RETRACTED + "],\"next\":\"n\",\"head\":\"h\"}");
    }

    @Test
    void webhook_wrapsTheAlert() {
        assertThat(text(WebhookJson.encode(Entries.RAISED)))
                .isEqualTo(
                        "{\"type\":\"alert.raised\",\"timestamp\":\"2026-11-23T12:00:01Z\",\"data\":" + RAISED + "}");
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
