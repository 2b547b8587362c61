package io.tocsin.rule;

import io.tocsin.rule.Condition.Has;
import io.tocsin.rule.Condition.Is;
import io.tocsin.rule.Condition.Profile;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The operators that take a value: X's, as far as a post can answer them, and the gateway's own. */
final class Operators {
    /** About the whole rule and not a condition: the parser reads it. */
    static final String ACCENTS = "accents";

    /** Possessive: a code as long as the rule is read without a stack as deep. */
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,8}+(?:-[A-Za-z0-9]{1,8}+)*+");

    private static final Pattern COUNTRY = Pattern.compile("[A-Za-z]{2}");
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,18})(?:\\.\\.([0-9]{1,18}))?");
    private static final Pattern PERCENT = Pattern.compile("[0-9]{1,3}");

    private static final Map<String, Is.Kind> KINDS = Map.of(
            "retweet", Is.Kind.REPOST,
            "repost", Is.Kind.REPOST,
            "reply", Is.Kind.REPLY,
            "quote", Is.Kind.QUOTE,
            "verified", Is.Kind.VERIFIED,
            "nullcast", Is.Kind.NULLCAST);

    private static final Map<String, Has.Part> PARTS = Map.ofEntries(
            Map.entry("hashtags", Has.Part.HASHTAGS),
            Map.entry("cashtags", Has.Part.CASHTAGS),
            Map.entry("symbols", Has.Part.CASHTAGS),
            Map.entry("links", Has.Part.LINKS),
            Map.entry("mentions", Has.Part.MENTIONS),
            Map.entry("media", Has.Part.MEDIA),
            Map.entry("media_link", Has.Part.MEDIA),
            Map.entry("images", Has.Part.IMAGES),
            Map.entry("videos", Has.Part.VIDEOS),
            Map.entry("video_link", Has.Part.VIDEOS),
            Map.entry("geo", Has.Part.GEO));

    private static final String AUTHOR = "a handle or an author's id";
    private static final String POST = "a post's id";
    private static final String SUBSTRING = "what to look for, with a sign that is seen in it";

    private static final Map<String, Function<Operation, Condition>> READERS = Map.ofEntries(
            Map.entry("from", text(AUTHOR, Operators::author, Condition.From::new)),
            Map.entry("to", text(AUTHOR, Operators::author, Condition.To::new)),
            Map.entry("retweets_of", text(AUTHOR, Operators::author, Condition.RepostOfAuthor::new)),
            Map.entry("url", words("a word of a link, or some in quotes", Condition.Link::new)),
            Map.entry("url_contains", text(SUBSTRING, Operators::seen, Condition.LinkContains::new)),
            Map.entry("contains", text(SUBSTRING, Operators::seen, Condition.Contains::new)),
            Map.entry("conversation_id", text(POST, String::strip, Condition.Conversation::new)),
            Map.entry("in_reply_to", text(POST, String::strip, Condition.ReplyTo::new)),
            Map.entry("retweets_of_tweet_id", text(POST, String::strip, Condition.RepostOf::new)),
            Map.entry("bio", profile(Profile.Field.BIO)),
            Map.entry("bio_name", profile(Profile.Field.NAME)),
            Map.entry("bio_location", profile(Profile.Field.LOCATION)),
            Map.entry("place", words("a place's name or id", Condition.InPlace::new)),
            Map.entry(
                    "place_country",
                    matching("a country's two letters, such as CA", COUNTRY, Condition.InCountry::new)),
            Map.entry("point_radius", Brackets::circle),
            Map.entry("bounding_box", Brackets::box),
            Map.entry("lang", matching("a language code such as en or pt-BR", LANGUAGE, Condition.Lang::new)),
            Map.entry("is", Operators::is),
            Map.entry("has", Operators::has),
            Map.entry("followers_count", Operators::followers),
            Map.entry("min_followers", Operators::minFollowers),
            Map.entry("sample", Operators::sample),
            Map.entry("source", text("a source's name", String::strip, Condition.Source::new)));

    /** Other names that X has or had for the same. */
    private static final Map<String, String> ALIASES = Map.of(
            "retweets_of_user", "retweets_of",
            "in_reply_to_tweet_id", "in_reply_to",
            "in_reply_to_status_id", "in_reply_to",
            "retweets_of_status_id", "retweets_of_tweet_id",
            "user_bio", "bio",
            "user_bio_location", "bio_location",
            "geo_bounding_box", "bounding_box");

    private static final List<String> NAMES = Stream.concat(READERS.keySet().stream(), Stream.of(ACCENTS))
            .sorted()
            .toList();

    private static final String KNOWN = NAMES.stream().map(name -> name + ":").collect(Collectors.joining(", "));

    private Operators() {}

    static boolean takesBrackets(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith("point_radius") || lower.endsWith("bounding_box");
    }

    static Condition condition(Operation operation) {
        String name = operation.name();
        Function<Operation, Condition> reader = READERS.get(ALIASES.getOrDefault(name, name));
        if (reader == null) {
            Unanswerable.operator(name).ifPresent(instead -> {
                throw operation.refusalOfAll(instead);
            });
            String meant = Spelling.nearest(name, NAMES)
                    .map(near -> "; did you mean " + near + ":? A word")
                    .orElse("; a word");
            throw operation.refusalOfAll("one of the operators " + KNOWN + meant + " with a colon goes in quotes");
        }
        return reader.apply(operation);
    }

    private static Function<Operation, Condition> text(
            String expected, UnaryOperator<String> clean, Function<String, Condition> condition) {
        return operation -> {
            String value = clean.apply(operation.value());
            if (Folding.fold(value).isBlank()) {
                throw operation.refusal(expected);
            }
            return condition.apply(value);
        };
    }

    private static Function<Operation, Condition> matching(
            String expected, Pattern pattern, Function<String, Condition> condition) {
        return operation -> {
            if (!pattern.matcher(operation.value()).matches()) {
                throw operation.refusal(expected);
            }
            return condition.apply(operation.value());
        };
    }

    private static Function<Operation, Condition> words(String expected, Function<String, Condition> condition) {
        return operation -> {
            if (Tokenizer.tokens(operation.value()).isEmpty()) {
                throw operation.refusal(expected);
            }
            return condition.apply(operation.value());
        };
    }

    private static Function<Operation, Condition> profile(Profile.Field field) {
        return words("a word of the author's profile, or some in quotes", words -> new Profile(field, words));
    }

    private static String author(String value) {
        String author = value.strip();
        while (author.startsWith("@") || author.startsWith("＠")) {
            author = author.substring(1).strip();
        }
        return author;
    }

    /** Empty if nothing of it is seen: every post would hold it. */
    private static String seen(String value) {
        return Folding.unaccented(Folding.fold(value)).isBlank() ? "" : value;
    }

    private static Condition is(Operation operation) {
        return new Is(choice(operation, KINDS, "retweet, reply, quote or verified, or -is:nullcast"));
    }

    private static Condition has(Operation operation) {
        Unanswerable.part(operation.value().toLowerCase(Locale.ROOT)).ifPresent(instead -> {
            throw operation.refusal(instead);
        });
        return new Has(choice(operation, PARTS, "hashtags, cashtags, links, mentions, media, images, videos or geo"));
    }

    private static <T> T choice(Operation operation, Map<String, T> choices, String expected) {
        T chosen = choices.get(operation.value().toLowerCase(Locale.ROOT));
        if (chosen == null) {
            throw operation.refusal(expected);
        }
        return chosen;
    }

    private static Condition followers(Operation operation) {
        Matcher range = RANGE.matcher(operation.value());
        if (!range.matches()) {
            throw operation.refusal("how many at least, such as 1000, or from how many to how many, 1000..50000");
        }
        long min = Long.parseLong(range.group(1));
        long max = range.group(2) == null ? Long.MAX_VALUE : Long.parseLong(range.group(2));
        if (min > max) {
            throw operation.refusal("the smaller number before the larger");
        }
        return new Condition.Followers(min, max);
    }

    private static Condition minFollowers(Operation operation) {
        if (operation.value().contains("..")) {
            throw operation.refusal("one number, such as 1000; followers_count: takes two");
        }
        return followers(operation);
    }

    private static Condition sample(Operation operation) {
        if (PERCENT.matcher(operation.value()).matches()) {
            int percent = Integer.parseInt(operation.value());
            if (percent >= 1 && percent <= 100) {
                return new Condition.Sample(percent);
            }
        }
        throw operation.refusal("how many posts in a hundred, 1 to 100");
    }
}
