package io.tocsin.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.rule.Rule;
import io.tocsin.rule.RuleId;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The operators that look beyond the text, by example: does a post that says "flood", with these fields, satisfy the
 * rule? {@link PostFields} says how fields are written. The post is original, by NWS (id 42), verified, in en-US.
 */
final class OperatorTableTest {
    @ParameterizedTest(name = "{0} | {1} | {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # from: the author, by handle or id, in any case
            yes | from:nws                           | from=NWS/42
            yes | from:@nws                          | from=NWS/42
            yes | from:42                            | from=NWS/42
            no  | from:4                             | from=NWS/42
            no  | from:nws                           | from=nws@example.org/42
            yes | from:nws@example.org               | from=NWS@Example.org/42
            yes | from:did:plc:abc                   | from=/did:plc:abc
            no  | from:nws                           | from=/42
            no  | flood -from:nws                    | from=NWS/42
            # to: whoever wrote what the post answers
            yes | to:nws                             | replyToAuthor=NWS/42
            yes | to:42                              | replyToAuthor=/42
            yes | to:@NWS                            | replyToAuthor=nws
            no  | to:nws                             | mentions=nws
            no  | to:nws                             | from=NWS/42 kind=reply
            no  | to:nws                             | repostOfAuthor=NWS/42
            # retweets_of: whoever wrote what the post repeats
            yes | retweets_of:nws                    | repostOfAuthor=NWS/42
            yes | retweets_of:42                     | repostOfAuthor=/42
            no  | retweets_of:nws                    | replyToAuthor=NWS/42
            # posts by their ids, exactly
            yes | conversation_id:100                | conversation=100
            no  | conversation_id:100                | id=100
            no  | conversation_id:100                | conversation=1000
            no  | conversation_id:abc                | conversation=ABC
            yes | in_reply_to_tweet_id:100           | replyTo=100
            no  | in_reply_to_tweet_id:100           | repostOf=100
            yes | retweets_of_tweet_id:100           | repostOf=100
            no  | retweets_of_tweet_id:100           | quoteOf=100
            # the author's profile, by words
            yes | bio:firefighter                    | bio="Firefighter, Calgary"
            no  | bio:fire                           | bio="Firefighter, Calgary"
            yes | bio:"firefighter calgary"          | bio="Firefighter, Calgary"
            no  | bio:"calgary firefighter"          | bio="Firefighter, Calgary"
            no  | bio:firefighter                    | name=Firefighter
            no  | bio:firefighter                    | lang=en
            no  | flood -bio:bot                     | bio="I am a bot"
            yes | flood -bio:bot                     | lang=en
            yes | bio_name:smith                     | name="John Smith"
            no  | bio_name:smith                     | from=smith/1
            yes | bio_location:"new york"            | location="New York, NY"
            no  | bio_location:york                  | bio=york
            no  | bio:pompier                        | bio=Pómpier
            yes | bio:pompier accents:ignore         | bio=Pómpier
            # links that the source says
            yes | url:calgary                        | links=https://calgary.ca/flood
            yes | url:"calgary.ca"                   | links=https://x.example,https://calgary.ca
            no  | url:"example calgary"              | links=https://x.example,https://calgary.ca
            yes | url_contains:algar                 | links=https://calgary.ca/flood
            no  | url_contains:"calgary.ca/fire"     | links=https://calgary.ca/flood
            no  | flood url:calgary                  | links=
            # tags, mentions and stock symbols that the source says
            yes | #yyc                               | hashtags=YYC
            no  | #yyc                               | hashtags=yycflood
            yes | @nws                               | mentions=NWS
            no  | @nws                               | mentions=nws@example.org
            yes | @nws@example.org                   | mentions=nws@example.org
            yes | $tsla                              | cashtags=TSLA
            no  | $tsla                              | hashtags=TSLA
            # place: words of its name, or its id as a whole
            yes | place:calgary                      | place="Calgary, Alberta"
            yes | place:"calgary alberta"            | place="Calgary, Alberta"
            no  | place:"alberta calgary"            | place="Calgary, Alberta"
            no  | place:cal                          | place="Calgary, Alberta"
            yes | place:fd70c22040963ac7             | place="Boulder, CO" placeId=fd70c22040963ac7
            no  | place:FD70C22040963AC7             | place="Boulder, CO" placeId=fd70c22040963ac7
            no  | place:calgary                      | location=Calgary
            no  | place:zurich                       | place=Zürich
            yes | place:zurich accents:ignore        | place=Zürich
            yes | place_country:CA                   | place=Calgary country=CA
            yes | place_country:ca                   | place=Calgary country=CA
            no  | place_country:US                   | place=Calgary country=CA
            no  | place_country:CA                   | place=Calgary
            no  | place_country:CA                   | geo=-114.07,51.05
            # point_radius: the point within the circle, its edge included; 25 miles are 0.36183° of latitude
            yes | point_radius:[-114.07 51.05 25mi]  | geo=-114.07,51.05
            yes | point_radius:[-114.07 51.05 25mi]  | geo=-114.07,51.4118
            no  | point_radius:[-114.07 51.05 25mi]  | geo=-114.07,51.4119
            yes | point_radius:[-114.07 51.05 25mi]  | geo=-114.07,50.6882
            no  | point_radius:[-114.07 51.05 25mi]  | geo=-114.07,50.6881
            # 40 km are 0.35973°
            yes | point_radius:[-114.07 51.05 40km]  | geo=-114.07,51.4097
            no  | point_radius:[-114.07 51.05 40km]  | geo=-114.07,51.4098
            # a degree of longitude is shorter in the north
            yes | point_radius:[-114.07 51.05 40km]  | geo=-113.5,51.05
            no  | point_radius:[0 0 40km]            | geo=0.57,0
            # at the pole all meridians meet, and across 180° it is near
            yes | point_radius:[0 90 40km]           | geo=123,89.7
            no  | point_radius:[0 90 40km]           | geo=123,89.6
            yes | point_radius:[0 89.9 25km]         | geo=180,89.9
            yes | point_radius:[179.9 0 40km]        | geo=-179.9,0
            no  | point_radius:[179.9 0 40km]        | geo=-179.7,0
            yes | point_radius:[180 0 1km]           | geo=-180,0
            # or a place wholly within it, all four corners
            yes | point_radius:[-114.07 51.05 25mi]  | area=-114.3,50.85,-113.9,51.2
            no  | point_radius:[-114.07 51.05 25mi]  | area=-114.3,50.65,-113.9,51.2
            no  | point_radius:[-114.07 51.05 10mi]  | area=-114.3,50.85,-113.9,51.2
            no  | point_radius:[-114.07 51.05 25mi]  | place=Calgary
            no  | point_radius:[-114.07 51.05 25mi]  | location=Calgary
            # a repost is where its author is, and that is not known
            no  | point_radius:[-114.07 51.05 25mi]  | geo=-114.07,51.05 kind=repost
            no  | point_radius:[-114.07 51.05 25mi]  | geo=-114.07,51.05 repostOf=1
            yes | point_radius:[-114.07 51.05 25mi]  | geo=-114.07,51.05 quoteOf=1
            # bounding_box: west south east north, its edges included
            yes | bounding_box:[-114.3 50.8 -113.9 51.2] | geo=-114.07,51.05
            yes | bounding_box:[-114.3 50.8 -113.9 51.2] | geo=-114.3,51.2
            no  | bounding_box:[-114.3 50.8 -113.9 51.2] | geo=-114.31,51
            no  | bounding_box:[-114.3 50.8 -113.9 51.2] | geo=-114,51.21
            yes | bounding_box:[-114.3 50.8 -113.9 51.2] | area=-114.3,50.8,-113.9,51.2
            no  | bounding_box:[-114.3 50.8 -113.9 51.2] | area=-114.3,50.8,-113.9,51.3
            no  | bounding_box:[-114.3 50.8 -113.9 51.2] | geo=-114.07,51.05 kind=repost
            no  | bounding_box:[-114.3 50.8 -113.9 51.2] | place=Calgary
            # across 180° if west is greater than east
            yes | bounding_box:[179.8 -17 -179.8 -16] | geo=179.9,-16.5
            yes | bounding_box:[179.8 -17 -179.8 -16] | geo=-179.9,-16.5
            no  | bounding_box:[179.8 -17 -179.8 -16] | geo=0,-16.5
            yes | bounding_box:[179.8 -17 -179.8 -16] | area=179.9,-16.9,-179.9,-16.1
            no  | bounding_box:[179.8 -17 -179.8 -16] | area=-179.9,-16.9,179.9,-16.1
            # lang: what the source says; a language includes its regions
            yes | flood lang:en                      | lang=en-US
            no  | flood lang:en-US                   | lang=en
            yes | flood lang:pt-BR                   | lang=pt_br
            yes | flood lang:zh                      | lang=zh-TW
            no  | flood lang:zh-CN                   | lang=zh-TW
            yes | flood lang:iw                      | lang=he
            yes | flood lang:he                      | lang=iw
            no  | flood lang:en                      | lang=
            yes | flood -lang:en                     | lang=
            # is: the kind of post
            yes | flood is:retweet                   | kind=repost
            yes | flood is:retweet                   | repostOf=1
            no  | flood is:retweet                   | kind=quote
            yes | flood is:reply                     | kind=reply
            yes | flood is:reply                     | replyTo=1
            no  | flood is:reply                     | kind=original
            yes | flood is:quote                     | kind=quote
            yes | flood is:quote                     | quoteOf=1 kind=reply
            no  | flood is:quote                     | kind=repost
            yes | flood is:reply is:quote            | quoteOf=1 kind=reply
            yes | flood is:verified                  | verified=yes
            no  | flood is:verified                  | verified=no
            no  | flood -is:retweet                  | kind=repost
            yes | flood -is:retweet                  | kind=original
            yes | flood -is:nullcast                 | kind=original
            yes | flood -is:nullcast                 | kind=repost
            # has: what comes with it
            yes | flood has:hashtags                 | hashtags=a
            no  | flood has:hashtags                 | cashtags=A mentions=a links=a
            yes | flood has:cashtags                 | cashtags=A
            no  | flood has:cashtags                 | hashtags=a
            yes | flood has:links                    | links=https://a.example
            no  | flood has:links                    | media=image
            yes | flood has:mentions                 | mentions=a
            no  | flood has:mentions                 | replyToAuthor=a
            yes | flood has:media                    | media=image
            yes | flood has:media                    | media=video
            yes | flood has:media                    | media=gif
            no  | flood has:media                    | links=https://a.example/a.png
            yes | flood has:images                   | media=video,image
            no  | flood has:images                   | media=video,gif
            yes | flood has:videos                   | media=video
            no  | flood has:videos                   | media=image,gif
            yes | flood has:geo                      | geo=0,0
            yes | flood has:geo                      | place=Calgary
            no  | flood has:geo                      | location=Calgary
            no  | flood -has:links                   | links=https://a.example
            # followers, both bounds included
            no  | flood followers_count:1000         | followers=999
            yes | flood followers_count:1000         | followers=1000
            yes | flood followers_count:1000..5000   | followers=1000
            yes | flood followers_count:1000..5000   | followers=5000
            no  | flood followers_count:1000..5000   | followers=999
            no  | flood followers_count:1000..5000   | followers=5001
            # who does not say how many is not counted
            no  | flood followers_count:0            | lang=en
            yes | flood -followers_count:1000        | lang=en
            # sample: mastodon/1 is in bucket 36
            no  | flood sample:36                    | source=mastodon id=1
            yes | flood sample:37                    | source=mastodon id=1
            yes | flood sample:100                   | source=mastodon id=1
            # source
            yes | flood source:mastodon              | source=Mastodon
            no  | flood source:mastodon              | source=x
            no  | flood source:masto                 | source=mastodon
            # accents:ignore is for words: handles, ids, stock symbols and links are spelled in one way
            yes | #musica accents:ignore             | hashtags=Música
            no  | @musica accents:ignore             | mentions=música
            yes | @musica accents:ignore             | mentions=Musica
            no  | $musica accents:ignore             | cashtags=música
            no  | from:musica accents:ignore         | from=música/1
            no  | url:musica accents:ignore          | links=https://música.example
            no  | url_contains:usic accents:ignore   | links=https://música.example
            # together
            yes | (flood OR fire) (from:nws OR bio:fire) -is:retweet lang:en | kind=quote
            no  | (flood OR fire) (from:nws OR bio:fire) -is:retweet lang:en | kind=repost
            no  | flood -(has:links from:nws)        | links=https://a.example
            yes | flood -(has:links from:nws)        | links=https://a.example from=other/1
            no  | flood -(has:links OR from:nws)     | links=https://a.example from=other/1
            yes | fire OR flood place_country:CA     | country=CA
            """)
    void match_ruleAndFields_asInTheTable(String answer, String rule, String fields) {
        NaiveMatcher matcher = new NaiveMatcher(List.of(Rule.parse(new RuleId("r"), rule)));
        assertThat(matcher.match(PostFields.post("flood", fields))).hasSize(answer.equals("yes") ? 1 : 0);
    }
}
