package io.tocsin.rule;

import java.util.Map;
import java.util.Optional;

/** What X has an operator for and no post that comes here can answer, and what to ask instead. */
final class Unanswerable {
    private static final String BY_MEANING =
            "the words that such posts use: comparing meanings needs a model, and %s: has none here";
    private static final String BY_TOPIC =
            "the words that such posts use: telling topics needs a model, and %s: has none here";
    private static final String PAGE =
            "url: or url_contains:; no source says what stands on a linked page, as %s: asks";
    private static final String AFFILIATE =
            "%s each account's handle; no source says whose affiliate an author is, as %%s: asks";
    private static final String COUNT = "followers_count:; no source says every author's %s:";
    private static final String PROFILE_PLACE =
            "bio_location: and a place's name; no source says where on the map an author lives, as %s: asks";

    private static final Map<String, String> OPERATORS = Map.ofEntries(
            Map.entry("embedding", BY_MEANING),
            Map.entry("embedding_threshold", BY_MEANING),
            Map.entry("context", BY_TOPIC),
            Map.entry("entity", BY_TOPIC),
            Map.entry("url_title", PAGE),
            Map.entry("url_description", PAGE),
            Map.entry("from_affiliate_of", AFFILIATE.formatted("from: and")),
            Map.entry("to_affiliate_of", AFFILIATE.formatted("to: and")),
            Map.entry("statuses_count", COUNT),
            Map.entry("tweets_count", COUNT),
            Map.entry("following_count", COUNT),
            Map.entry("friends_count", COUNT),
            Map.entry("listed_count", COUNT));

    private Unanswerable() {}

    /** What to ask instead of this operator; empty if it is not known. */
    static Optional<String> operator(String name) {
        String instead = name.startsWith("profile_") ? PROFILE_PLACE : OPERATORS.get(name);
        return Optional.ofNullable(instead).map(text -> text.formatted(name));
    }

    /** What to ask instead of {@code has:} and this part; empty if it is not known. */
    static Optional<String> part(String name) {
        if (name.startsWith("profile_geo")) {
            return Optional.of("geo, for posts with a place; no source says where on the map an author lives");
        }
        return name.equals("lang")
                ? Optional.of("a part of the post; for the language write lang: and its code")
                : Optional.empty();
    }
}
