package io.tocsin.wire;

import io.tocsin.post.Author;
import io.tocsin.post.AuthorName;
import io.tocsin.post.Entities;
import io.tocsin.post.Media;
import io.tocsin.post.Post;
import io.tocsin.post.PostId;
import io.tocsin.post.References;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A record of {@code app.bsky.feed.post} as a post. What is odd in its trimmings costs these, and not the post. */
final class BlueskyPost {
    private static final String TYPE = "$type";
    private static final Shape REFERENCE = Shape.of("uri");
    private static final Shape LINK = Shape.of("$link");
    private static final Shape BLOB = Shape.of("ref").with("ref", LINK);
    private static final Shape PICTURE = Shape.of("image").with("image", BLOB);
    private static final Shape SITE = Shape.of("uri");
    private static final Shape ATTACHED = Shape.of(TYPE, "images", "external", "video")
            .with("images", PICTURE)
            .with("external", SITE)
            .with("video", BLOB);
    private static final Shape QUOTED = Shape.of("uri", "record").with("record", REFERENCE);
    private static final Shape EMBED = Shape.of(TYPE, "images", "external", "video", "record", "media")
            .with("images", PICTURE)
            .with("external", SITE)
            .with("video", BLOB)
            .with("record", QUOTED)
            .with("media", ATTACHED);
    private static final Shape FACET = Shape.of("index", "features")
            .with("index", Shape.of("byteStart", "byteEnd"))
            .with("features", Shape.of(TYPE, "uri", "tag", "did"));
    static final Shape RECORD = Shape.of("createdAt", "text", "langs", "reply", "embed", "facets", "tags")
            .with("reply", Shape.of("parent", "root").with("parent", REFERENCE).with("root", REFERENCE))
            .with("embed", EMBED)
            .with("facets", FACET);

    private static final String FEATURES = "app.bsky.richtext.facet#";
    private static final String PICTURES = "https://cdn.bsky.app/img/feed_fullsize/plain/";
    private static final String FILMS = "https://video.bsky.app/watch/";

    private final String text;
    private final Set<String> hashtags = new LinkedHashSet<>();
    private final Set<String> mentions = new LinkedHashSet<>();
    private final Set<String> links = new LinkedHashSet<>();

    private BlueskyPost(String text) {
        this.text = text;
    }

    /** @param seen stands in where the record does not say when it was made, or says something that is no time */
    static Post post(PostId id, String did, Fields record, Instant seen) {
        BlueskyPost post = new BlueskyPost(record.text("text"));
        post.readFacets(lenient(() -> record.objects("facets"), List.of()));
        post.hashtags.addAll(lenient(() -> record.optionalTexts("tags"), Optional.<List<String>>empty())
                .orElse(List.of()));
        post.readTextItself();
        Optional<Fields> embed = lenient(() -> record.optionalObject("embed"), Optional.empty());
        List<Media> media = new ArrayList<>();
        embed.ifPresent(its -> post.readAttached(its, did, media));
        embed.flatMap(its -> lenient(() -> its.optionalObject("media"), Optional.empty()))
                .ifPresent(its -> post.readAttached(its, did, media));
        References references = references(record, embed);
        return new Post(
                id,
                Author.withId(did),
                lenient(() -> record.optionalTime("createdAt"), Optional.<Instant>empty())
                        .orElse(seen),
                kind(references),
                Normalizer.normalize(post.text, Normalizer.Form.NFC),
                List.copyOf(post.hashtags),
                List.copyOf(post.mentions),
                Entities.cashtags(post.text),
                List.copyOf(post.links),
                lenient(() -> record.optionalTexts("langs"), Optional.<List<String>>empty())
                        .flatMap(langs ->
                                langs.stream().filter(lang -> !lang.isBlank()).findFirst()),
                Optional.empty(),
                Optional.empty(),
                media,
                references);
    }

    /** Reads a part. */
    private interface Part<T> {
        T read();
    }

    private static <T> T lenient(Part<T> part, T otherwise) {
        try {
            return part.read();
        } catch (MalformedException e) {
            return otherwise;
        }
    }

    private void readFacets(List<Fields> facets) {
        byte[] bytes = facets.isEmpty() ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        for (Fields facet : facets) {
            for (Fields feature : lenient(() -> facet.objects("features"), List.<Fields>of())) {
                boolean unused = lenient(() -> readFeature(feature, facet, bytes), false);
            }
        }
    }

