package io.tocsin.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.rule.Condition.And;
import io.tocsin.rule.Condition.Not;
import io.tocsin.rule.Condition.Or;
import io.tocsin.rule.Condition.Unaccented;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules that say the same have one text. */
final class CanonicalTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', commentCharacter = '%', textBlock = """
            % parts
            b a                    | a b
            b OR a                 | a OR b
            a a                    | a
            a OR A                 | a
            a (b (c d))            | a b c d
            (a OR b) OR (c OR a)   | a OR b OR c
            a -(-b)                | a b
            a -(-(b OR c))         | a (b OR c)
            a -(-(b c))            | a b c
            a -(c b)               | -(b c) a
            a (b OR B)             | a b
            a -(-(-b))             | -b a
            (b OR a) accents:ignore | (a OR b) accents:ignore
            % words
            Flood                  | flood
            "Flood"                | flood
            STRASSE Straße         | strasse
            "OR"                   | or
            "from:nws"             | "from nws"
            Coca-Cola              | "coca cola"
            "coca, COLA!"          | "coca cola"
            $5.40                  | "5 40"
            🔥🔥                   | "🔥 🔥"
            ❤️                     | ❤
            #️⃣                    | #⃣
            "©️ A"                 | "©️ A"
            "東京"                 | 東京
            "東京、大阪"           | "東京 大阪"
            "Red  Cross"~3         | "red cross"~3
            "Red"~3                | red
            contains:"A B"         | contains:"a b"
            contains:" Ab"         | contains:" ab"
            % signs
            #Été                   | #été
            ＃A ＠B ＄C            | #a $c @b
            @NWS                   | @nws
            $TSLA                  | $tsla
            % operators
            FROM:@NWS              | from:nws
            to:NWS                 | to:nws
            retweets_of_user:NWS   | retweets_of:nws
            conversation_id:Ab     | conversation_id:Ab
            in_reply_to_tweet_id:Ab | in_reply_to:Ab
            retweets_of_status_id:Ab | retweets_of_tweet_id:Ab
            url:"HTTPS://Example.com/" | url:"https example com"
            url_contains:/News     | url_contains:/news
            bio:"Data, Engineer"   | bio:"data engineer"
            bio_name:"MD"          | bio_name:md
            bio_location:NYC       | bio_location:nyc
            place:Ab               | place:Ab
            place_country:ca       | place_country:CA
            point_radius:[1.0 2 3.50KM] | point_radius:[1 2 3.5km]
            a lang:pt-BR           | a lang:pt-br
            a lang:iw              | a lang:iw
            a is:Repost            | a is:retweet
            a has:symbols          | a has:cashtags
            a min_followers:5      | a followers_count:5
            a source:Bluesky       | a source:bluesky
            % accents
            Montréal accents:ignore | montreal accents:ignore
            "Où ÇA" #Été contains:É @é url_contains:é accents:ignore | "ou ca" #ete @é contains:e url_contains:é accents:ignore
            bio:É "Ø É"~2 accents:ignore | "ø e"~2 bio:e accents:ignore
            """)
    void canonical_rule_isOneTextForAllThatSayTheSame(String text, String canonical) {
        assertThat(Rule.parse(new RuleId("r"), text).canonical()).isEqualTo(canonical);
    }

    static IntStream seeds() {
        return IntStream.range(0, 500);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void canonical_anyCondition_isARuleAndItsOwnCanonical(int seed) {
        Condition condition = RandomRules.condition(new SplittableRandom(seed));
        String canonical = Canonical.of(condition).written();
        assertThat(Rule.parse(new RuleId("r"), canonical).canonical()).isEqualTo(canonical);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void canonical_anyText_isARuleAndItsOwnCanonical(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 50; i++) {
            String canonical = canonicalOrNothing(RandomRules.text(random));
            assertThat(canonicalOrNothing(canonical)).isEqualTo(canonical);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void canonical_sameInOtherWords_isTheSame(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Condition condition = RandomRules.condition(random);
        Condition other = inOtherWords(condition, random);
        assertThat(Canonical.of(other)).as(other.written()).isEqualTo(Canonical.of(condition));
    }

    /** Terms are held to be true at random, those with the same canonical text alike. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void canonical_whateverHolds_meansTheSame(int seed) {
        Condition condition = RandomRules.condition(new SplittableRandom(seed));
        Condition canonical = Canonical.of(condition);
        for (int world = 0; world < 50; world++) {
            assertThat(holds(canonical, false, world))
                    .as(condition.written())
                    .isEqualTo(holds(condition, false, world));
        }
    }

    @ParameterizedTest
    @CsvSource({"a b,a OR b", "a -b,a b", "a,a accents:ignore", "é,e", "#a,a", "\"a b\",a b", "contains:a,a"})
    void canonical_rulesThatSayOtherThings_differ(String one, String other) {
        assertThat(Rule.parse(new RuleId("r"), one).canonical())
                .isNotEqualTo(Rule.parse(new RuleId("r"), other).canonical());
    }

    /** Empty for what is no rule, and for nothing. */
    private static String canonicalOrNothing(String text) {
        try {
            return Rule.parse(new RuleId("r"), text).canonical();
        } catch (RuleSyntaxException refusal) {
            return "";
        }
    }

    private static Condition inOtherWords(Condition condition, SplittableRandom random) {
        if (condition instanceof And and) {
            return new And(shuffled(and.parts(), random));
        } else if (condition instanceof Or or) {
            return new Or(shuffled(or.parts(), random));
        } else if (condition instanceof Not not) {
            return new Not(inOtherWords(not.part(), random));
        } else if (condition instanceof Unaccented unaccented) {
            return new Unaccented(inOtherWords(unaccented.part(), random));
        } else if (condition instanceof Condition.Keyword keyword) {
            return new Condition.Phrase(keyword.word().toUpperCase(Locale.ROOT) + " …");
        }
        return random.nextBoolean() ? new Not(new Not(condition)) : condition;
    }

    private static List<Condition> shuffled(List<Condition> parts, SplittableRandom random) {
        List<Condition> others = new ArrayList<>();
        for (Condition part : parts) {
            others.add(random.nextInt(others.size() + 1), inOtherWords(part, random));
        }
        others.add(parts.get(random.nextInt(parts.size())));
        return others;
    }

    private static boolean holds(Condition condition, boolean unaccented, int world) {
        if (condition instanceof And and) {
            return and.parts().stream().allMatch(part -> holds(part, unaccented, world));
        } else if (condition instanceof Or or) {
            return or.parts().stream().anyMatch(part -> holds(part, unaccented, world));
        } else if (condition instanceof Not not) {
            return !holds(not.part(), unaccented, world);
        } else if (condition instanceof Unaccented whole) {
            return holds(whole.part(), true, world);
        }
        Condition term = Canonical.of(unaccented ? new Unaccented(condition) : condition);
        return new SplittableRandom(31L * term.written().hashCode() + world).nextInt(3) > 0;
    }
}
