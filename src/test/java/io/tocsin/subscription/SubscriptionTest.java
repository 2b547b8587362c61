package io.tocsin.subscription;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.rule.Condition;
import io.tocsin.rule.Rule;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SubscriptionTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final SubscriptionId FLOODS = new SubscriptionId("sub_floods");
    private static final Rule RULE = new Rule(FLOODS.rule(), "flood", new Condition.Keyword("flood"));

    @ParameterizedTest
    @CsvSource({"'',relief,name", "' ',relief,name", "Floods,'',purpose", "Floods,' ',purpose"})
    void changed_toBlank_isRefused(String name, String purpose, String field) {
        Subscription subscription = new Subscription(FLOODS, "Floods", RULE, "relief", true, NOON, NOON, 1);
        assertThatThrownBy(() -> subscription.changed(name, RULE, purpose, true, NOON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(field + ": blank (expected: a text that is not blank)");
    }
}
