package io.tocsin.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is not a rule, and what its author is told. */
final class RuleSyntaxTest {
    private static final RuleId ID = new RuleId("r");

    /** Rule, position, found, and how the expected begins. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', commentCharacter = '%', textBlock = """
            % nothing
            ``              | 0  | end of rule   | a word
            `   `           | 3  | end of rule   | a word
            ()              | 1  | ')'           | a word
            a ()            | 3  | ')'           | a word
            % parentheses
            (a b            | 4  | end of rule   | a closing parenthesis
            (a (b)          | 6  | end of rule   | a closing parenthesis
            a b)            | 3  | ')'           | the end of the rule
            a ) b           | 2  | ')'           | the end of the rule
            % OR
            OR              | 0  | 'OR'          | a word
            a OR            | 4  | end of rule   | a word
            OR a            | 0  | 'OR'          | a word
            a OR OR b       | 5  | 'OR'          | a word
            (a OR) b        | 5  | ')'           | a word
            % quotes
            "a b            | 4  | end of rule   | a closing quote
            a "b\\"         | 6  | end of rule   | a closing quote
            ""              | 0  | '""'          | a letter
            "…"             | 0  | '"…"'         | a letter
            "a"b            | 3  | 'b'           | a space
            "a b"~5c        | 6  | '5c'          | directly after the ~
            "a b"~5"c"      | 7  | '"'           | a space, a parenthesis or the end of the rule after a distance
            "a b"~          | 6  | end of rule   | directly after the ~ how far the words may move, 1 to 6
            "a b"~ 3        | 6  | a space       | directly after the ~
            ("a b"~)        | 7  | ')'           | directly after the ~
            "a b"~0         | 6  | '0'           | directly after the ~
            "a b"~7         | 6  | '7'           | directly after the ~
            "…"~3           | 0  | '"…"~3'       | a letter
            bio:"a b"~3     | 9  | '~3'          | a space
            a"b"            | 1  | '"'           | a space before
            “a b”           | 0  | '“'           | a straight quote
            "a" “b”         | 4  | '“'           | a straight quote
            % words
            a ...           | 2  | '...'         | a word with a letter
            a & b           | 2  | '&'           | a word with a letter
            a $toolong      | 2  | '$toolong'    | after the $ a stock symbol
            $TSLA,          | 0  | '$TSLA,'      | after the $ a stock symbol
            $brk.bcd        | 0  | '$brk.bcd'    | after the $ a stock symbol
            $été            | 0  | '$été'        | after the $ a stock symbol
            % tags and handles
            #               | 1  | end of rule   | a letter
            a #             | 3  | end of rule   | a letter
            #flood!         | 6  | '!'           | a letter
            #covid-19       | 6  | '-19'         | a letter
            #\u200D        | 1  | '\u200D'      | a letter
            #\u0301        | 1  | '\u0301'      | a letter
            # (a)           | 1  | a space       | a letter
            @               | 0  | '@'           | a handle
            @nws,           | 0  | '@nws,'       | a handle
            @@nws           | 0  | '@@nws'       | a handle
            % operators
            foo:bar         | 0  | 'foo:bar'     | one of the operators accents:, bio:, bio_location:, bio_name:, bounding_box:, contains:, conversation_id:, followers_count:, from:, has:, in_reply_to:, is:, lang:, min_followers:, place:, place_country:, point_radius:, retweets_of:, retweets_of_tweet_id:, sample:, source:, to:, url:, url_contains:; a word with a colon goes in quotes
            a retweet_of:b  | 2  | 'retweet_of:b' | one of the operators accents:, bio:, bio_location:, bio_name:, bounding_box:, contains:, conversation_id:, followers_count:, from:, has:, in_reply_to:, is:, lang:, min_followers:, place:, place_country:, point_radius:, retweets_of:, retweets_of_tweet_id:, sample:, source:, to:, url:, url_contains:; did you mean retweets_of:? A word with a colon goes in quotes
            form:nws        | 0  | 'form:nws'    | one of the operators accents:, bio:, bio_location:, bio_name:, bounding_box:, contains:, conversation_id:, followers_count:, from:, has:, in_reply_to:, is:, lang:, min_followers:, place:, place_country:, point_radius:, retweets_of:, retweets_of_tweet_id:, sample:, source:, to:, url:, url_contains:; did you mean from:?
            folower_count:5 | 0  | 'folower_count:5' | one of the operators accents:, bio:, bio_location:, bio_name:, bounding_box:, contains:, conversation_id:, followers_count:, from:, has:, in_reply_to:, is:, lang:, min_followers:, place:, place_country:, point_radius:, retweets_of:, retweets_of_tweet_id:, sample:, source:, to:, url:, url_contains:; did you mean followers_count:?
            Langs:en        | 0  | 'Langs:en'    | one of the operators accents:, bio:, bio_location:, bio_name:, bounding_box:, contains:, conversation_id:, followers_count:, from:, has:, in_reply_to:, is:, lang:, min_followers:, place:, place_country:, point_radius:, retweets_of:, retweets_of_tweet_id:, sample:, source:, to:, url:, url_contains:; did you mean lang:?
            folowers_count:5 | 0 | 'folowers_count:5' | one of the operators accents:, bio:, bio_location:, bio_name:, bounding_box:, contains:, conversation_id:, followers_count:, from:, has:, in_reply_to:, is:, lang:, min_followers:, place:, place_country:, point_radius:, retweets_of:, retweets_of_tweet_id:, sample:, source:, to:, url:, url_contains:; did you mean followers_count:?
            10:30           | 0  | '10:30'       | one of the operators accents:, bio:, bio_location:, bio_name:, bounding_box:, contains:, conversation_id:, followers_count:, from:, has:, in_reply_to:, is:, lang:, min_followers:, place:, place_country:, point_radius:, retweets_of:, retweets_of_tweet_id:, sample:, source:, to:, url:, url_contains:; a word with a colon goes in quotes
            http://x.org/a  | 0  | 'http://x.org/a' | one of the operators
            $a:b            | 0  | '$a:b'        | one of the operators
            a :b            | 2  | ':b'          | one of the operators
            from:           | 5  | end of rule   | a handle
            from: nws       | 5  | a space       | a handle
            from:@          | 5  | '@'           | a handle
            from:""         | 5  | '""'          | a handle
            from:\u00AD    | 5  | '\u00AD'     | a handle
            to:             | 3  | end of rule   | a handle
            retweets_of:@   | 12 | '@'           | a handle
            url:"://"       | 4  | '"://"'       | a word of a link
            url_contains:   | 13 | end of rule   | what to look for
            contains:" "    | 9  | '" "'         | what to look for
            contains:\u0301 | 9 | '\u0301'     | what to look for
            conversation_id: | 16 | end of rule  | a post's id
            in_reply_to:" " | 12 | '" "'         | a post's id
            retweets_of_tweet_id:"" | 21 | '""'  | a post's id
            bio:!!!         | 4  | '!!!'         | a word of the author's profile
            bio_name:       | 9  | end of rule   | a word of the author's profile
            bio_location:"" | 13 | '""'          | a word of the author's profile
            place:-         | 6  | '-'           | a place's name or id
            place_country:USA | 14 | 'USA'       | a country's two letters
            a lang:english! | 7  | 'english!'    | a language code
            a lang:e        | 7  | 'e'           | a language code
            a is:           | 5  | end of rule   | retweet, reply, quote or verified, or -is:nullcast
            a is:retweeted  | 5  | 'retweeted'   | retweet, reply
            a has:video     | 6  | 'video'       | hashtags, cashtags, links, mentions, media, images, videos or geo
            a has:lang      | 6  | 'lang'        | a part of the post; for the language write lang: and its code
            a source:" "    | 9  | '" "'         | a source's name
            % numbers
            a followers_count: | 18 | end of rule | how many at least
            a followers_count:-1 | 18 | '-1'     | how many at least
            a followers_count:1,000 | 18 | '1,000' | how many at least
            a followers_count:1.. | 18 | '1..'   | how many at least
            a followers_count:..9 | 18 | '..9'   | how many at least
            a followers_count:9..1 | 18 | '9..1' | the smaller number before the larger
            a followers_count:9999999999999999999 | 18 | '9999999999999999999' | how many at least
            a followers_count:١ | 18 | '١'       | how many at least
            a min_followers:1..9 | 16 | '1..9'   | one number, such as 1000; followers_count: takes two
            a sample:0      | 9  | '0'           | how many posts in a hundred, 1 to 100
            a sample:101    | 9  | '101'         | how many posts in a hundred, 1 to 100
            a sample:10%    | 9  | '10%'         | how many posts in a hundred, 1 to 100
            % brackets
            point_radius:   | 13 | end of rule   | [longitude latitude radius], such as
            point_radius:"1 2 3km" | 13 | '"1 2 3km"' | [longitude latitude radius], such as
            point_radius:1  | 13 | '1'           | [longitude latitude radius], such as
            point_radius:[1 2 3km | 21 | end of rule | a closing bracket
            point_radius:[1 2 3km]a | 22 | 'a'   | a space, a parenthesis or the end of the rule after a closing bracket
            point_radius:[] | 14 | ']'           | [longitude latitude radius]
            point_radius:[1 2 ] | 18 | ']'       | [longitude latitude radius]
            point_radius:[1 2 3 km] | 20 | 'km'  | [longitude latitude radius]
            point_radius:[1,2,3km] | 15 | ','    | a space between the numbers, no comma
            point_radius:[1 2, 3km] | 17 | ','   | a space between the numbers, no comma
            point_radius:[181 2 3km] | 14 | '181' | a longitude, -180 to 180
            point_radius:[1 -90.1 3km] | 16 | '-90.1' | a latitude, -90 to 90
            point_radius:[-41.287336 174.761070 20mi] | 25 | '174.761070' | a latitude, -90 to 90; the longitude stands before it
            point_radius:[1e1 2 3km] | 14 | '1e1' | a longitude
            point_radius:[NaN 2 3km] | 14 | 'NaN' | a longitude
            point_radius:[−1 2 3km] | 14 | '−1'  | a longitude
            point_radius:[. 2 3km] | 14 | '.'    | a longitude
            point_radius:[(1 2 3km] | 14 | '(1'  | a longitude
            point_radius:[1 2 3] | 18 | '3'      | a radius in km or mi
            point_radius:[1 2 -3km] | 18 | '-3km' | a radius in km or mi
            point_radius:[1 2 0km] | 18 | '0km'  | a radius in km or mi above 0
            point_radius:[1 2 40.1km] | 18 | '40.1km' | a radius in km or mi above 0 and of at most 40km or 25mi
            point_radius:[1 2 25.1mi] | 18 | '25.1mi' | a radius in km or mi above 0 and of at most 40km or 25mi
            a  Bounding_Box:[1 2 3] | 22 | ']'   | [west south east north] in degrees, such as
            bounding_box:[1 2 3 4 5] | 22 | '5'  | [west south east north]
            bounding_box:[1 2 190 4] | 18 | '190' | a longitude
            bounding_box:[1 2 3 1] | 20 | '1'    | a north that is not south of the south
            bounding_box:"" | 13 | '""'          | [west south east north]
            % X's, but no post can answer them
            embedding:"a b" | 0  | 'embedding:"a b"' | the words that such posts use: comparing meanings needs a model
            a embedding_threshold:0.5 | 2 | 'embedding_threshold:0.5' | the words that such posts use: comparing meanings needs a model
            context:47.*    | 0  | 'context:47.*' | the words that such posts use: telling topics needs a model, and context: has none here
            -entity:"a b"   | 1  | 'entity:"a b"' | the words that such posts use: telling topics needs a model, and entity: has none here
            url_title:a     | 0  | 'url_title:a' | url: or url_contains:; no source says what stands on a linked page, as url_title: asks
            url_description:a | 0 | 'url_description:a' | url: or url_contains:; no source says
            from_affiliate_of:a | 0 | 'from_affiliate_of:a' | from: and each account's handle; no source says
            to_affiliate_of:a | 0 | 'to_affiliate_of:a' | to: and each account's handle; no source says
            a statuses_count:1 | 2 | 'statuses_count:1' | followers_count:; no source says every author's statuses_count:
            a tweets_count:1 | 2 | 'tweets_count:1' | followers_count:; no source says every author's tweets_count:
            a following_count:1 | 2 | 'following_count:1' | followers_count:; no source says
            a friends_count:1 | 2 | 'friends_count:1' | followers_count:; no source says
            a listed_count:1 | 2 | 'listed_count:1' | followers_count:; no source says
            profile_country:US | 0 | 'profile_country:US' | bio_location: and a place's name; no source says where
            profile_point_radius:[1 2 3km] | 0 | 'profile_point_radius:[1 2 3km]' | bio_location: and a place's name
            a has:profile_geo | 6 | 'profile_geo' | geo, for posts with a place; no source says where
            % not so
            a is:nullcast   | 2  | 'is:nullcast' | -is:nullcast
            a -(-is:nullcast) | 5 | 'is:nullcast' | -is:nullcast
            a -(b is:nullcast OR -(c is:nullcast)) | 25 | 'is:nullcast' | -is:nullcast
            a -sample:10    | 3  | 'sample:10'   | sample: without a - before it
            a -(b sample:10) | 6 | 'sample:10'   | sample: without a - before it
            % accents
            accents:ignore  | 14 | end of rule   | a word
            a accents:fold  | 10 | 'fold'        | ignore
            a -accents:ignore | 3 | 'accents:ignore' | accents:ignore without a - before it
            (a accents:ignore) | 3 | 'accents:ignore' | accents:ignore outside of all parentheses
            a -(b accents:ignore) | 6 | 'accents:ignore' | accents:ignore outside of all parentheses
            a accents:ignore accents:ignore | 17 | 'accents:ignore' | accents:ignore only once
            a OR b accents:ignore | 7 | 'accents:ignore' | parentheses around the alternatives, as in (a OR b) accents:ignore
            a accents:ignore OR b | 2 | 'accents:ignore' | parentheses around the alternatives
            -a accents:ignore | 0 | '-a'         | next to it something
            % exclusion
            a -             | 3  | end of rule   | directly after the -
            a - b           | 3  | a space       | directly after the -
            a --b           | 3  | '-'           | directly after the -
            a -)            | 3  | ')'           | directly after the -
            a -OR           | 3  | 'OR'          | directly after the -
            a –b            | 2  | '–'           | a hyphen
            % what would be satisfied by posts without number
            -a              | 0  | '-a'          | next to it something
            -a -b           | 0  | '-a'          | next to it something
            -"a b"          | 0  | '-"a b"'      | next to it something
            -(a b)          | 0  | '-(a b)'      | next to it something
            -(-a)           | 0  | '-(-a)'       | next to it something
            apple OR -ipad  | 9  | '-ipad'       | next to it something
            a OR (b OR -c)  | 11 | '-c'          | next to it something
            lang:en         | 0  | 'lang:en'     | next to it something
            a OR lang:en    | 5  | 'lang:en'     | next to it something
            lang:en -a      | 0  | 'lang:en'     | next to it something
            (lang:en OR lang:de) -a | 1 | 'lang:en' | next to it something
            is:retweet      | 0  | 'is:retweet'  | next to it something
            has:links OR is:reply | 0 | 'has:links' | next to it something
            sample:10       | 0  | 'sample:10'   | next to it something
            followers_count:1..9 | 0 | 'followers_count:1..9' | next to it something
            min_followers:1 | 0  | 'min_followers:1' | next to it something
            source:x -is:nullcast | 0 | 'source:x' | next to it something
            a OR lang:en is:quote | 5 | 'lang:en' | next to it something
            % positions count UTF-16 code units
            🔥 )            | 3  | ')'           | the end of the rule
            % long pieces are cut
            a:bcdefghijklmnopqrstuvwxyz0123456 | 0 | 'a:bcdefghijklmnopqrstuvwxyz01234…' | one of
            """)
    void parse_notARule_saysWhereAndWhat(String text, int position, String found, String expected) {
        assertThatExceptionOfType(RuleSyntaxException.class)
                .isThrownBy(() -> Rule.parse(ID, text))
                .satisfies(refusal -> {
                    assertThat(refusal.position()).isEqualTo(position);
                    assertThat(refusal.found()).isEqualTo(found);
                    assertThat(refusal.expected()).startsWith(expected);
                });
    }

    @Test
    void parse_notARule_messageIsForTheAuthor() {
        assertThatExceptionOfType(RuleSyntaxException.class)
                .isThrownBy(() -> Rule.parse(ID, "(a b"))
                .withMessage("column 5: found end of rule (expected: a closing parenthesis)");
    }

    @Test
    void parse_longestRule_isRead() {
        assertThat(Rule.parse(ID, "🔥".repeat(2_048), RuleLimits.DEFAULT).text())
                .hasSize(4_096);
    }

    @Test
    void parse_longerRule_isRefusedAtItsFirstCharacterTooMany() {
        assertThatExceptionOfType(RuleSyntaxException.class)
                .isThrownBy(() -> Rule.parse(ID, "a".repeat(2_049), RuleLimits.DEFAULT))
                .withMessage("column 2049: found 2049 characters (expected: at most 2048)");
    }

    @Test
    void parse_mostTerms_areRead() {
        assertThat(Rule.parse(ID, "a accents:ignore" + " -b".repeat(255), RuleLimits.DEFAULT)
                        .condition())
                .isInstanceOf(Condition.Unaccented.class);
    }

    @Test
    void parse_moreTerms_areRefusedAtTheFirstTooMany() {
        assertThatExceptionOfType(RuleSyntaxException.class)
                .isThrownBy(() -> Rule.parse(ID, "a " + "(b) ".repeat(256), RuleLimits.DEFAULT))
                .withMessage("column 1024: found 'b'"
                        + " (expected: at most 256 words, phrases, tags, handles and operators)");
    }

    @Test
    void parse_deepestNesting_isRead() {
        assertThat(Rule.parse(ID, "(".repeat(32) + "a" + ")".repeat(32), RuleLimits.DEFAULT)
                        .condition())
                .isEqualTo(new Condition.Keyword("a"));
    }

    @Test
    void parse_deeperNesting_isRefusedAtTheParenthesis() {
        assertThatExceptionOfType(RuleSyntaxException.class)
                .isThrownBy(() -> Rule.parse(ID, "a " + "-(".repeat(1000), RuleLimits.DEFAULT))
                .withMessage("column 68: found '(' (expected: at most 32 parentheses inside each other)");
    }

    @Test
    void parse_rulesBesideEachOther_areNotDeep() {
        assertThat(Rule.parse(ID, "(a) ".repeat(40), RuleLimits.DEFAULT).condition())
                .isInstanceOf(Condition.And.class);
    }

    @Test
    void parse_rulesOfOtherLimits_areReadBack() {
        String text = "(".repeat(33) + "a " + "-b ".repeat(2_000) + ")".repeat(33);
        assertThat(Rule.parse(ID, text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0,1,1", "1,0,1", "1,1,0", "1000001,1,1", "1,100001,1", "1,1,201"})
    void limits_beyondWhatIsSafe_areRefused(int characters, int terms, int depth) {
        assertThatIllegalArgumentException().isThrownBy(() -> new RuleLimits(characters, terms, depth));
    }
}
