package io.tocsin.wire;

import com.fasterxml.jackson.core.JsonGenerator;
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
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A post as JSON: what ingest takes, what a store keeps, what consumers get. */
public final class PostJson {
    private static final Words<Post.Kind> KINDS = new Words<>(Post.Kind.class);
    private static final Words<Media.Type> MEDIA_TYPES = new Words<>(Media.Type.class);

    private static final Shape AUTHOR = Shape.of("id", "handle", "name", "bio", "location", "followers", "verified");
    private static final Shape AUTHOR_NAME = Shape.of("id", "handle");
    private static final Shape GEO = Shape.of("lat", "lon");
    private static final Shape AREA = Shape.of("west", "south", "east", "north");
    private static final Shape PLACE = Shape.of("id", "name", "country", "area").with("area", AREA);
    private static final Shape MEDIA = Shape.of("type", "url");
    static final Shape POST = Shape.of(
                    PostEventJson.EVENT,
                    "source",
                    "id",
                    "author",
                    "createdAt",
                    "kind",
                    "text",
                    "hashtags",
                    "mentions",
                    "cashtags",
                    "links",
                    "lang",
                    "geo",
                    "place",
                    "media",
                    "replyTo",
                    "repostOf",
                    "quoteOf",
                    "conversation",
                    "replyToAuthor",
                    "repostOfAuthor")
            .with("author", AUTHOR)
            .with("geo", GEO)
            .with("place", PLACE)
            .with("media", MEDIA)
            .with("replyToAuthor", AUTHOR_NAME)
            .with("repostOfAuthor", AUTHOR_NAME);

    private PostJson() {}

    /**
     * Reads a post from one JSON value. Fields that it does not know are passed over: a source may send more than we
     * use.
     *
     * @param createdAt stands in where the post does not say when it was made
     */
    public static Post decode(byte[] json, Instant createdAt) {
        return post(FieldsReader.read(json, POST, "post"), createdAt);
    }

    static Post post(Fields fields, Instant createdAt) {
        String text = fields.text("text");
        try {
            References references = references(fields);
            return new Post(
                    new PostId(fields.name("source"), fields.name("id")),
                    author(fields.object("author")),
                    fields.optionalTime("createdAt").orElse(createdAt),
                    fields.optionalConstant("kind", KINDS).orElseGet(() -> kind(references)),
                    text,
                    fields.optionalTexts("hashtags").orElseGet(() -> Entities.hashtags(text)),
                    fields.optionalTexts("mentions").orElseGet(() -> Entities.mentions(text)),
                    fields.optionalTexts("cashtags").orElseGet(() -> Entities.cashtags(text)),
                    fields.optionalTexts("links").orElseGet(() -> Entities.links(text)),
                    fields.optionalText("lang"),
                    fields.optionalObject("geo").map(geo -> new Geo(geo.number("lat"), geo.number("lon"))),
                    fields.optionalObject("place").map(PostJson::place),
                    media(fields.objects("media")),
                    references);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(String.valueOf(e.getMessage()));
        }
    }

    private static Author author(Fields author) {
        return new Author(
                author.name("id"),
                author.optionalText("handle"),
                author.optionalText("name"),
                author.optionalText("bio"),
                author.optionalText("location"),
                author.optionalCount("followers"),
                author.optionalFlag("verified").orElse(false));
    }

    private static References references(Fields post) {
        return new References(
                post.optionalText("replyTo"),
                post.optionalText("repostOf"),
                post.optionalText("quoteOf"),
                post.optionalText("conversation"),
                post.optionalObject("replyToAuthor").map(PostJson::authorName),
                post.optionalObject("repostOfAuthor").map(PostJson::authorName));
    }

    private static AuthorName authorName(Fields author) {
        return new AuthorName(author.optionalText("id"), author.optionalText("handle"));
    }

    private static Place place(Fields place) {
        return new Place(
                place.optionalText("id"),
                place.name("name"),
                place.optionalText("country"),
                place.optionalObject("area")
                        .map(area -> new Area(
                                area.number("west"), area.number("south"), area.number("east"), area.number("north"))));
    }

