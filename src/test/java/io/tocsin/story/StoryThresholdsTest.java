package io.tocsin.story;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StoryThresholdsTest {
    @ParameterizedTest
    @CsvSource({"0, 3, 15, 75, 12, openPosts", "3, 3, 2, 75, 12, urgentAuthors", "3, 3, 15, 14, 12, flashAuthors"})
    void new_tooLow_isRefused(int posts, int authors, int urgent, int flash, int live, String named) {
        assertThatThrownBy(() -> thresholds(posts, authors, urgent, flash, live, Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(named + ": ");
    }

    @ParameterizedTest
    @CsvSource({"501, 12", "75, 65"})
    void new_beyondWhatIsCounted_isRefused(int flash, int live) {
        assertThatThrownBy(() -> thresholds(3, 3, 15, flash, live, Duration.ofHours(1)))
                .hasMessage("flashAuthors, live: " + flash + ", " + live + " (expected: at most 500, 64)");
    }

    @Test
    void new_closedAtOnce_isRefused() {
        assertThatThrownBy(() -> thresholds(3, 3, 15, 75, 12, Duration.ofSeconds(59)))
                .hasMessageStartingWith("updateEvery, quiet: PT30M, PT59S");
    }

    private static StoryThresholds thresholds(int posts, int authors, int urgent, int flash, int live, Duration quiet) {
        return new StoryThresholds(posts, authors, urgent, 3, flash, 10, 25, Duration.ofMinutes(30), quiet, live);
    }
}
