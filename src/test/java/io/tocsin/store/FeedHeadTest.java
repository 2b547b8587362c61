package io.tocsin.store;

import static io.tocsin.store.Samples.A;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FeedHeadTest {
    private static FeedHead head(long sequence, long era, long first) {
        return new FeedHead(A, 1, sequence, 0, 0, new FeedHead.Stretch(era, first));
    }

    @Test
    void era_ofTheFirstAlert_isThePresent() {
        assertThat(head(0, -1, 0).era(0, 8)).isZero();
    }

    @Test
    void era_fewAlertsInTheLast_isThat() {
        assertThat(head(17, 3, 11).era(5, 8)).isEqualTo(3);
    }

    @Test
    void era_enoughAlertsInTheLast_isThePresent() {
        assertThat(head(18, 3, 11).era(5, 8)).isEqualTo(5);
    }

    @Test
    void era_whereOthersSeeFurther_doesNotGoBack() {
        assertThat(head(18, 3, 11).era(2, 8)).isEqualTo(3);
    }
}
