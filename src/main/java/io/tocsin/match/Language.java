package io.tocsin.match;

import java.util.List;
import java.util.Locale;

/** Language codes: {@code en} includes {@code en-US}, and not the other way round (RFC 4647, basic filtering). */
final class Language {
    /** Codes that X still uses, and those that took their place. */
    private static final List<Renamed> RENAMED =
            List.of(new Renamed("iw", "he"), new Renamed("in", "id"), new Renamed("ji", "yi"));

    private record Renamed(String before, String now) {
        boolean is(String tag) {
            int end = before.length();
            return tag.startsWith(before) && (tag.length() == end || tag.charAt(end) == '-');
        }
    }

    private Language() {}

    static boolean includes(String wanted, String tag) {
        return (current(tag) + "-").startsWith(current(wanted) + "-");
    }

    /** The tag in lower case, with the code of its language that is in use now. */
    static String current(String tag) {
        String lower = tag.toLowerCase(Locale.ROOT).replace('_', '-');
        for (int i = 0; i < RENAMED.size(); i++) {
            Renamed code = RENAMED.get(i);
            if (code.is(lower)) {
                return code.now() + lower.substring(code.before().length());
            }
        }
        return lower;
    }
}
