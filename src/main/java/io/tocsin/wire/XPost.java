package io.tocsin.wire;

import io.tocsin.post.Area;
import io.tocsin.post.Author;
import io.tocsin.post.AuthorName;
import io.tocsin.post.Entities;
import io.tocsin.post.Geo;
import io.tocsin.post.Media;
import io.tocsin.post.Place;
import io.tocsin.post.Post;
import io.tocsin.post.PostEvent;
import io.tocsin.post.PostId;
import io.tocsin.post.References;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A post of X's API, version 2, with what else came along with it joined in. */
final class XPost {
    /** What is read of a post. */
    static final List<String> NAMES = List.of(
            "id",
            "text",
            "note_tweet",
            "edit_history_tweet_ids",
            "edit_history_post_ids",
            "author_id",
            "created_at",
            "lang",
            "entities",
            "geo",
            "referenced_tweets",
            "in_reply_to_user_id",
            "conversation_id",
            "attachments");

    private static final Shape TAG = Shape.of("tag");
    private static final Shape ENTITIES = Shape.of("hashtags", "cashtags", "mentions", "urls")
            .with("hashtags", TAG)
            .with("cashtags", TAG)
            .with("mentions", Shape.of("username"))
            .with("urls", Shape.of("url", "expanded_url", "unwound_url", "media_key"));
    private static final Shape USER = Shape.of(
                    "id", "name", "username", "description", "location", "verified", "public_metrics")
            .with("public_metrics", Shape.of("followers_count"));
    private static final Shape PLACE =
            Shape.of("id", "full_name", "name", "country_code", "geo").with("geo", Shape.of("bbox"));
    static final Shape INCLUDES = Shape.of("users", "tweets", "posts", "media", "places")
            .with("users", USER)
            .with("tweets", Shape.of("id", "author_id"))
            .with("posts", Shape.of("id", "author_id"))
            .with("media", Shape.of("media_key", "type", "url", "preview_image_url"))
            .with("places", PLACE);

    private static final String NO_AUTHOR = "unknown";
    private static final String NO_LANGUAGE = "und";

    private final Fields post;
    private final Optional<Fields> includes;

    private XPost(Fields post, Optional<Fields> includes) {
        this.post = post;
        this.includes = includes;
    }

    /** Adds the shapes of a post's fields. */
    static Shape nested(Shape shape) {
        return shape.with("entities", ENTITIES)
                .with("note_tweet", Shape.of("text", "entities").with("entities", ENTITIES))
                .with("geo", Shape.of("place_id", "coordinates").with("coordinates", Shape.of("coordinates")))
                .with("referenced_tweets", Shape.of("type", "id"))
                .with("attachments", Shape.of("media_keys"));
    }

    /** Of several versions of a post, each has an id of its own; a later one edits the one before it. */
    static PostEvent event(String source, Fields post, Optional<Fields> includes, Instant now) {
        Post read = new XPost(post, includes).read(source, now);
        List<String> versions = post.optionalTexts("edit_history_tweet_ids")
                .or(() -> post.optionalTexts("edit_history_post_ids"))
                .orElse(List.of());
        int place = versions.indexOf(read.id().id());
        return place > 0
                ? new PostEvent.Edited(
                        new PostId(source, versions.get(place - 1)), read, post.optionalTime("created_at"))
                : new PostEvent.Published(read);
    }

    private Post read(String source, Instant now) {
        Optional<Fields> note = post.optionalObject("note_tweet").filter(its -> its.has("text"));
        String text = plain(note.orElse(post).text("text"));
        Optional<Fields> entities =
                note.flatMap(its -> its.optionalObject("entities")).or(() -> post.optionalObject("entities"));
        References references = references();
        return new Post(
                new PostId(source, post.name("id")),
                author(),
                post.optionalTime("created_at").orElse(now),
                kind(references),
                text,
                marked(entities, "hashtags", "tag").orElseGet(() -> Entities.hashtags(text)),
                marked(entities, "mentions", "username").orElseGet(() -> Entities.mentions(text)),
                marked(entities, "cashtags", "tag").orElseGet(() -> Entities.cashtags(text)),
                entities.map(XPost::links).orElseGet(() -> Entities.links(text)),
                post.optionalText("lang").filter(lang -> !lang.equals(NO_LANGUAGE)),
                post.optionalObject("geo").flatMap(XPost::point),
                post.optionalObject("geo").flatMap(this::place),
                media(),
                references);
    }

