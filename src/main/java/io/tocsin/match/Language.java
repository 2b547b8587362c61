package io.tocsin.match;

import java.util.Locale;
import java.util.Map;

/** Language codes: {@code en} includes {@code en-US}, and not the other way round (RFC 4647, basic filtering). */
final class Language {
    /** Codes that X still uses, and those that took their place. */
    private static final Map<String, String> RENAMED = Map.of("iw", "he", "in", "id", "ji", "yi");

    private Language() {}

    static boolean includes(String wanted, String tag) {
        return (current(tag) + "-").startsWith(current(wanted) + "-");
    }

    /** The tag in lower case, with the code of its language that is in use now. */
    static String current(String tag) {
        String lower = tag.toLowerCase(Locale.ROOT).replace('_', '-');
        int dash = lower.indexOf('-');
        String language = dash < 0 ? lower : lower.substring(0, dash);
        String renamed = RENAMED.get(language);
        return renamed == null ? lower : renamed + lower.substring(language.length());
    }
}
