package io.tocsin.match;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.post.Post;
import io.tocsin.post.Span;
import io.tocsin.rule.Rule;
import io.tocsin.rule.RuleId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the text: a match's stretches lie within it, in order, apart, and cut no character in two. */
final class MatchSpansTest {
    private static final List<String> PIECES = List.of(
            "flood",
            "Calgary",
            "red cross",
            "#",
            "＃",
            "@",
            "@nws",
            " ",
            " ",
            ", ",
            "🔥",
            "\uD83D",
            "\u200D",
            "\uFE0F",
            "\u0301",
            "\u00AD",
            "地震",
            "é",
            "İ",
            "ß",
            "1",
            "http://t.co/",
            "#yycflood",
            "#Colorado",
            "earthquake",
            "_");

    private static final List<Rule> RULES = rules();

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void match_anyText_stretchesLieWithinIt(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Post post = Posts.saying(text(random));
        for (Match match : new NaiveMatcher(RULES).match(post)) {
            assertThat(faults(post.text(), match.spans()))
                    .as("%s in %s", match, post.text())
                    .isEmpty();
        }
    }

    private static List<String> faults(String text, List<Span> spans) {
        List<String> faults = new ArrayList<>();
        int end = 0;
        for (Span span : spans) {
            if (span.start() < end || span.end() > text.length()) {
                faults.add(span + " is not after " + end + " and before " + text.length());
            } else if (cuts(text, span.start()) || cuts(text, span.end())) {
                faults.add(span + " cuts a character");
            }
            end = span.end();
        }
        return faults;
    }

    private static boolean cuts(String text, int at) {
        return at > 0 && at < text.length() && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i >= 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    private static List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        for (String text : List.of(
                "flood",
                "#flood",
                "@nws",
                "flood #flood",
                "\"flood calgary\" OR flood",
                "🔥",
                "地震",
                "#地震",
                "é OR #é",
                "#İ OR #ß OR #1",
                "flood -calgary",
                "\"flood calgary\"~3 OR \"é 🔥\"~6",
                "contains:loo OR contains:s OR contains:é OR contains:震#",
                "url:co OR url_contains:t.co OR $x",
                "(e OR #e OR contains:e OR #i OR @nws) accents:ignore",
                "from:nws")) {
            rules.add(Rule.parse(new RuleId("r" + rules.size()), text));
        }
        try (InputStream in = MatchSpansTest.class.getResourceAsStream("/crisis-subscriptions.json")) {
            for (JsonNode subscription : new ObjectMapper().readTree(in)) {
                String name = subscription.get("name").asText();
                rules.add(Rule.parse(new RuleId(name), subscription.get("rule").asText()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rules;
    }
}
