package io.tocsin.post;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads tags, mentions, stock symbols and links as {@link Entities} does, by the patterns that say what they are. */
public final class RegexEntities {
    private static final String LETTER = "[\\p{L}\\p{M}\\p{Nd}_\\u200C\\u200D\\uA67E\\u05BE\\u05F3\\u05F4"
            + "\\uFF5E\\u301C\\u309B\\u309C\\u30A0\\u30FB\\u3003\\u0F0B\\u0F0C\\u00B7]";

    /** A character beyond U+FFFF in the pattern makes the JDK look back by whole code points. */
    private static final String BEYOND = "𠀡";

    private static final Pattern HASHTAG = Pattern.compile("(?<![\\p{L}\\p{M}\\p{Nd}_&" + BEYOND
            + "])[#＃](?!\\x{FE0F}|\\x{20E3})(?=" + LETTER + "*\\p{L})(" + LETTER + "++)(?![#＃]|://)");

    private static final Pattern MENTION = Pattern.compile("(?:(?<![A-Za-z0-9_!#$%&*@＠])|(?<=(?<![\\p{L}\\p{M}\\p{Nd}_"
            + BEYOND + "])[Rr][Tt]))[@＠]([A-Za-z0-9_]++)(?![@＠]|\\p{IsLatin}|://)");

    private static final Pattern CASHTAG = Pattern.compile("(?<=^|[\\s\\x1C-\\x1F\\p{Z}\\p{Cf}(/\uDB40\uDC01])"
            + "\\$([A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?)(?![\\p{L}\\p{M}\\p{Nd}])");

    private static final Pattern LINK = Pattern.compile(
            "(?<![\\p{L}\\p{Nd}_@#$" + BEYOND + "])(https?://[!#-;=?-\\[\\]_a-z~"
                    + "[\\p{L}\\p{M}\\p{Nd}&&[^\\x00-\\x7F\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}ー\\p{IsThai}]]]++)(…)?",
            Pattern.CASE_INSENSITIVE);

    private static final String TRAILING = ".,;:!?'-_*~[]";

    private RegexEntities() {}

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
