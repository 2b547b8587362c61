package io.tocsin.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts made to use up time or stack: each is read or refused like any other. */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HostileRulesTest {
    private static final int MANY = 1_000_000;
    private static final int LARGE = 100_000;

    static Stream<Named<String>> rules() {
        return Stream.of(
                Named.of("alternatives", alternatives(10_000)),
                Named.of("terms", "a ".repeat(100_000)),
                Named.of("different terms", alternatives(50_000)),
                Named.of("exclusions", "a" + " -b".repeat(99_999)),
                Named.of("groups", "(a)".repeat(100_000)),
                Named.of("depth", "a" + " OR (b".repeat(200) + ")".repeat(200)),
                Named.of("depth of exclusions", "a " + "-(".repeat(200) + "b" + ")".repeat(200)),
                Named.of("wide and deep", "(a".repeat(200) + " b".repeat(50_000) + " c)".repeat(200)),
                Named.of("a word", "a".repeat(LARGE)),
                Named.of("words in a word", "a-".repeat(LARGE / 2)),
                Named.of("a phrase", "\"" + "a ".repeat(LARGE / 2) + "\""),
                Named.of("escapes", "\"a" + "\\\"".repeat(LARGE / 2) + "\""),
                Named.of("a tag", "#" + "a".repeat(LARGE)),
                Named.of("a handle", "@" + "a".repeat(LARGE)),
                Named.of("a language", "a lang:en" + "-a".repeat(LARGE)),
                Named.of("a number", "point_radius:[0." + "1".repeat(LARGE) + " 0 1km]"),
                Named.of("marks", "a" + "\u0301\u0316".repeat(LARGE / 2)),
                Named.of("marks of a tag", "#a" + "\u0301\u0316".repeat(LARGE / 2)),
                Named.of("marks looked for", "accents:ignore contains:a" + "\u0301\u0316".repeat(LARGE / 2)),
                Named.of("joined pictures", "👩" + "\u200D👩".repeat(LARGE / 2)),
                Named.of("pictures", "👩".repeat(LARGE)),
                Named.of("flags", "🇨".repeat(LARGE)),
                Named.of("a run of script without spaces", "東".repeat(LARGE)),
                Named.of("ligatures", "ﷺ".repeat(LARGE)));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void parse_hugeRule_isRead(String text) {
        assertThat(Rule.parse(new RuleId("r"), text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void canonical_hugeRule_isMade(String text) {
        assertThat(Rule.parse(new RuleId("r"), text).canonical()).isNotEmpty();
    }

    static Stream<Named<String>> others() {
        return Stream.of(
                Named.of("parentheses that open", "(".repeat(MANY)),
                Named.of("parentheses that close", ")".repeat(MANY)),
                Named.of("empty parentheses", "()".repeat(MANY / 2)),
                Named.of("exclusions of exclusions", "-".repeat(MANY)),
                Named.of("excluded groups", "-(".repeat(MANY / 2)),
                Named.of("quotes", "\"".repeat(MANY)),
                Named.of("a quote without end", "\"" + "a".repeat(MANY - 1)),
                Named.of("backslashes", "\"" + "\\".repeat(MANY - 1)),
                Named.of("ORs", "OR ".repeat(MANY / 3)),
                Named.of("spaces", " ".repeat(MANY)),
                Named.of("colons", ":".repeat(MANY)),
                Named.of("an operator", "a".repeat(MANY - 1) + ":"),
                Named.of("a language that is none", "a lang:en" + "-a".repeat(400_000) + "!"),
                Named.of("brackets", "point_radius:[".repeat(MANY / 14)),
                Named.of("numbers", "bounding_box:[" + "1 ".repeat(MANY / 2 - 8) + "]"),
                Named.of("a number that is none", "point_radius:[" + "1".repeat(MANY - 30) + "x 0 1km]"),
                Named.of("a radius", "point_radius:[1 2 " + "1".repeat(MANY - 30) + "km]"),
                Named.of("followers", "a followers_count:" + "1".repeat(MANY - 30)),
                Named.of("too many terms", "a ".repeat(MANY / 2)),
                Named.of("too many characters", "a".repeat(10 * MANY)),
                Named.of("half characters", "\uD83D".repeat(MANY)),
                Named.of("joiners", "\u200D".repeat(MANY)),
                Named.of("distances", "\"a\"~".repeat(MANY / 4)));
    }

    @ParameterizedTest
    @MethodSource("others")
    void parse_hugeTextThatIsNoRule_isRefusedInFewWords(String text) {
        assertThat(refusal(text)).hasSizeBetween(1, 500);
    }

    private static String refusal(String text) {
        try {
            return Rule.parse(new RuleId("r"), text).condition().getClass().getName()
                    + " was read instead of refused".repeat(50);
        } catch (RuleSyntaxException refusal) {
            return String.valueOf(refusal.getMessage());
        }
    }

    private static String alternatives(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "w" + (i * 7_919 % count))
                .collect(Collectors.joining(" OR "));
    }
}
