package io.tocsin.post;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads tags, mentions, stock symbols and links from a text as X does, for posts whose source names none. Each is given
 * once, in the order and spelling of its first place. A text is looked through a fixed number of times, whatever is in
 * it: no pattern goes back over what another match, or another start, has been over.
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
    private static final Pattern MENTION =
            Pattern.compile("(?:(?<![A-Za-z0-9_!#$%&*@＠])|(?<=(?<![\\p{L}\\p{M}\\p{Nd}_])[Rr][Tt]))"
                    + "[@＠]([A-Za-z0-9_]++)(?![@＠]|\\p{IsLatin}|://)");

    /** A stock symbol as X has it: up to six letters, and up to two behind a dot or a '_'. */
    private static final Pattern CASHTAG = Pattern.compile(
            "(?<![\\p{L}\\p{M}\\p{Nd}_$])[$＄]([A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?)(?![\\p{L}\\p{M}\\p{Nd}_$])");

    /** As far as a link can go: scripts that put no space before the next word end it. One cut short is none. */
    private static final Pattern LINK = Pattern.compile(
            "(?<![\\p{L}\\p{Nd}_@#$])(https?://[!#-;=?-\\[\\]_a-z~" + "[\\p{L}\\p{M}\\p{Nd}&&[^\\x00-\\x7F"
                    + "\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}ー\\p{IsThai}]]]++)(…)?",
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

    /** The stock symbols, without their {@code $}. What stands within a link is none. */
    public static List<String> cashtags(String text) {
        return outsideLinks(CASHTAG, text);
    }

    /** The links with http or https, without the punctuation of the sentence that follows them. */
    public static List<String> links(String text) {
        return foundLinks(text)
                .map(link -> trimmed(link.group(1)))
                .filter(link -> !link.endsWith("/") || link.indexOf('/') < link.length() - 2)
                .distinct()
                .toList();
    }

    private static List<String> outsideLinks(Pattern pattern, String text) {
        Iterator<MatchResult> links = foundLinks(text).iterator();
        Set<String> outside = new LinkedHashSet<>();
        int linkStart = -1;
        int linkEnd = -1;
        for (MatchResult one : pattern.matcher(text).results().toList()) {
            while (linkEnd <= one.start() && links.hasNext()) {
                MatchResult link = links.next();
                linkStart = link.start();
                linkEnd = link.end();
            }
            if (one.start() <= linkStart || linkEnd <= one.start()) {
                outside.add(one.group(1));
            }
        }
        return List.copyOf(outside);
    }

    private static Stream<MatchResult> foundLinks(String text) {
        return LINK.matcher(text).results().filter(link -> link.group(2) == null);
    }

    private static String trimmed(String link) {
        long unopened = link.chars().filter(c -> c == ')').count()
                - link.chars().filter(c -> c == '(').count();
        int end = link.length();
        while (true) {
            char last = link.charAt(end - 1);
            if (last == ')' && unopened > 0) {
                unopened--;
            } else if (TRAILING.indexOf(last) < 0) {
                return link.substring(0, end);
            }
            end--;
        }
    }
}
