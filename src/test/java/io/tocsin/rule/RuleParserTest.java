package io.tocsin.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.rule.Condition.And;
import io.tocsin.rule.Condition.Cashtag;
import io.tocsin.rule.Condition.Contains;
import io.tocsin.rule.Condition.Conversation;
import io.tocsin.rule.Condition.Followers;
import io.tocsin.rule.Condition.From;
import io.tocsin.rule.Condition.Has;
import io.tocsin.rule.Condition.Hashtag;
import io.tocsin.rule.Condition.InBox;
import io.tocsin.rule.Condition.InCircle;
import io.tocsin.rule.Condition.InCountry;
import io.tocsin.rule.Condition.InPlace;
import io.tocsin.rule.Condition.Is;
import io.tocsin.rule.Condition.Keyword;
import io.tocsin.rule.Condition.Lang;
import io.tocsin.rule.Condition.Link;
import io.tocsin.rule.Condition.LinkContains;
import io.tocsin.rule.Condition.Mention;
import io.tocsin.rule.Condition.Near;
import io.tocsin.rule.Condition.Not;
import io.tocsin.rule.Condition.Or;
import io.tocsin.rule.Condition.Phrase;
import io.tocsin.rule.Condition.Profile;
import io.tocsin.rule.Condition.ReplyTo;
import io.tocsin.rule.Condition.RepostOf;
import io.tocsin.rule.Condition.RepostOfAuthor;
import io.tocsin.rule.Condition.Sample;
import io.tocsin.rule.Condition.Source;
import io.tocsin.rule.Condition.To;
import io.tocsin.rule.Condition.Unaccented;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
                Arguments.of("#️⃣", new Keyword("#️⃣")),
                Arguments.of("$5.40", new Keyword("$5.40")));
    }

    static Stream<Arguments> operators() {
        return Stream.of(
                Arguments.of("\"red cross\"~3", new Near("red cross", 3)),
                Arguments.of("(\"a b\"~1)", new Near("a b", 1)),
                Arguments.of("$TSLA", new Cashtag("TSLA")),
                Arguments.of("＄brk.B", new Cashtag("brk.B")),
                Arguments.of("contains:ood", new Contains("ood")),
                Arguments.of("contains:\" a \"", new Contains(" a ")),
                Arguments.of("to:@NWS", new To("NWS")),
                Arguments.of("from:\" @@NWS \"", new From("NWS")),
                Arguments.of("retweets_of:nws", new RepostOfAuthor("nws")),
                Arguments.of("retweets_of_user:nws", new RepostOfAuthor("nws")),
                Arguments.of("conversation_id:12aB", new Conversation("12aB")),
                Arguments.of("in_reply_to:12aB", new ReplyTo("12aB")),
                Arguments.of("in_reply_to_tweet_id:12aB", new ReplyTo("12aB")),
                Arguments.of("in_reply_to_status_id:12aB", new ReplyTo("12aB")),
                Arguments.of("retweets_of_tweet_id:12aB", new RepostOf("12aB")),
                Arguments.of("retweets_of_status_id:12aB", new RepostOf("12aB")),
                Arguments.of("url:\"https://example.com\"", new Link("https://example.com")),
                Arguments.of("url:https://example.com/[a]", new Link("https://example.com/[a]")),
                Arguments.of("url_contains:/news", new LinkContains("/news")),
                Arguments.of("bio:\"data engineer\"", new Profile(Profile.Field.BIO, "data engineer")),
                Arguments.of("user_bio:md", new Profile(Profile.Field.BIO, "md")),
                Arguments.of("bio_name:md", new Profile(Profile.Field.NAME, "md")),
                Arguments.of("bio_location:nyc", new Profile(Profile.Field.LOCATION, "nyc")),
                Arguments.of("user_bio_location:nyc", new Profile(Profile.Field.LOCATION, "nyc")),
                Arguments.of("place:\"high river\"", new InPlace("high river")),
                Arguments.of("place_country:ca", new InCountry("ca")),
                Arguments.of(
                        "point_radius:[2.355128 48.861118 16km]",
                        new InCircle(2.355128, 48.861118, 16, InCircle.Unit.KM)),
                Arguments.of("POINT_RADIUS:[  -180 +90. .5MI ]", new InCircle(-180, 90, 0.5, InCircle.Unit.MI)),
                Arguments.of("point_radius:[0 0 40km]", new InCircle(0, 0, 40, InCircle.Unit.KM)),
                Arguments.of("point_radius:[0 0 25mi]", new InCircle(0, 0, 25, InCircle.Unit.MI)),
                Arguments.of("point_radius:[-0 -0.0 1km]", new InCircle(0, 0, 1, InCircle.Unit.KM)),
                Arguments.of(
                        "bounding_box:[-105.301758 39.964069 -105.178505 40.09455]",
                        new InBox(-105.301758, 39.964069, -105.178505, 40.09455)),
                Arguments.of("bounding_box:[170 -90 -170 -90]", new InBox(170, -90, -170, -90)),
                Arguments.of("geo_bounding_box:[0 0 1 1]", new InBox(0, 0, 1, 1)));
    }

    /** Those that can't be a rule by themselves. */
    static Stream<Arguments> commonOperators() {
        return Stream.of(
                Arguments.of("lang:pt-BR-x-y", new Lang("pt-BR-x-y")),
                Arguments.of("is:retweet", new Is(Is.Kind.REPOST)),
                Arguments.of("is:Repost", new Is(Is.Kind.REPOST)),
                Arguments.of("IS:reply", new Is(Is.Kind.REPLY)),
                Arguments.of("is:quote", new Is(Is.Kind.QUOTE)),
                Arguments.of("is:verified", new Is(Is.Kind.VERIFIED)),
                Arguments.of("-is:nullcast", new Not(new Is(Is.Kind.NULLCAST))),
                Arguments.of("-(is:nullcast)", new Not(new Is(Is.Kind.NULLCAST))),
                Arguments.of("has:hashtags", new Has(Has.Part.HASHTAGS)),
                Arguments.of("has:cashtags", new Has(Has.Part.CASHTAGS)),
                Arguments.of("has:symbols", new Has(Has.Part.CASHTAGS)),
                Arguments.of("has:links", new Has(Has.Part.LINKS)),
                Arguments.of("has:mentions", new Has(Has.Part.MENTIONS)),
                Arguments.of("has:media", new Has(Has.Part.MEDIA)),
                Arguments.of("has:media_link", new Has(Has.Part.MEDIA)),
                Arguments.of("has:images", new Has(Has.Part.IMAGES)),
                Arguments.of("has:videos", new Has(Has.Part.VIDEOS)),
                Arguments.of("has:video_link", new Has(Has.Part.VIDEOS)),
                Arguments.of("has:geo", new Has(Has.Part.GEO)),
                Arguments.of("followers_count:1000", new Followers(1000, Long.MAX_VALUE)),
                Arguments.of("followers_count:0..50", new Followers(0, 50)),
                Arguments.of("min_followers:1000", new Followers(1000, Long.MAX_VALUE)),
                Arguments.of("sample:1", new Sample(1)),
                Arguments.of("sample:100", new Sample(100)),
                Arguments.of("-(-sample:10)", new Not(new Not(new Sample(10)))),
                Arguments.of("source:\"my source\"", new Source("my source")));
    }

    static Stream<Arguments> accents() {
        Condition or = new Or(List.of(A, B));
        return Stream.of(
                Arguments.of("a accents:ignore", new Unaccented(A)),
                Arguments.of("accents:ignore a", new Unaccented(A)),
                Arguments.of("a ACCENTS:Ignore b", new Unaccented(new And(List.of(A, B)))),
                Arguments.of("(a OR b) accents:ignore", new Unaccented(or)),
                Arguments.of("accents:ignore (a OR b) c", new Unaccented(new And(List.of(or, C)))),
                Arguments.of("a lang:fr accents:\"ignore\"", new Unaccented(new And(List.of(A, new Lang("fr"))))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"trees", "operators", "accents"})
    void parse_rule_meansTheCondition(String text, Condition condition) {
        assertThat(RuleParser.parse(text, RuleLimits.DEFAULT)).isEqualTo(condition);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commonOperators")
    void parse_commonOperatorInCompany_meansTheCondition(String text, Condition condition) {
        assertThat(RuleParser.parse("a " + text, RuleLimits.DEFAULT)).isEqualTo(new And(List.of(A, condition)));
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
            from:"a"          | from:a
            contains:"“"      | contains:"“"
            contains:"a\u001Cb" | contains:"a\u001Cb"
            url:a\\b          | url:a\\b
            a has:symbols     | a has:cashtags
            a min_followers:5 | a followers_count:5
            a followers_count:5..7 | a followers_count:5..7
            point_radius:[-0.10 051.500 1.0KM] | point_radius:[-0.1 51.5 1km]
            bounding_box:[100 -20 .00001 0]    | bounding_box:[100 -20 0.00001 0]
            accents:ignore a  | a accents:ignore
            accents:ignore (a OR b) | (a OR b) accents:ignore
            """)
    void written_condition_isTheShortestText(String text, String written) {
        assertThat(RuleParser.parse(text, RuleLimits.DEFAULT).written()).isEqualTo(written);
    }

    @Test
    void randomRules_manySeeds_holdEveryKindOfCondition() {
        Set<Class<?>> kinds = new HashSet<>();
        seeds().mapToObj(seed -> RandomRules.condition(new SplittableRandom(seed)))
                .forEach(condition -> addKinds(condition, kinds));
        assertThat(kinds).containsExactlyInAnyOrder(Condition.class.getPermittedSubclasses());
    }

    static IntStream seeds() {
        return IntStream.range(0, 500);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void parse_printed_isTheSameCondition(int seed) {
        Condition condition = RandomRules.condition(new SplittableRandom(seed));
        String text = condition.written();
        assertThat(RuleParser.parse(text, RuleLimits.WIDEST)).as(text).isEqualTo(condition);
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
                                    RuleParser.parse(subscription.get("rule").asText(), RuleLimits.DEFAULT)))
                    .hasSize(26)
                    .allMatch(Or.class::isInstance);
        }
    }

    private static void addKinds(Condition condition, Set<Class<?>> kinds) {
        kinds.add(condition.getClass());
        if (condition instanceof And and) {
            and.parts().forEach(part -> addKinds(part, kinds));
        } else if (condition instanceof Or or) {
            or.parts().forEach(part -> addKinds(part, kinds));
        } else if (condition instanceof Not not) {
            addKinds(not.part(), kinds);
        } else if (condition instanceof Unaccented unaccented) {
            addKinds(unaccented.part(), kinds);
        }
    }

    private static boolean readOrRefused(String text) {
        try {
            Condition condition = RuleParser.parse(text, RuleLimits.WIDEST);
            return RuleParser.parse(condition.written(), RuleLimits.WIDEST).equals(condition);
        } catch (RuleSyntaxException refusal) {
            return refusal.position() >= 0 && refusal.position() <= text.length();
        }
    }
}
