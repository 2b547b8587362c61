package io.tocsin.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.rule.Condition.And;
import io.tocsin.rule.Condition.From;
import io.tocsin.rule.Condition.Hashtag;
import io.tocsin.rule.Condition.Keyword;
import io.tocsin.rule.Condition.Lang;
import io.tocsin.rule.Condition.Mention;
import io.tocsin.rule.Condition.Not;
import io.tocsin.rule.Condition.Or;
import io.tocsin.rule.Condition.Phrase;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class RuleParserTest {
    private static final Keyword A = new Keyword("a");
    private static final Keyword B = new Keyword("b");
    private static final Keyword C = new Keyword("c");

    static Stream<Arguments> trees() {
        return Stream.of(
                Arguments.of("a", A),
                Arguments.of("Flood", new Keyword("Flood")),
                Arguments.of("\"Red Cross\"", new Phrase("Red Cross")),
                Arguments.of("\"Toys \\\"R\\\" Us\"", new Phrase("Toys \"R\" Us")),
                Arguments.of("\"back\\\\slash \\n\"", new Phrase("back\\slash \\n")),
                Arguments.of("#Flood", new Hashtag("Flood")),
                Arguments.of("@NWS", new Mention("NWS")),
                Arguments.of("@alice.bsky.social", new Mention("alice.bsky.social")),
                Arguments.of("FROM:@nws", new From("nws")),
                Arguments.of("from:did:plc:abc", new From("did:plc:abc")),
                Arguments.of("from:\"a b\"", new From("a b")),
                Arguments.of("a Lang:pt-BR", new And(List.of(A, new Lang("pt-BR")))),
                Arguments.of("a b c", new And(List.of(A, B, C))),
                Arguments.of("a\tb\u00A0c\n", new And(List.of(A, B, C))),
                Arguments.of("a OR b OR c", new Or(List.of(A, B, C))),
                Arguments.of("a b OR c", new Or(List.of(new And(List.of(A, B)), C))),
                Arguments.of("a (b OR c)", new And(List.of(A, new Or(List.of(B, C))))),
                Arguments.of("(a b) c", new And(List.of(A, B, C))),
                Arguments.of("a OR (b OR c)", new Or(List.of(A, B, C))),
                Arguments.of("((a))", A),
                Arguments.of("a(b)", new And(List.of(A, B))),
                Arguments.of("a -b", new And(List.of(A, new Not(B)))),
                Arguments.of("-b a", new And(List.of(new Not(B), A))),
                Arguments.of("a -(b)", new And(List.of(A, new Not(B)))),
                Arguments.of("a -(b OR c)", new And(List.of(A, new Not(new Or(List.of(B, C)))))),
                Arguments.of("a -(-b)", new And(List.of(A, new Not(new Not(B))))),
                Arguments.of("a (b OR -c)", new And(List.of(A, new Or(List.of(B, new Not(C)))))),
                Arguments.of("a or b", new And(List.of(A, new Keyword("or"), B))),
                Arguments.of("a AND b", new And(List.of(A, new Keyword("AND"), B))),
                Arguments.of("coca-cola", new Keyword("coca-cola")),
                Arguments.of("#️⃣", new Keyword("#️⃣")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("trees")
    void parse_rule_meansTheCondition(String text, Condition condition) {
        assertThat(RuleParser.parse(text)).isEqualTo(condition);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', commentCharacter = '%', textBlock = """
            `  a   b `        | a b
            ((a b) OR (c))    | a b OR c
            a (b OR c)        | a (b OR c)
            a -(b)            | a -b
            a -(b c)          | a -(b c)
            a -(-b)           | a -(-b)
            "x \\"y\\" \\\\"  | "x \\"y\\" \\\\"
            ＃a ＠b           | #a @b
            FROM:@a           | from:a
            from:"a b"        | from:"a b"
            """)
    void canonical_rule_isTheShortestText(String text, String canonical) {
        assertThat(Rule.parse(new RuleId("r"), text).canonical()).isEqualTo(canonical);
    }

    static IntStream seeds() {
        return IntStream.range(0, 500);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void parse_printed_isTheSameCondition(int seed) {
        Condition condition = RandomRules.condition(new SplittableRandom(seed));
        String text = Printer.print(condition);
        assertThat(RuleParser.parse(text)).as(text).isEqualTo(condition);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void parse_anyText_isReadOrRefusedWithinIt(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20; i++) {
            String text = RandomRules.text(random);
            assertThat(readOrRefused(text)).as(text).isTrue();
        }
    }

    @Test
    void parse_realSubscriptions_areRead() throws IOException {
        try (InputStream in = RuleParserTest.class.getResourceAsStream("/crisis-subscriptions.json")) {
            JsonNode subscriptions = new ObjectMapper().readTree(in);
            assertThat(StreamSupport.stream(subscriptions.spliterator(), false)
                            .map(subscription ->
                                    RuleParser.parse(subscription.get("rule").asText())))
                    .hasSize(26)
                    .allMatch(Or.class::isInstance);
        }
    }

    private static boolean readOrRefused(String text) {
        try {
            Condition condition = RuleParser.parse(text);
            return RuleParser.parse(Printer.print(condition)).equals(condition);
        } catch (RuleSyntaxException refusal) {
            return refusal.position() >= 0 && refusal.position() <= text.length();
        }
    }
}
