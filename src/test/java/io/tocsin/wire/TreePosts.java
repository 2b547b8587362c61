package io.tocsin.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.post.Area;
import io.tocsin.post.Author;
import io.tocsin.post.AuthorName;
import io.tocsin.post.Geo;
import io.tocsin.post.Media;
import io.tocsin.post.Place;
import io.tocsin.post.Post;
import io.tocsin.post.PostId;
import io.tocsin.post.References;
import io.tocsin.post.RegexEntities;
import java.io.IOException;
import java.time.Instant;

/** Reads posts as {@link PostJson} does, from a whole tree of JSON. */
final class TreePosts {
    private static final ObjectMapper MAPPER = new ObjectMapper(Json.FACTORY);

    private TreePosts() {}

    static Post decode(byte[] json, Instant createdAt) {
        return decode(tree(json), createdAt);
    }

    private static JsonNode tree(byte[] json) {
        try (JsonParser parser = MAPPER.createParser(json)) {
            JsonNode node = MAPPER.readTree(parser);
            if (node == null) {
                throw new MalformedException("JSON", "nothing", "one JSON value");
            }
            if (parser.nextToken() != null) {
                long at = parser.currentTokenLocation().getByteOffset();
                throw new MalformedException("JSON at byte " + at, "more than one value", "one JSON value");
            }
            return node;
        } catch (IOException e) {
            throw Json.malformed(e);
        }
    }

    private static Post decode(JsonNode json, Instant createdAt) {
        TreeFields fields = TreeFields.of(json, "post");
        String text = fields.text("text");
        try {
            References references = references(fields);
            return new Post(
                    new PostId(fields.name("source"), fields.name("id")),
                    author(fields.object("author")),
                    fields.optionalTime("createdAt").orElse(createdAt),
                    fields.optionalConstant("kind", Post.Kind.class).orElseGet(() -> kind(references)),
                    text,
                    fields.optionalTexts("hashtags").orElseGet(() -> RegexEntities.hashtags(text)),
                    fields.optionalTexts("mentions").orElseGet(() -> RegexEntities.mentions(text)),
                    fields.optionalTexts("cashtags").orElseGet(() -> RegexEntities.cashtags(text)),
                    fields.optionalTexts("links").orElseGet(() -> RegexEntities.links(text)),
                    fields.optionalText("lang"),
                    fields.optionalObject("geo").map(geo -> new Geo(geo.number("lat"), geo.number("lon"))),
                    fields.optionalObject("place").map(TreePosts::place),
                    fields.objects("media").stream().map(TreePosts::media).toList(),
                    references);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(String.valueOf(e.getMessage()));
        }
    }

    private static Author author(TreeFields author) {
        return new Author(
                author.name("id"),
                author.optionalText("handle"),
                author.optionalText("name"),
                author.optionalText("bio"),
                author.optionalText("location"),
                author.optionalCount("followers"),
                author.optionalFlag("verified").orElse(false));
    }

    private static References references(TreeFields post) {
        return new References(
                post.optionalText("replyTo"),
                post.optionalText("repostOf"),
                post.optionalText("quoteOf"),
                post.optionalText("conversation"),
                post.optionalObject("replyToAuthor").map(TreePosts::authorName),
                post.optionalObject("repostOfAuthor").map(TreePosts::authorName));
    }

    private static AuthorName authorName(TreeFields author) {
        return new AuthorName(author.optionalText("id"), author.optionalText("handle"));
    }

    private static Place place(TreeFields place) {
        return new Place(
                place.optionalText("id"),
                place.name("name"),
                place.optionalText("country"),
                place.optionalObject("area")
                        .map(area -> new Area(
                                area.number("west"), area.number("south"), area.number("east"), area.number("north"))));
    }

    private static Media media(TreeFields media) {
        return new Media(media.optionalConstant("type", Media.Type.class).orElse(Media.Type.IMAGE), media.name("url"));
    }

    private static Post.Kind kind(References references) {
        if (references.repostOf().isPresent()) {
            return Post.Kind.REPOST;
        }
        if (references.quoteOf().isPresent()) {
            return Post.Kind.QUOTE;
        }
        return references.replyTo().isPresent() ? Post.Kind.REPLY : Post.Kind.ORIGINAL;
    }
}
