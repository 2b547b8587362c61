package io.tocsin.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tocsin.delivery.Endpoint;
import io.tocsin.delivery.EndpointId;
import io.tocsin.delivery.SealedSecret;
import io.tocsin.subscription.SubscriptionId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EndpointJsonTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final SubscriptionId A = new SubscriptionId("sub_a");
    private static final SubscriptionId B = new SubscriptionId("sub_b");
    private static final Endpoint DESK = new Endpoint(
            new EndpointId("ep_1"),
            URI.create("https://desk.example/in?of=alerts"),
            Set.of(B, A),
            "the desk",
            false,
            new SealedSecret("c2VhbGVk"),
            NOON,
            NOON.plusSeconds(1),
            7);
    private static final String SHOWN = "\"id\":\"ep_1\",\"url\":\"https://desk.example/in?of=alerts\","
            + "\"subscriptions\":[\"sub_a\",\"sub_b\"],\"description\":\"the desk\",\"enabled\":false,"
            + "\"createdAt\":\"2026-11-23T12:00:00Z\",\"updatedAt\":\"2026-11-23T12:00:01Z\",\"version\":7";

    @Test
    void encode_hasNoSecret() {
        assertThat(text(EndpointJson.encode(DESK))).isEqualTo("{" + SHOWN + "}");
    }

    @Test
    void encodeList_hasNoSecrets() {
        assertThat(text(EndpointJson.encodeList(List.of(DESK, DESK), Optional.of("ep_1"))))
                .isEqualTo("{\"endpoints\":[{" + SHOWN + "},{" + SHOWN + "}],\"next\":\"ep_1\"}");
    }

    @Test
    void encodeWithSecret_tellsTheSecretOnceInTheClear() {
        assertThat(text(EndpointJson.encodeWithSecret(DESK, "whsec_a")))
                .isEqualTo("{" + SHOWN + ",\"secret\":\"whsec_a\"}");
    }

    @Test
    void decodeStored_rotated_isTheSame() {
        Endpoint rotated = DESK.rotated(new SealedSecret("bmV3"), NOON.plusSeconds(9), NOON.plusSeconds(2));
        assertThat(EndpointJson.decodeStored(EndpointJson.encodeStored(rotated)))
                .isEqualTo(rotated);
        assertThat(text(EndpointJson.encode(rotated)))
                .doesNotContain("c2VhbGVk")
                .doesNotContain("bmV3");
    }

    /** As members before this one wrote it. */
    @Test
    void decodeStored_withoutRetiring_hasNone() {
        String before = text(EndpointJson.encodeStored(DESK)).replace(",\"retiring\":[]", "");
        assertThat(before).doesNotContain("retiring");
        assertThat(EndpointJson.decodeStored(before.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(DESK);
    }

    @Test
    void decodeStored_encoded_isTheSame() {
        assertThat(EndpointJson.decodeStored(EndpointJson.encodeStored(DESK))).isEqualTo(DESK);
    }

    @Test
    void decodeDraft_full_isTaken() {
        assertThat(
                        draft(
                                "{\"url\":\"https://a.example\",\"subscriptions\":[\"sub_a\"],\"description\":\"d\",\"enabled\":true}"))
                .isEqualTo(new EndpointJson.Draft(
                        Optional.of(URI.create("https://a.example")),
                        Optional.of(Set.of(A)),
                        Optional.of("d"),
                        Optional.of(true)));
    }

    @Test
    void decodeDraft_nothing_isEmpty() {
        assertThat(draft("{}"))
                .isEqualTo(
                        new EndpointJson.Draft(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | endpoint: a list (expected: a JSON object)",
                "'{\"url\":1}' | url: a number (expected: a text)",
                "'{\"url\":\"a b\"}' | url: \"a b\" (expected: an http or https URL)",
                "'{\"subscriptions\":\"sub_a\"}' | subscriptions: a text (expected: a list of texts)",
                "'{\"subscriptions\":[\"ep_1\"]}' | subscriptions: \"ep_1\" (expected: ids such as sub_…)",
                "'{\"enabled\":0}' | enabled: a number (expected: true or false)",
                "'{\"secret\":\"s\"}' | secret: unknown field (expected: description, enabled, subscriptions, url)",
            })
    void decodeDraft_wrong_isNamed(String json, String message) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> draft(json))
                .withMessage(message);
    }

    private static EndpointJson.Draft draft(String json) {
        return EndpointJson.decodeDraft(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
