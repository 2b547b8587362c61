package io.tocsin.match;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.post.Post;
import io.tocsin.post.PostEvent;
import io.tocsin.rule.Rule;
import io.tocsin.rule.RuleId;
import io.tocsin.wire.PostReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The 3,000 posts of the Alberta floods of 2013, and the subscriptions that were made for such events. */
final class RealPostsTest {
    private static final List<Post> POSTS = posts();

    /** Counted with regular expressions over the lines of the file. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            flood                                       | 368
            contains:flood                              | 2349
            "red cross"                                 | 66
            "flood calgary"~3                           | 99
            "stay safe"~2                               | 39
            #yycflood                                   | 1028
            @u673deb3607                                | 81
            #yycflood -is:retweet has:links             | 155
            flood is:reply                              | 16
            flood is:retweet                            | 183
            url_contains:t.co                           | 1280
            flood (calgary OR #yyc) -evacuation         | 175
            """)
    void match_rule_takesAsManyAsCountedOtherwise(String rule, int posts) {
        NaiveMatcher matcher = new NaiveMatcher(List.of(Rule.parse(new RuleId("r"), rule)));
        assertThat(POSTS.stream().filter(post -> !matcher.match(post).isEmpty()))
                .hasSize(posts);
    }

    @Test
    void of_eachPostAndRule_saysWhatTheMatcherSays() throws IOException {
        for (Rule rule : rules()) {
            NaiveMatcher matcher = new NaiveMatcher(List.of(rule));
            assertThat(POSTS.subList(0, 300))
                    .allSatisfy(post -> assertThat(explained(rule, post))
                            .isEqualTo(matcher.match(post).stream().findFirst()));
        }
    }

    private static Optional<Match> explained(Rule rule, Post post) {
        Explanation explanation = Explanation.of(rule.condition(), post);
        Optional<Match> match = explanation.clauses().stream()
                .filter(Explanation.Clause::holds)
                .findFirst()
                .map(clause -> new Match(rule.id(), clause.text(), explanation.spans()));
        assertThat(explanation.matched()).isEqualTo(match.isPresent());
        return match;
    }

    private static List<Rule> rules() throws IOException {
        List<Rule> rules = new ArrayList<>();
        try (InputStream in = RealPostsTest.class.getResourceAsStream("/crisis-subscriptions.json")) {
            for (JsonNode subscription : new ObjectMapper().readTree(in)) {
                String name = subscription.get("name").asText();
                rules.add(Rule.parse(new RuleId(name), subscription.get("rule").asText()));
            }
        }
        return rules;
    }

    private static List<Post> posts() {
        List<Post> posts = new ArrayList<>();
        PostReader reader = PostReader.ndjson();
        try (InputStream in = RealPostsTest.class.getResourceAsStream("/io/tocsin/demo/alberta-floods-2013.ndjson")) {
            reader.feed(in.readAllBytes(), Instant.EPOCH, item -> {
                PostReader.Item.Good good = (PostReader.Item.Good) item;
                posts.add(((PostEvent.Published) good.event()).post());
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return posts;
    }
}