    private boolean readFeature(Fields feature, Fields facet, byte[] bytes) {
        return switch (feature.text(TYPE)) {
            case FEATURES + "tag" -> hashtags.add(feature.name("tag"));
            case FEATURES + "link" -> links.add(feature.name("uri"));
            case FEATURES + "mention" -> mentions.add(handle(facet.object("index"), bytes));
            default -> false;
        };
    }

    /** The text has the handle, and the feature only the author's id. */
    private static String handle(Fields index, byte[] bytes) {
        int start = (int) Math.max(0, Math.min(bytes.length, index.number("byteStart")));
        int end = (int) Math.max(start, Math.min(bytes.length, index.number("byteEnd")));
        String handle = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        if (handle.length() < 2 || handle.charAt(0) != '@') {
            throw new MalformedException("mention", "\"" + handle + "\"", "@ and a handle");
        }
        return handle.substring(1);
    }

    /** Clients that mark nothing leave it to the readers. */
    private void readTextItself() {
        if (hashtags.isEmpty()) {
            hashtags.addAll(Entities.hashtags(text));
        }
        if (mentions.isEmpty()) {
            mentions.addAll(Entities.mentions(text));
        }
        if (links.isEmpty()) {
            links.addAll(Entities.links(text));
        }
    }

    private void readAttached(Fields embed, String did, List<Media> media) {
        for (Fields picture : lenient(() -> embed.objects("images"), List.<Fields>of())) {
            lenient(() -> picture.optionalObject("image"), Optional.<Fields>empty())
                    .flatMap(BlueskyPost::content)
                    .ifPresent(cid -> media.add(new Media(Media.Type.IMAGE, PICTURES + did + "/" + cid + "@jpeg")));
        }
        lenient(() -> embed.optionalObject("video"), Optional.<Fields>empty())
                .flatMap(BlueskyPost::content)
                .ifPresent(cid -> media.add(new Media(Media.Type.VIDEO, FILMS + did + "/" + cid + "/playlist.m3u8")));
        lenient(() -> embed.optionalObject("external"), Optional.<Fields>empty())
                .flatMap(site -> lenient(() -> site.optionalText("uri"), Optional.empty()))
                .filter(uri -> !uri.isBlank())
                .ifPresent(links::add);
    }

    private static Optional<String> content(Fields blob) {
        return lenient(() -> blob.optionalObject("ref").flatMap(ref -> ref.optionalText("$link")), Optional.empty());
    }

    private static References references(Fields record, Optional<Fields> embed) {
        Optional<Fields> reply = lenient(() -> record.optionalObject("reply"), Optional.empty());
        Optional<String> parent = reply.flatMap(its -> uri(its, "parent"));
        return new References(
                parent,
                Optional.empty(),
                embed.flatMap(BlueskyPost::quoted).filter(uri -> uri.contains("/" + JetstreamJson.POSTS + "/")),
                reply.flatMap(its -> uri(its, "root")),
                parent.flatMap(BlueskyPost::author),
                Optional.empty());
    }

    /** With other things attached, the reference is a level further in. */
    private static Optional<String> quoted(Fields embed) {
        return lenient(() -> embed.optionalObject("record"), Optional.<Fields>empty())
                .flatMap(record ->
                        uri(record, "record").or(() -> lenient(() -> record.optionalText("uri"), Optional.empty())));
    }

    private static Optional<String> uri(Fields fields, String name) {
        return lenient(() -> fields.optionalObject(name).flatMap(its -> its.optionalText("uri")), Optional.empty());
    }

    /** Of {@code at://did/…}. */
    private static Optional<AuthorName> author(String uri) {
        String[] parts = uri.split("/", -1);
        return parts.length > 2 && !parts[2].isBlank()
                ? Optional.of(new AuthorName(Optional.of(parts[2]), Optional.empty()))
                : Optional.empty();
    }

    private static Post.Kind kind(References references) {
        if (references.quoteOf().isPresent()) {
            return Post.Kind.QUOTE;
        }
        return references.replyTo().isPresent() ? Post.Kind.REPLY : Post.Kind.ORIGINAL;
    }
}
