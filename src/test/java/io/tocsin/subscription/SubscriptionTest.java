package io.tocsin.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.post.PostId;
import io.tocsin.rule.Condition;
import io.tocsin.rule.Rule;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SubscriptionTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final SubscriptionId FLOODS = new SubscriptionId("sub_floods");
    private static final Pause PAUSE = new Pause(NOON.plusSeconds(1), "too much", new PostId("x", "1"));
    private static final Rule RULE = new Rule(FLOODS.rule(), "flood", new Condition.Keyword("flood"));

    @ParameterizedTest
    @CsvSource({"'',relief,name", "' ',relief,name", "Floods,'',purpose", "Floods,' ',purpose"})
    void changed_toBlank_isRefused(String name, String purpose, String field) {
        Subscription subscription = new Subscription(FLOODS, "Floods", RULE, "relief", true, NOON, NOON, 1);
        assertThatThrownBy(() -> subscription.changed(name, RULE, purpose, true, NOON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(field + ": blank (expected: a text that is not blank)");
    }

    @Test
    void paused_inForce_isNoLonger() {
        Subscription paused = subscription(true).paused(PAUSE);
        assertThat(paused.inForce()).isFalse();
        assertThat(paused.enabled()).isTrue();
        assertThat(paused.version()).isEqualTo(2);
        assertThat(paused.updatedAt()).isEqualTo(PAUSE.at());
    }

    @Test
    void paused_notInForce_staysAsItIs() {
        assertThat(subscription(false).paused(PAUSE)).isEqualTo(subscription(false));
        Subscription paused = subscription(true).paused(PAUSE);
        assertThat(paused.paused(new Pause(NOON, "again", PAUSE.post()))).isEqualTo(paused);
    }

    @Test
    void changed_paused_staysPaused() {
        Subscription changed = subscription(true).paused(PAUSE).changed("Rivers", RULE, "relief", true, NOON);
        assertThat(changed.pause()).contains(PAUSE);
        assertThat(changed.resumed().inForce()).isTrue();
    }

    private static Subscription subscription(boolean enabled) {
        return new Subscription(FLOODS, "Floods", RULE, "relief", enabled, NOON, NOON, 1);
    }
}