    /** X sends three characters as HTML does. */
    private static String plain(String text) {
        String unescaped = text.indexOf('&') < 0
                ? text
                : text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        return Normalizer.normalize(unescaped, Normalizer.Form.NFC);
    }

    /** Empty if nothing was marked at all: then whoever sent it did not ask for marks. */
    private static Optional<List<String>> marked(Optional<Fields> entities, String kind, String name) {
        return entities.map(its ->
                its.objects(kind).stream().map(one -> one.name(name)).distinct().toList());
    }

    private static List<String> links(Fields entities) {
        Set<String> links = new LinkedHashSet<>();
        for (Fields url : entities.objects("urls")) {
            // A picture is linked to, too.
            if (!url.has("media_key")) {
                url.optionalText("unwound_url")
                        .or(() -> url.optionalText("expanded_url"))
                        .or(() -> url.optionalText("url"))
                        .ifPresent(links::add);
            }
        }
        return List.copyOf(links);
    }

    private Author author() {
        String id = post.optionalText("author_id").filter(its -> !its.isBlank()).orElse(NO_AUTHOR);
        return included("users", "id", id)
                .map(user -> new Author(
                        id,
                        user.optionalText("username"),
                        user.optionalText("name"),
                        user.optionalText("description"),
                        user.optionalText("location"),
                        user.optionalObject("public_metrics")
                                .map(metrics -> metrics.optionalCount("followers_count"))
                                .orElse(OptionalLong.empty()),
                        user.optionalFlag("verified").orElse(false)))
                .orElseGet(() -> Author.withId(id));
    }

    private Optional<Fields> included(String kind, String name, String id) {
        return includes.flatMap(all -> all.objects(kind).stream()
                .filter(one -> one.optionalText(name).filter(id::equals).isPresent())
                .findFirst());
    }

    private static Optional<Geo> point(Fields geo) {
        return geo.optionalObject("coordinates")
                .flatMap(point -> point.optionalNumbers("coordinates"))
                .filter(numbers -> numbers.size() == 2)
                .map(numbers -> new Geo(numbers.get(1), numbers.get(0)));
    }

    private Optional<Place> place(Fields geo) {
        return geo.optionalText("place_id")
                .flatMap(id -> included("places", "id", id)
                        .flatMap(place -> place.optionalText("full_name")
                                .or(() -> place.optionalText("name"))
                                .map(name -> new Place(
                                        Optional.of(id),
                                        name,
                                        place.optionalText("country_code"),
                                        place.optionalObject("geo")
                                                .flatMap(its -> its.optionalNumbers("bbox"))
                                                .filter(box -> box.size() == 4)
                                                .map(box ->
                                                        new Area(box.get(0), box.get(1), box.get(2), box.get(3)))))));
    }

    private List<Media> media() {
        List<Media> media = new ArrayList<>();
        for (String key : post.optionalObject("attachments")
                .flatMap(its -> its.optionalTexts("media_keys"))
                .orElse(List.of())) {
            included("media", "media_key", key)
                    .ifPresent(one -> media.add(new Media(
                            type(one.optionalText("type").orElse("photo")),
                            one.optionalText("url")
                                    .or(() -> one.optionalText("preview_image_url"))
                                    .orElse(key))));
        }
        return media;
    }

    private static Media.Type type(String type) {
        return switch (type) {
            case "video" -> Media.Type.VIDEO;
            case "animated_gif" -> Media.Type.GIF;
            default -> Media.Type.IMAGE;
        };
    }

    private References references() {
        Optional<String> repostOf = referenced("retweeted");
        Optional<String> replyTo = referenced("replied_to");
        return new References(
                replyTo,
                repostOf,
                referenced("quoted"),
                post.optionalText("conversation_id"),
                post.optionalText("in_reply_to_user_id").map(this::name),
                repostOf.flatMap(this::authorOf).map(this::name));
    }

    private Optional<String> referenced(String type) {
        return post.objects("referenced_tweets").stream()
                .filter(one -> one.optionalText("type").filter(type::equals).isPresent())
                .map(one -> one.name("id"))
                .findFirst();
    }

    private Optional<String> authorOf(String id) {
        return included("tweets", "id", id)
                .or(() -> included("posts", "id", id))
                .flatMap(other -> other.optionalText("author_id"));
    }

    private AuthorName name(String id) {
        return new AuthorName(
                Optional.of(id), included("users", "id", id).flatMap(user -> user.optionalText("username")));
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
