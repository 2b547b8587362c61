package io.tocsin.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
            "a b"~5         | 5  | '~5'          | a space
            a"b"            | 1  | '"'           | a space before
            “a b”           | 0  | '“'           | a straight quote
            "a" “b”         | 4  | '“'           | a straight quote
            % words
            a ...           | 2  | '...'         | a word with a letter
            a & b           | 2  | '&'           | a word with a letter
            a $TSLA         | 2  | '$TSLA'       | the word without its $
            % tags and handles
            #               | 1  | end of rule   | a letter
            a #             | 3  | end of rule   | a letter
            #flood!         | 6  | '!'           | a letter
            #covid-19       | 6  | '-19'         | a letter
            # (a)           | 1  | a space       | a letter
            @               | 0  | '@'           | a handle
            @nws,           | 0  | '@nws,'       | a handle
            @@nws           | 0  | '@@nws'       | a handle
            % operators
            foo:bar         | 0  | 'foo:bar'     | one of the operators from:, lang:;
            a retweet_of:b  | 2  | 'retweet_of:b' | one of the operators
            10:30           | 0  | '10:30'       | one of the operators from:, lang:; a word with a colon goes in quotes
            http://x.org/a  | 0  | 'http://x.org/a' | one of the operators
            a :b            | 2  | ':b'          | one of the operators
            from:           | 5  | end of rule   | a handle
            from: nws       | 5  | a space       | a handle
            from:@          | 5  | '@'           | a handle
            from:""         | 5  | '""'          | a handle
            a lang:english! | 7  | 'english!'    | a language code
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
        assertThat(Rule.parse(ID, "🔥".repeat(RuleParser.MAX_CHARACTERS)).text())
                .hasSize(2 * RuleParser.MAX_CHARACTERS);
    }

    @Test
    void parse_longerRule_isRefusedAtItsFirstCharacterTooMany() {
        assertThatExceptionOfType(RuleSyntaxException.class)
                .isThrownBy(() -> Rule.parse(ID, "a".repeat(2049)))
                .withMessage("column 2049: found 2049 characters (expected: at most 2048)");
    }

    @Test
    void parse_deepestNesting_isRead() {
        assertThat(Rule.parse(ID, "(".repeat(32) + "a" + ")".repeat(32)).condition())
                .isEqualTo(new Condition.Keyword("a"));
    }

    @Test
    void parse_deeperNesting_isRefusedAtTheParenthesis() {
        assertThatExceptionOfType(RuleSyntaxException.class)
                .isThrownBy(() -> Rule.parse(ID, "a " + "-(".repeat(1000)))
                .withMessage("column 68: found '(' (expected: at most 32 parentheses inside each other)");
    }
}
