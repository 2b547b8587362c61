package io.tocsin.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.rule.Rule;
import io.tocsin.rule.RuleId;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rule language by example: does a post with the text satisfy the rule? The post is by NWS (id 42), in en-US. */
final class LanguageTableTest {
    @ParameterizedTest(name = "{0} | {1} | {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # a keyword is a whole word, in any case
            yes | flood                       | a flood in Calgary
            yes | flood                       | FLOOD!
            yes | FlOoD                       | the flood, again
            no  | flood                       | floods and flooding
            no  | floods                      | a flood
            yes | flood                       | (flood)
            yes | flood                       | "flood"…
            yes | flood                       | rain/flood/mud
            yes | 911                         | call 911 now
            no  | 911                         | call 9112
            # a word ends at every sign and symbol
            yes | coca                        | I like coca-cola
            yes | coca-cola                   | I like coca-cola
            yes | coca-cola                   | I like Coca Cola
            no  | coca-cola                   | cola coca
            yes | don't                       | I don't know
            yes | don't                       | I don’t know
            no  | don't                       | I dont know
            yes | don                         | I don't know
            yes | a_b                         | snake a_b case
            yes | b                           | snake a_b case
            yes | 5.4                         | magnitude 5.4
            # a keyword finds the word of a tag, a handle and a link, as X does
            yes | yycflood                    | stay safe #yycflood
            yes | nws                         | says @NWS
            yes | co                          | see http://t.co/dyr6BWe7EB
            no  | yyc                         | #yycflood
            # accents count, how they are encoded does not
            no  | musica                      | música
            yes | música                      | MÚSICA
            yes | música                      | mu\u0301sica
            yes | mu\u0301sica                | música
            no  | Zurich                      | Zürich
            # case is folded in full
            yes | strasse                     | Straße
            yes | STRASSE                     | STRAẞE
            yes | οδός                        | ΟΔΌΣ
            yes | istanbul                    | İstanbul
            yes | ISPARTA                     | ısparta
            # what is not seen does not count
            yes | flood                       | flo\u00ADod
            yes | flood                       | \u200Eflood\u200F
            # space is AND
            yes | flood calgary               | Calgary: flood
            no  | flood calgary               | a flood
            yes | flood   calgary             | Calgary: flood
            # OR is OR in upper case only
            yes | flood OR fire               | a fire
            yes | flood OR fire               | a flood
            no  | flood OR fire               | a storm
            no  | flood or fire               | a fire
            yes | flood or fire               | flood or fire
            # a distance lets words in between, at most so many
            yes | "flood calgary"~1           | flood calgary
            yes | "flood calgary"~1           | flood in Calgary
            no  | "flood calgary"~1           | flood in downtown Calgary
            yes | "flood calgary"~2           | flood in downtown Calgary
            yes | "flood calgary"~6           | flood 1 2 3 4 5 6 calgary
            no  | "flood calgary"~6           | flood 1 2 3 4 5 6 7 calgary
            # to change places costs two
            no  | "flood calgary"~1           | Calgary flood
            yes | "flood calgary"~2           | Calgary flood
            no  | "flood calgary"~2           | Calgary river flood
            yes | "flood calgary"~3           | Calgary river flood
            yes | "flood calgary"~6           | calgary 1 2 3 4 flood
            no  | "flood calgary"~6           | calgary 1 2 3 4 5 flood
            # of three words, all between the first and the last count
            yes | "bow river flood"~1         | bow the river flood
            yes | "bow river flood"~2         | bow the river will flood
            no  | "bow river flood"~1         | bow the river will flood
            no  | "bow river flood"~3         | flood river bow
            yes | "bow river flood"~4         | flood river bow
            yes | "bow river flood"~2         | river bow flood
            no  | "bow river flood"~6         | the bow flood
            # each word stands for itself
            no  | "flood flood"~6             | one flood
            yes | "flood flood"~1             | flood, flood
            yes | "new new york"~2            | new york new
            no  | "new new york"~6            | new york
            # a word between is a word as the language cuts it; a link is several
            yes | "flood calgary"~1           | flood #yyc calgary
            no  | "flood calgary"~2           | flood http://t.co/abc calgary
            yes | "flood calgary"~4           | flood http://t.co/abc calgary
            yes | "coca-cola zero"~1          | coca cola light zero
            yes | "🔥 🌊"~1                   | 🔥 and 🌊
            # the nearest counts
            yes | "flood calgary"~1           | flood 1 2 3 flood in calgary 1 2 3
            no  | flood -"flood calgary"~1    | flood in calgary
            yes | flood -"flood calgary"~1    | flood in downtown calgary
            # contains: takes any characters, in words and across them
            yes | contains:lood               | floods
            yes | contains:LOOD               | Floods
            no  | contains:lood               | flo od
            yes | contains:"d in c"           | flood in Calgary
            no  | contains:"d in c"           | flood  in Calgary
            yes | contains:"$$$"              | win $$$ now
            yes | contains:"…"                | wait…
            yes | contains:"!!"               | now!!!
            no  | contains:"!!"               | now! !
            yes | contains:t.co/dyr           | http://t.co/dyr6BWe7EB
            yes | contains:strass             | Straße
            yes | contains:s                  | ß
            no  | contains:e                  | é
            yes | contains:é                  | cafe\u0301s
            yes | contains:🔥                 | so🔥hot
            yes | contains:👩                 | 👩\u200D🚒
            yes | contains:震が               | 地震が来た
            yes | contains:floo               | flo\u00ADod
            no  | flood -contains:drill       | flood drills
            # AND is a word
            no  | flood AND calgary           | flood, Calgary
            yes | flood AND calgary           | flood and Calgary
            # AND before OR
            yes | flood calgary OR fire       | fire
            no  | flood calgary OR fire       | flood
            yes | fire OR flood calgary       | fire
            no  | fire OR flood calgary       | calgary
            no  | flood AND fire OR ice       | flood, fire
            yes | flood NOT fire              | flood, not fire
            no  | flood NOT fire              | flood
            yes | a b c OR d e f OR g         | f e d
            no  | a b c OR d e f OR g         | a d
            # parentheses
            no  | flood (calgary OR fire)     | fire
            yes | flood (calgary OR fire)     | flood, fire
            yes | (flood)                     | flood
            yes | ((flood OR (fire)) calgary) | fire, Calgary
            yes | flood(fire)                 | flood, fire
            # - excludes a term or a group
            yes | flood -fire                 | flood
            no  | flood -fire                 | flood, fire
            no  | flood -fire                 | nothing
            no  | -fire flood                 | flood, fire
            no  | flood -(fire OR storm)      | flood, storm
            yes | flood -(fire storm)         | flood, storm
            no  | flood -(fire storm)         | flood, fire, storm
            no  | flood -(-fire)              | flood
            yes | flood -(-fire)              | flood, fire
            yes | flood -fire OR fire -flood  | fire
            no  | flood -fire OR fire -flood  | flood, fire
            yes | flood (calgary OR -fire)    | flood
            # a group is excluded as a whole
            no  | flood -(a OR b OR c)        | flood c
            yes | flood -(a OR b OR c)        | flood d
            yes | flood -(a (b OR c))         | flood a
            yes | flood -(a (b OR c))         | flood b c
            no  | flood -(a (b OR c))         | flood c a
            yes | flood -(a -b)               | flood a b
            no  | flood -(a -b)               | flood a
            yes | flood -(a -b)               | flood
            no  | flood -(-a OR -b)           | flood a
            yes | flood -(-a OR -b)           | flood a b
            no  | flood -#drill               | flood #drill
            yes | flood -#drill               | flood drill
            no  | flood -@nws                 | flood @nws
            yes | (flood -a) OR (fire -b)     | fire a
            no  | (flood -a) OR (fire -b)     | flood a b
            # a phrase is its words, next to each other, in order
            yes | "red cross"                 | the Red Cross helps
            yes | "red cross"                 | red-cross
            yes | "red cross"                 | #red #cross
            no  | "red cross"                 | cross red
            no  | "red cross"                 | red big cross
            no  | "red cross"                 | red crossing
            yes | "#red @cross"               | red cross
            yes | "OR"                        | this or that
            yes | "10:30"                     | at 10:30
            yes | "Toys \\"R\\" Us"           | at Toys "R" Us
            no  | flood -"red cross"          | flood, red cross
            yes | flood -"red cross"          | flood, cross red
            # a tag is a whole tag that the post carries
            yes | #yycflood                   | #YYCflood now
            yes | #yycflood                   | ＃yycflood
            yes | ＃yycflood                  | #yycflood
            no  | #yycflood                   | yycflood
            no  | #yyc                        | #yycflood
            yes | #música                     | #MÚSICA
            yes | #4mileFire                  | #4MILEFIRE
            yes | #地震                       | これは #地震 です
            no  | #flood                      | a#flood
            no  | #flood                      | # flood
            no  | #flood                      | http://x.example/#flood
            yes | #flood                      | (#flood)
            no  | #flood                      | #a#flood
            yes | #flood                      | #flood's
            yes | #flood                      | #flood-watch
            no  | #flood                      | #flood_watch
            no  | #flood                      | #flood2013
            yes | #flood2013                  | #Flood2013
            no  | #2013                       | in #2013
            yes | flood                       | #flood_watch
            yes | #flood #fire                | #fire #flood
            # a mention is a whole handle
            yes | @nws                        | thanks @NWS!
            no  | @nws                        | thanks NWS
            no  | @nws                        | @nwsSeattle
            no  | @example                    | mail me@example.org
            no  | @nws                        | @nws_alerts
            yes | @nws_alerts                 | @NWS_Alerts
            yes | @nws                        | RT @nws: flood
            yes | @nws                        | .@nws flood
            no  | @nws                        | @nws@example.org
            no  | @nws                        | http://example.org/@nws
            yes | @nws                        | これは@nwsです
            # a stock symbol is a whole one
            yes | $TSLA                       | buy $TSLA now
            yes | $tsla                       | buy $TSLA now
            no  | $TSLA                       | buy TSLA now
            yes | TSLA                        | buy $TSLA now
            no  | $TSL                        | buy $TSLA now
            yes | $BRK.A                      | buy $BRK.A now
            no  | $BRK                        | buy $BRK.A now
            no  | $TSLA                       | US$TSLA
            no  | flood $TSLA                 | flood, $5
            # a link by its words, next to each other and in order
            yes | url:example                 | see http://example.org/news
            yes | url:"example.org"           | see http://example.org/news
            yes | url:"example.org/news"      | see http://EXAMPLE.org/News?id=1
            no  | url:"example/news"          | see http://example.org/news
            no  | url:exam                    | see http://example.org/news
            no  | url:example                 | an example
            yes | url:http                    | see http://example.org/news
            no  | url:"org b"                 | see http://a.org and http://b.org
            yes | url:"b.org"                 | see http://a.org and http://b.org
            no  | flood -url:example          | flood http://example.org
            # or by its characters
            yes | url_contains:exam           | see http://example.org/news
            yes | url_contains:"org/ne"       | see http://EXAMPLE.org/NEWS
            no  | url_contains:"news"         | see http://example.org/ news
            # operators, in any case
            yes | flood from:nws              | flood
            yes | from:@NWS                   | anything
            yes | FROM:42                     | anything
            no  | from:nwsSeattle             | anything
            no  | flood -from:nws             | flood
            yes | flood lang:en               | flood
            yes | flood LANG:EN-us            | flood
            no  | flood lang:de               | flood
            no  | flood -lang:en              | flood
            yes | flood (lang:de OR lang:en)  | flood
            # emoji are words
            yes | 🔥                          | help🔥now
            yes | 🔥                          | 🔥🔥🔥
            yes | 🔥🔥                        | 🔥 🔥
            yes | ❤                           | ❤️
            yes | ❤️                          | ❤
            no  | 👍                          | 👍🏽
            no  | 👩                          | 👩‍🚒
            yes | 👩‍🚒                          | a 👩‍🚒 here
            no  | 🇨                           | 🇨🇦
            yes | 🇨🇦                          | in 🇨🇦!
            yes | 1️⃣                          | 1️⃣ first
            no  | 1️⃣                          | 1 first
            yes | help                        | help🔥
            yes | 👍🏽                          | 👍🏽👍
            yes | 👍                          | 👍🏽👍
            no  | 🚒                          | 👩\u200D🚒
            yes | "👩 🚒"                     | 👩🚒
            no  | "👩 🚒"                     | 👩\u200D🚒
            yes | 👨\u200D👩\u200D👧               | the 👨\u200D👩\u200D👧 here
            no  | 👨\u200D👩                    | the 👨\u200D👩\u200D👧 here
            yes | 🇺🇸                          | 🇨🇦🇺🇸
            no  | 🇦🇺                          | 🇨🇦🇺🇸
            yes | "flood 🔥"                  | flood🔥
            yes | flood -🔥                   | flood 🌊
            no  | flood -🔥                   | flood 🌊🔥
            # scripts without spaces: a keyword is found within a run, and not across a sign
            yes | 地震                        | 大地震発生
            no  | 地震                        | この地。震える
            no  | 地震                        | 震地
            yes | 地震M5                      | 地震M5だ
            yes | アニメ                      | アニメーション
            yes | น้ำท่วม                        | เกิดน้ำท่วมหนัก
            yes | "地震 津波"                 | 地震津波
            yes | 지진                        | 지진 발생
            """)
    void match_ruleAndText_asInTheTable(String answer, String rule, String text) {
        NaiveMatcher matcher = new NaiveMatcher(List.of(Rule.parse(new RuleId("r"), rule)));
        assertThat(matcher.match(Posts.saying(text))).hasSize(answer.equals("yes") ? 1 : 0);
    }
}
