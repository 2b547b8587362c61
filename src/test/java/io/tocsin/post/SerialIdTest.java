package io.tocsin.post;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SerialIdTest {
    @ParameterizedTest
    @CsvSource({"9,true", "10,true", "010,true", "11,false", "100,false", "at://x,true"})
    void reaches_aPost_ifItIsNotLaterOrNobodyKnows(String id, boolean reached) {
        assertThat(new SerialId("0010").reaches(new PostId("x", id))).isEqualTo(reached);
    }

    @Test
    void reaches_idsLongerThanALong_areCompared() {
        SerialId last = new SerialId("99999999999999999999");
        assertThat(last.reaches(new PostId("x", "99999999999999999998"))).isTrue();
        assertThat(last.reaches(new PostId("x", "100000000000000000000"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "-1", "１", "11111111111111111111111111111111111111111"})
    void new_noNumber_isRefused(String id) {
        assertThatThrownBy(() -> new SerialId(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"" + id + "\" (expected: a number of at most 40 digits, as posts can be compared by their"
                        + " ids only then)");
    }
}
