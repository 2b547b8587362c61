package io.tocsin.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProblemTest {
    @Test
    void encode_isAsTheStandardSays() {
        assertThat(text(Problem.notFound("subscription: sub_a")))
                .isEqualTo("{\"type\":\"urn:tocsin:problem:not-found\",\"title\":\"There is no such thing\","
                        + "\"status\":404,\"detail\":\"subscription: sub_a\"}");
    }

    @Test
    void with_oneMore_isAMember() {
        assertThat(text(new Problem("t", 400, "T", "d", Map.of()).with("position", 3)))
                .isEqualTo("{\"type\":\"urn:tocsin:problem:t\",\"title\":\"T\",\"status\":400,\"detail\":\"d\","
                        + "\"position\":3}");
    }

    @Test
    void with_keepsWhatItHad() {
        assertThat(Problem.invalid("d").with("a", 1).with("b", true).more()).isEqualTo(Map.of("a", 1, "b", true));
    }

    @Test
    void ingest_counts_areMembers() {
        IngestJson.Counts counts = new IngestJson.Counts(1, 2, 3, 4, List.of(new IngestJson.Refusal(5, "blank")));
        assertThat(text(IngestJson.with(Problem.invalid("d"), counts)))
                .contains("\"accepted\":1", "\"duplicate\":2", "\"deletedBefore\":3", "\"refused\":4")
                .contains("\"errors\":[{\"line\":5,\"reason\":\"blank\"}]");
    }

    private static String text(Problem problem) {
        return new String(problem.encode(), StandardCharsets.UTF_8);
    }
}