    private static List<Media> media(List<Fields> items) {
        return items.isEmpty() ? List.of() : items.stream().map(PostJson::media).toList();
    }

    private static Media media(Fields media) {
        return new Media(media.optionalConstant("type", MEDIA_TYPES).orElse(Media.Type.IMAGE), media.name("url"));
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

    public static byte[] encode(Post post) {
        return Json.bytes(json -> write(json, post));
    }

    private static void write(JsonGenerator json, Post post) throws IOException {
        json.writeStartObject();
        writeId(json, post.id());
        writeAuthor(json, post.author());
        json.writeStringField("createdAt", post.createdAt().toString());
        json.writeStringField("kind", Words.of(post.kind()));
        json.writeStringField("text", post.text());
        writeTexts(json, "hashtags", post.hashtags());
        writeTexts(json, "mentions", post.mentions());
        writeTexts(json, "cashtags", post.cashtags());
        writeTexts(json, "links", post.links());
        writeOptional(json, "lang", post.lang());
        if (post.geo().isPresent()) {
            json.writeObjectFieldStart("geo");
            json.writeNumberField("lat", post.geo().get().lat());
            json.writeNumberField("lon", post.geo().get().lon());
            json.writeEndObject();
        }
        if (post.place().isPresent()) {
            writePlace(json, post.place().get());
        }
        writeMedia(json, post.media());
        writeOptional(json, "replyTo", post.references().replyTo());
        writeOptional(json, "repostOf", post.references().repostOf());
        writeOptional(json, "quoteOf", post.references().quoteOf());
        writeOptional(json, "conversation", post.references().conversation());
        writeAuthorName(json, "replyToAuthor", post.references().replyToAuthor());
        writeAuthorName(json, "repostOfAuthor", post.references().repostOfAuthor());
        json.writeEndObject();
    }

    static void writeId(JsonGenerator json, PostId id) throws IOException {
        json.writeStringField("source", id.source());
        json.writeStringField("id", id.id());
    }

    private static void writeAuthor(JsonGenerator json, Author author) throws IOException {
        json.writeObjectFieldStart("author");
        json.writeStringField("id", author.id());
        writeOptional(json, "handle", author.handle());
        writeOptional(json, "name", author.name());
        writeOptional(json, "bio", author.bio());
        writeOptional(json, "location", author.location());
        OptionalLong followers = author.followers();
        if (followers.isPresent()) {
            json.writeNumberField("followers", followers.getAsLong());
        }
        if (author.verified()) {
            json.writeBooleanField("verified", true);
        }
        json.writeEndObject();
    }

    private static void writeAuthorName(JsonGenerator json, String name, Optional<AuthorName> author)
            throws IOException {
        if (author.isPresent()) {
            json.writeObjectFieldStart(name);
            writeOptional(json, "id", author.get().id());
            writeOptional(json, "handle", author.get().handle());
            json.writeEndObject();
        }
    }

    private static void writePlace(JsonGenerator json, Place place) throws IOException {
        json.writeObjectFieldStart("place");
        writeOptional(json, "id", place.id());
        json.writeStringField("name", place.name());
        writeOptional(json, "country", place.country());
        if (place.area().isPresent()) {
            json.writeObjectFieldStart("area");
            json.writeNumberField("west", place.area().get().west());
            json.writeNumberField("south", place.area().get().south());
            json.writeNumberField("east", place.area().get().east());
            json.writeNumberField("north", place.area().get().north());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void writeMedia(JsonGenerator json, List<Media> media) throws IOException {
        if (media.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("media");
        for (Media item : media) {
            json.writeStartObject();
            json.writeStringField("type", Words.of(item.type()));
            json.writeStringField("url", item.url());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeTexts(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static void writeOptional(JsonGenerator json, String name, Optional<String> text) throws IOException {
        if (text.isPresent()) {
            json.writeStringField(name, text.get());
        }
    }
}
