package io.tocsin.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code docs/rules.md} says is so. */
final class RulesPageTest {
    private static final RuleId ID = new RuleId("r");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** Rows of two cells, rules and what the gateway says to the first of them. */
    static Stream<Arguments> answers() throws IOException {
        return rows(cells -> cells.size() == 2 && cells.get(1).startsWith("`column "))
                .map(cells -> Arguments.of(
                        codes(cells.get(0)).get(0), codes(cells.get(1)).get(0)));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void parse_refusedOnThePage_isAnsweredAsThere(String rule, String answer) {
        assertThatExceptionOfType(RuleSyntaxException.class)
                .isThrownBy(() -> Rule.parse(ID, rule, RuleLimits.DEFAULT))
                .satisfies(refusal -> assertThat(refusal.getMessage())
                        .matches(Pattern.quote(answer).replace("…", "\\E.*\\Q")));
    }

    static Stream<Arguments> sameRules() throws IOException {
        return section(
                        "## One text for the same rule",
                        cells -> cells.size() == 2 && cells.get(1).startsWith("`"))
                .flatMap(cells -> codes(cells.get(0)).stream()
                        .map(rule -> Arguments.of(rule, codes(cells.get(1)).get(0))));
    }

    @ParameterizedTest
    @MethodSource("sameRules")
    void canonical_onThePage_isAsThere(String rule, String canonical) {
        assertThat(Rule.parse(ID, rule).canonical()).isEqualTo(canonical);
    }

    /** What stands in the first column of what the language has. */
    static Stream<String> written() throws IOException {
        return section("## The language", cells -> cells.get(0).startsWith("`"))
                .flatMap(cells -> codes(cells.get(0)).stream());
    }

    @ParameterizedTest
    @MethodSource("written")
    void parse_writtenOnThePage_isReadInCompany(String rule) {
        assertThat(Rule.parse(ID, "company " + rule, RuleLimits.DEFAULT).condition())
                .isNotEqualTo(new Condition.Keyword("company"));
    }

    private static Stream<List<String>> rows(Predicate<List<String>> wanted) throws IOException {
        return rows(page(), wanted);
    }

    private static Stream<List<String>> section(String heading, Predicate<List<String>> wanted) throws IOException {
        String from = page().substring(page().indexOf("\n" + heading + "\n") + 4);
        return rows(from.substring(0, from.indexOf("\n## ")), wanted);
    }

    private static Stream<List<String>> rows(String text, Predicate<List<String>> wanted) {
        return text.lines()
                .filter(line -> line.startsWith("| "))
                .map(line -> Arrays.stream(line.substring(2).split(" \\|(?: |$)", -1))
                        .filter(cell -> !cell.isEmpty())
                        .toList())
                .filter(cells -> !cells.isEmpty())
                .filter(wanted);
    }

    private static List<String> codes(String cell) {
        return CODE.matcher(cell)
                .results()
                .map((MatchResult code) -> code.group(1))
                .toList();
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("docs/rules.md"));
    }
}
