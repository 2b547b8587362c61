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
            # AND is a word
            no  | flood AND calgary           | flood, Calgary
            yes | flood AND calgary           | flood and Calgary
            # AND before OR
            yes | flood calgary OR fire       | fire
            no  | flood calgary OR fire       | flood
            yes | fire OR flood calgary       | fire
            no  | fire OR flood calgary       | calgary
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
            # a mention is a whole handle
            yes | @nws                        | thanks @NWS!
            no  | @nws                        | thanks NWS
            no  | @nws                        | @nwsSeattle
            no  | @example                    | mail me@example.org
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
