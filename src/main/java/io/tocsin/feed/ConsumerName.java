package io.tocsin.feed;

import java.util.regex.Pattern;

/** What a consumer is called whose place in a feed is kept, such as {@code ops-wall}. Names are a feed's own. */
public record ConsumerName(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public ConsumerName {
        if (!FORM.matcher(value).matches()) {
            String shown = value.length() > 80 ? value.substring(0, 80) + "…" : value;
            throw new IllegalArgumentException(
                    "consumer: \"" + shown
                            + "\" (expected: 1 to 64 letters, digits, dots, dashes and underscores, the first a letter or digit)");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
