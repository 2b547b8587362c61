package io.tocsin.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ApiKeyTest {
    private static final ApiKey KEY = new ApiKey("abcdefgh", "abcdefghabcdefghabcdefghabcdefgh");
    private static final String TEXT = "tk_abcdefgh_abcdefghabcdefghabcdefghabcdefgh";

    static IntStream seeds() {
        return IntStream.range(0, 100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void parse_random_isTheSame(int seed) {
        ApiKey key = ApiKey.random(new SplittableRandom(seed));
        assertThat(ApiKey.parse(key.text())).contains(key);
    }

    @Test
    void random_again_isAnother() {
        SplittableRandom random = new SplittableRandom(1);
        assertThat(ApiKey.random(random)).isNotEqualTo(ApiKey.random(random));
    }

    @Test
    void text_isWhatItsHolderIsGiven() {
        assertThat(KEY.text()).isEqualTo(TEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abcdefgh",
                " " + TEXT,
                TEXT + " ",
                TEXT + "a",
                TEXT + "\n",
                "TK_abcdefgh_abcdefghabcdefghabcdefghabcdefgh",
                "tk_Abcdefgh_abcdefghabcdefghabcdefghabcdefgh",
                "tk_abcdefgh_abcdefghabcdefghabcdefghabcdefg",
                "tk_abcdefgh_abcdefghabcdefghabcdefghabcdef01",
                "tk_abcdefg_abcdefghabcdefghabcdefghabcdefgh",
            })
    void parse_otherForm_isNone(String text) {
        assertThat(ApiKey.parse(text)).isEmpty();
    }

    /** {@code printf abcdefghabcdefghabcdefghabcdefgh | sha256sum}. */
    @Test
    void hash_isTheSecrets() {
        assertThat(KEY.hash()).isEqualTo("1d6e6c1b375918f2c312a2c52bd4b93666537044f08b82a4c3b265e921928416");
    }

    @Test
    void hashesTo_tellsKeysApart() {
        ApiKey other = new ApiKey(KEY.id(), "abcdefghabcdefghabcdefghabcdefg2");
        assertThat(KEY.hashesTo(KEY.hash())).isTrue();
        assertThat(other.hashesTo(KEY.hash())).isFalse();
        assertThat(KEY.hashesTo("")).isFalse();
        assertThat(KEY.hashesTo(KEY.secret())).isFalse();
    }

    @Test
    void toString_hidesTheSecret() {
        assertThat(KEY).hasToString("tk_abcdefgh_…");
    }
}
