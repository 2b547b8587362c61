package io.tocsin.post;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads tags, mentions and links from a text as X does, for posts whose source names none. Each is given once, in the
 * order and spelling of its first place.
 */
public final class Entities {
    private static final String LETTER = "[\\p{L}\\p{M}\\p{Nd}_\\u200C\\u200D·・]";

    /**
     * Letters, digits and '_', not digits alone; not within a word, and not of an escaped character such as an
     * apostrophe.
     */
    private static final Pattern HASHTAG = Pattern.compile(
            "(?<![\\p{L}\\p{M}\\p{Nd}_&])[#＃](?!\\x{FE0F}|\\x{20E3})(?=" + LETTER + "*[\\p{L}_])(" + LETTER + "+)");

    /** Not within a word, so no mail address, but after {@code RT}; {@code @user@host} is none to X. */
    private static final Pattern MENTION = Pattern.compile(
            "(?:(?<![A-Za-z0-9_!#$%&*@＠])|(?<=\\b[Rr][Tt]))[@＠]([A-Za-z0-9_]++)(?![@＠]|\\p{IsLatin}|://)");

    /** As far as a link can go: scripts that put no space before the next word end it. One cut short is none. */
    private static final Pattern LINK = Pattern.compile(
            "(?<![\\p{L}\\p{Nd}_@#$])(https?://[!#-;=?-\\[\\]_a-z~" + "[\\p{L}\\p{M}\\p{Nd}&&[^\\x00-\\x7F"
                    + "\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}ー\\p{IsThai}]]]++)(?!…)",
            Pattern.CASE_INSENSITIVE);

    private static final String TRAILING = ".,;:!?'-_*~[]";

    private Entities() {}

    /** The tags, without their {@code #}. What stands within a link is none. */
    public static List<String> hashtags(String text) {
        return outsideLinks(HASHTAG, text);
    }

    /** The handles mentioned, without their {@code @}. What stands within a link is none. */
    public static List<String> mentions(String text) {
        return outsideLinks(MENTION, text);
    }

    /** The links with http or https, without the punctuation of the sentence that follows them. */
    public static List<String> links(String text) {
        return found(LINK, text)
                .map(link -> trimmed(link.group(1)))
                .filter(link -> !link.endsWith("/") || link.indexOf('/') < link.length() - 2)
                .distinct()
                .toList();
    }

    private static List<String> outsideLinks(Pattern pattern, String text) {
        List<MatchResult> links = found(LINK, text).toList();
        return found(pattern, text)
                .filter(one -> links.stream().noneMatch(link -> link.start() < one.start() && one.start() < link.end()))
                .map(one -> one.group(1))
                .distinct()
                .toList();
    }

    private static Stream<MatchResult> found(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }

    private static String trimmed(String link) {
        int end = link.length();
        while (TRAILING.indexOf(link.charAt(end - 1)) >= 0 || unopened(link.substring(0, end))) {
            end--;
        }
        return link.substring(0, end);
    }

    /** It ends with a parenthesis that was opened before the link. */
    private static boolean unopened(String link) {
        return link.endsWith(")")
                && link.chars().filter(c -> c == ')').count()
                        > link.chars().filter(c -> c == '(').count();
    }
}
