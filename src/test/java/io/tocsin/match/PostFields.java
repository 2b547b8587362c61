package io.tocsin.match;

import io.tocsin.post.Area;
import io.tocsin.post.Author;
import io.tocsin.post.AuthorName;
import io.tocsin.post.Entities;
import io.tocsin.post.Geo;
import io.tocsin.post.Media;
import io.tocsin.post.Place;
import io.tocsin.post.Post;
import io.tocsin.post.PostId;
import io.tocsin.post.References;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Posts in one readable line: a text, and {@code field=value} for what its source says beside it.
 *
 * <p>A value with spaces goes in quotes. Authors are {@code handle/id}, {@code handle} or {@code /id}; points are
 * {@code lon,lat}, areas {@code west,south,east,north}; lists have commas. Tags, mentions, stock symbols and links are
 * read from the text unless said otherwise.
 */
final class PostFields {
    private static final Pattern FIELD = Pattern.compile("([A-Za-z]+)=(?:\"([^\"]*)\"|([^\\s\"]*))(?:\\s+|$)");
    private static final String DEFAULTS = "source=test id=1 from=NWS/42 lang=en-US verified=yes kind=original";

    private static final List<String> NAMES = List.of(
            "source",
            "id",
            "kind",
            "lang",
            "from",
            "name",
            "bio",
            "location",
            "followers",
            "verified",
            "hashtags",
            "mentions",
            "cashtags",
            "links",
            "media",
            "geo",
            "place",
            "placeId",
            "country",
            "area",
            "replyTo",
            "repostOf",
            "quoteOf",
            "conversation",
            "replyToAuthor",
            "repostOfAuthor");

    private final String text;
    private final Map<String, String> values = new LinkedHashMap<>();

    private PostFields(String text) {
        this.text = text;
    }

    static Post post(String text, String fields) {
        PostFields post = new PostFields(text);
        post.read(DEFAULTS);
        post.read(fields);
        return post.post();
    }

    private void read(String fields) {
        Matcher field = FIELD.matcher(fields.strip());
        int at = 0;
        while (field.find() && field.start() == at) {
            if (!NAMES.contains(field.group(1))) {
                throw new IllegalArgumentException("field: " + field.group(1) + " (expected: one of " + NAMES + ")");
            }
            values.put(field.group(1), field.group(2) == null ? field.group(3) : field.group(2));
            at = field.end();
        }
        if (at < fields.strip().length()) {
            throw new IllegalArgumentException("fields: " + fields.strip().substring(at) + " (expected: field=value)");
        }
    }

    private Post post() {
        return new Post(
                new PostId(said("source").orElseThrow(), said("id").orElseThrow()),
                author(),
                Instant.EPOCH,
                said("kind").map(PostFields::kind).orElseThrow(),
                text,
                list("hashtags", Entities::hashtags),
                list("mentions", Entities::mentions),
                list("cashtags", Entities::cashtags),
                list("links", Entities::links),
                said("lang"),
                said("geo").map(PostFields::numbers).map(n -> new Geo(n[1], n[0])),
                place(),
                list("media", none -> List.of()).stream().map(PostFields::media).toList(),
                new References(
                        said("replyTo"),
                        said("repostOf"),
                        said("quoteOf"),
                        said("conversation"),
                        said("replyToAuthor").map(PostFields::authorName),
                        said("repostOfAuthor").map(PostFields::authorName)));
    }

    private Author author() {
        AuthorName from = authorName(said("from").orElseThrow());
        return new Author(
                from.id().orElse("an id"),
                from.handle(),
                said("name"),
                said("bio"),
                said("location"),
                said("followers").map(Long::parseLong).map(OptionalLong::of).orElse(OptionalLong.empty()),
                said("verified").filter("yes"::equals).isPresent());
    }

    private Optional<Place> place() {
        Optional<Area> area = said("area").map(PostFields::numbers).map(n -> new Area(n[0], n[1], n[2], n[3]));
        boolean placed = Stream.of("place", "placeId", "country", "area").anyMatch(values::containsKey);
        return placed
                ? Optional.of(new Place(said("placeId"), said("place").orElse("a place"), said("country"), area))
                : Optional.empty();
    }

    private Optional<String> said(String field) {
        return Optional.ofNullable(values.get(field)).filter(value -> !value.isEmpty());
    }

    private List<String> list(String field, Function<String, List<String>> inText) {
        String value = values.get(field);
        if (value == null) {
            return inText.apply(text);
        }
        return value.isEmpty() ? List.of() : List.of(value.split(",", -1));
    }

    private static AuthorName authorName(String value) {
        String[] parts = value.split("/", 2);
        return new AuthorName(
                Optional.of(parts).filter(both -> both.length > 1).map(both -> both[1]),
                Optional.of(parts[0]).filter(handle -> !handle.isEmpty()));
    }

    private static Post.Kind kind(String value) {
        return Post.Kind.valueOf(value.toUpperCase(Locale.ROOT));
    }

    private static Media media(String value) {
        return new Media(Media.Type.valueOf(value.toUpperCase(Locale.ROOT)), "https://example.org/" + value);
    }

    private static double[] numbers(String value) {
        return Arrays.stream(value.split(",")).mapToDouble(Double::parseDouble).toArray();
    }
}
