package io.tocsin.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AgreementTest {
    private static final String THERE = "10.0.0.2:5701";

    private static Agreement agreement(String version, String maxTerms, String key) {
        return new Agreement(
                version,
                Map.of("rules.maxTerms", maxTerms),
                Map.of("secret.key", new Agreement.Thing(key, "the same file on every member")));
    }

    @Test
    void differences_allTheSame_areNone() {
        Agreement mine = agreement("1.2.3", "256", "a1");
        assertThat(mine.differences(agreement("1.2.3", "256", "a1").attributes(), THERE))
                .isEmpty();
    }

    @Test
    void differences_setting_isToldWithBothValues() {
        Agreement mine = agreement("1.2.3", "100", "a1");
        assertThat(mine.differences(agreement("1.2.3", "256", "a1").attributes(), THERE))
                .containsExactly("rules.maxTerms: 100 (expected: 256, as on 10.0.0.2:5701)");
    }

    @Test
    void differences_thing_isToldWithoutItsFingerprint() {
        Agreement mine = agreement("1.2.3", "256", "a1");
        assertThat(mine.differences(agreement("1.2.3", "256", "b2").attributes(), THERE))
                .containsExactly(
                        "secret.key: differs from that of 10.0.0.2:5701 (expected: the same file on every member)");
    }

    @ParameterizedTest
    @CsvSource({"1.2.4, 0", "1.2.3-SNAPSHOT, 0", "1.3.0, 1", "2.2.3, 1"})
    void differences_version_countsUpToTheLastNumber(String theirs, int differences) {
        Agreement mine = agreement("1.2.3", "256", "a1");
        assertThat(mine.differences(agreement(theirs, "256", "a1").attributes(), THERE))
                .hasSize(differences);
    }

    @Test
    void differences_severalAndOneUnknownThere_areAllTold() {
        Agreement mine = agreement("1.2.3", "256", "a1");
        Agreement theirs =
                new Agreement("1.3.0", Map.of(), agreement("", "", "a1").things());
        assertThat(mine.differences(theirs.attributes(), THERE))
                .containsExactly(
                        "rules.maxTerms: 256 (expected: none, as on 10.0.0.2:5701)",
                        "version: 1.2 (expected: 1.3, as on 10.0.0.2:5701)");
    }
}
