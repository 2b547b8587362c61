package io.tocsin.post;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads tags, mentions, stock symbols and links from a text as X does, for posts whose source names none. Each is given
 * once, in the order and spelling of its first place. A text is looked through a fixed number of times, whatever is in
 * it.
 */
public final class Entities {
    private static final String TRAILING = ".,;:!?'-_*~[]";
    /** A handle does not start right after one of these; nor after an ASCII letter or digit, so no mail address. */
    private static final String NOT_BEFORE_A_MENTION = "_!#$%&*@＠";

    private static final int MAX_SYMBOL = 6;
    private static final int MAX_SYMBOL_CLASS = 2;
    private static final char EMOJI_STYLE = '\uFE0F';
    private static final char KEYCAP = '\u20E3';

    private Entities() {}

    /** The tags, without their {@code #}. What stands within a link is none. */
    public static List<String> hashtags(String text) {
        return signed(text, '#', '＃', Entities::hashtagEnd);
    }

    /** The handles mentioned, without their {@code @}. What stands within a link is none. */
    public static List<String> mentions(String text) {
        return signed(text, '@', '＠', Entities::mentionEnd);
    }

    /** The stock symbols, without their {@code $}. What stands within a link is none. */
    public static List<String> cashtags(String text) {
        return signed(text, '$', '$', Entities::cashtagEnd);
    }

    /** The links with http or https, without the punctuation of the sentence that follows them. */
    public static List<String> links(String text) {
        Links links = new Links(text);
        if (!links.find()) {
            return List.of();
        }
        Set<String> found = new LinkedHashSet<>();
        do {
            String link = trimmed(links.link());
            if (!link.endsWith("/") || link.indexOf('/') < link.length() - 2) {
                found.add(link);
            }
        } while (links.find());
        return List.copyOf(found);
    }

    /** What a sign may begin. */
    private interface Kind {
        /** Where that ends whose sign is at {@code sign}; there or right behind it if it is none. */
        int end(String text, int sign);
    }

    private static List<String> signed(String text, char sign, char wideSign, Kind kind) {
        if (text.indexOf(sign) < 0 && text.indexOf(wideSign) < 0) {
            return List.of();
        }
        Links links = new Links(text);
        Set<String> found = new LinkedHashSet<>();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == sign || text.charAt(i) == wideSign) {
                int end = kind.end(text, i);
                if (end > i + 1 && !links.cover(i)) {
                    found.add(text.substring(i + 1, end));
                }
            }
        }
        return List.copyOf(found);
    }

    /**
     * Letters, digits and what joins them, one letter at least; not within a word, and not of an escaped character such
     * as an apostrophe.
     */
    private static int hashtagEnd(String text, int sign) {
        int before = before(text, sign);
        int end = sign + 1;
        if (Letters.letter(before) || before == '_' || before == '&' || isAt(text, end, EMOJI_STYLE, KEYCAP)) {
            return sign;
        }
        boolean letter = false;
        for (int c = at(text, end); Letters.tag(c); c = at(text, end)) {
            letter |= Character.isLetter(c);
            end += Character.charCount(c);
        }
        boolean ends = !isAt(text, end, '#', '＃') && !text.startsWith("://", end);
        return letter && ends ? end : sign;
    }

    /** Not within a word, so no mail address, but after {@code RT}; {@code @user@host} is none to X. */
    private static int mentionEnd(String text, int sign) {
        int before = before(text, sign);
        boolean within = Letters.handle(before) || NOT_BEFORE_A_MENTION.indexOf(before) >= 0;
        if (within && !afterRt(text, sign)) {
            return sign;
        }
        int end = sign + 1;
        while (end < text.length() && Letters.handle(text.charAt(end))) {
            end++;
        }
        boolean ends = !isAt(text, end, '@', '＠') && !Letters.latin(at(text, end)) && !text.startsWith("://", end);
        return ends ? end : sign;
    }

    private static boolean afterRt(String text, int sign) {
        int word = sign - 2;
        return word >= 0
                && isAt(text, word, 'R', 'r')
                && isAt(text, word + 1, 'T', 't')
                && !Letters.letter(before(text, word))
                && before(text, word) != '_';
    }

    /**
     * Up to six letters, and up to two behind a dot or a '_', as in {@code $BRK.B}. X has a symbol only after a space,
     * and calls it a bug that it sees none in {@code ($TSLA)} and {@code $TSLA/$F}.
     */
    private static int cashtagEnd(String text, int sign) {
        int before = before(text, sign);
        if (sign > 0 && !Letters.space(before) && before != '(' && before != '/') {
            return sign;
        }
        int end = lettersEnd(text, sign + 1);
        if (end > sign + 1 + MAX_SYMBOL || end == sign + 1) {
            return sign;
        }
        int classEnd = isAt(text, end, '.', '_') ? lettersEnd(text, end + 1) : end;
        if (classEnd > end + 1 && classEnd <= end + 1 + MAX_SYMBOL_CLASS && !Letters.letter(at(text, classEnd))) {
            return classEnd;
        }
        return Letters.letter(at(text, end)) ? sign : end;
    }

    private static int lettersEnd(String text, int start) {
        int end = start;
        while (end < text.length() && Letters.asciiLetter(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** The code point before the place; 0 at the start. */
    private static int before(String text, int place) {
        return place == 0 ? 0 : text.codePointBefore(place);
    }

    /** The code point at the place; 0 at the end. */
    private static int at(String text, int place) {
        return place == text.length() ? 0 : text.codePointAt(place);
    }

    private static boolean isAt(String text, int place, char one, char other) {
        return place < text.length() && (text.charAt(place) == one || text.charAt(place) == other);
    }

    private static String trimmed(String link) {
        int unopened = 0;
        for (int i = 0; i < link.length(); i++) {
            unopened += link.charAt(i) == ')' ? 1 : link.charAt(i) == '(' ? -1 : 0;
        }
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
