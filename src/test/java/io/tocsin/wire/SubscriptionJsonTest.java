package io.tocsin.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tocsin.post.PostId;
import io.tocsin.rule.Rule;
import io.tocsin.subscription.Pause;
import io.tocsin.subscription.Subscription;
import io.tocsin.subscription.SubscriptionId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SubscriptionJsonTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final SubscriptionId A = new SubscriptionId("sub_a");
    private static final Subscription FLOODS = new Subscription(
            A,
            "Überflutung",
            Rule.parse(A.rule(), "flood OR \"high water\""),
            "relief",
            false,
            NOON,
            NOON.plusNanos(1),
            7);
    private static final Subscription PAUSED = FLOODS.changed(
                    FLOODS.name(), FLOODS.rule(), FLOODS.purpose(), true, NOON)
            .paused(new Pause(NOON.plusSeconds(5), "too much", new PostId("x", "1")));
    private static final String SHOWN = "{\"id\":\"sub_a\",\"name\":\"Überflutung\","
            + "\"rule\":\"flood OR \\\"high water\\\"\",\"purpose\":\"relief\",\"enabled\":false,"
            + "\"retention\":\"P30D\",\"createdAt\":\"2026-11-23T12:00:00Z\",\"updatedAt\":\"2026-11-23T12:00:00.000000001Z\",\"version\":7}";

    @Test
    void encode_isTheShownForm() {
        assertThat(text(SubscriptionJson.encode(FLOODS))).isEqualTo(SHOWN);
    }

    @Test
    void decode_encoded_isTheSame() {
        assertThat(SubscriptionJson.decode(SubscriptionJson.encode(FLOODS))).isEqualTo(FLOODS);
    }

    @Test
    void decode_encodedWithAnotherRetention_isTheSame() {
        Subscription kept = FLOODS.keeping(Duration.ofDays(1).plusSeconds(1));
        assertThat(SubscriptionJson.decode(SubscriptionJson.encode(kept))).isEqualTo(kept);
    }

    @Test
    void decode_storedWithoutRetention_isTheUsual() {
        assertThat(SubscriptionJson.decode(
                        SHOWN.replace("\"retention\":\"P30D\",", "").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(FLOODS);
    }

    @Test
    void encode_paused_saysSinceWhenAndWhy() {
        assertThat(text(SubscriptionJson.encode(PAUSED)))
                .isEqualTo(SHOWN.replace(
                                "\"enabled\":false,",
                                "\"enabled\":true,\"paused\":{\"at\":\"2026-11-23T12:00:05Z\",\"reason\":\"too much\","
                                        + "\"post\":{\"source\":\"x\",\"id\":\"1\"}},")
                        .replace("12:00:00.000000001Z\",\"version\":7", "12:00:05Z\",\"version\":9"));
    }

    @Test
    void decode_encodedPaused_isTheSame() {
        assertThat(SubscriptionJson.decode(SubscriptionJson.encode(PAUSED))).isEqualTo(PAUSED);
    }

    @Test
    void encodeList_lastPage_hasNoNext() {
        assertThat(text(SubscriptionJson.encodeList(List.of(FLOODS), Optional.empty())))
                .isEqualTo("{\"subscriptions\":[" + SHOWN + "]}");
    }

    @Test
    void encodeList_page_saysWhereTheNextBegins() {
        assertThat(text(SubscriptionJson.encodeList(List.of(), Optional.of("sub_a"))))
                .isEqualTo("{\"subscriptions\":[],\"next\":\"sub_a\"}");
    }

    @Test
    void decodeDraft_full_isTaken() {
        assertThat(draft(
                        "{\"name\":\"n\",\"rule\":\"r\",\"purpose\":\"p\",\"enabled\":true,\"retention\":\"P1DT12H\"}"))
                .isEqualTo(new SubscriptionJson.Draft(
                        Optional.of("n"),
                        Optional.of("r"),
                        Optional.of("p"),
                        Optional.of(true),
                        Optional.of(Duration.ofHours(36))));
    }

    @Test
    void decodeDraft_nothing_isEmpty() {
        assertThat(draft("{\"name\":null}"))
                .isEqualTo(new SubscriptionJson.Draft(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"x\"' | subscription: a text (expected: a JSON object)",
                "'{\"name\":1}' | name: a number (expected: a text)",
                "'{\"rule\":[]}' | rule: a list (expected: a text)",
                "'{\"purpose\":{}}' | purpose: an object (expected: a text)",
                "'{\"enabled\":\"no\"}' | enabled: a text (expected: true or false)",
                "'{\"retention\":\"P1Y\"}' | retention: \"P1Y\" (expected: an ISO 8601 duration of days, hours, minutes and"
                        + " seconds, such as P30D)",
                "'{\"id\":\"sub_a\"}' | id: unknown field (expected: enabled, name, purpose, retention, rule)",
            })
    void decodeDraft_wrong_isNamed(String json, String message) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> draft(json))
                .withMessage(message);
    }

    private static SubscriptionJson.Draft draft(String json) {
        return SubscriptionJson.decodeDraft(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
