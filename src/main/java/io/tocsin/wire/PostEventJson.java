package io.tocsin.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.tocsin.post.AuthorId;
import io.tocsin.post.PostEvent;
import io.tocsin.post.PostId;
import io.tocsin.post.SerialId;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What happened to a post as JSON, as ingest takes it: an object with a field {@code event}; one without is a post that
 * was made. Of an event every field counts, so one that is not known is refused.
 */
final class PostEventJson {
    static final String EVENT = "event";

    /** What {@code event} can say. */
    private enum Type {
        DELETED,
        EDITED,
        AUTHOR_REMOVED,
        AUTHOR_RESTORED,
        GEO_SCRUBBED
    }

    private static final Words<Type> TYPES = new Words<>(Type.class);

    private static final Shape AUTHOR = Shape.strict("id");
    private static final Shape SHAPE = Shape.strict(EVENT, "source", "id", "author", "upTo", "post", "editedAt")
            .with("author", AUTHOR)
            .with("post", PostJson.POST);
    private static final Set<String> OF_A_POST = Set.of(EVENT, "source", "id");
    private static final Set<String> OF_AN_EDIT = Set.of(EVENT, "source", "id", "post", "editedAt");
    private static final Set<String> OF_AN_AUTHOR = Set.of(EVENT, "source", "author");
    private static final Set<String> OF_AN_AUTHORS_POSTS = Set.of(EVENT, "source", "author", "upTo");

    private PostEventJson() {}

    static PostEvent decode(byte[] bytes, int offset, int length, Instant now) {
        Fields fields = FieldsReader.read(bytes, offset, length, PostJson.POST, "post");
        return fields.has(EVENT)
                ? event(FieldsReader.read(bytes, offset, length, SHAPE, EVENT), now)
                : new PostEvent.Published(PostJson.post(fields, now));
    }

    static PostEvent decode(TokenBuffer tokens, Instant now) throws IOException {
        try (JsonParser json = tokens.asParserOnFirstToken()) {
            Fields fields = FieldsReader.read(json, PostJson.POST, "post");
            if (!fields.has(EVENT)) {
                return new PostEvent.Published(PostJson.post(fields, now));
            }
        }
        try (JsonParser json = tokens.asParserOnFirstToken()) {
            return event(FieldsReader.read(json, SHAPE, EVENT), now);
        }
    }

    private static PostEvent event(Fields fields, Instant now) {
        Type type = fields.optionalConstant(EVENT, TYPES).orElseThrow();
        try {
            return switch (type) {
                case DELETED -> new PostEvent.Deleted(post(fields.only(OF_A_POST)));
                case EDITED -> edited(fields.only(OF_AN_EDIT), now);
                case AUTHOR_REMOVED -> new PostEvent.AuthorRemoved(author(fields.only(OF_AN_AUTHOR)));
                case AUTHOR_RESTORED -> new PostEvent.AuthorRestored(author(fields.only(OF_AN_AUTHOR)));
                case GEO_SCRUBBED -> geoScrubbed(fields);
            };
        } catch (IllegalArgumentException e) {
            throw new MalformedException(String.valueOf(e.getMessage()));
        }
    }

    private static PostEvent edited(Fields fields, Instant now) {
        Optional<Instant> at = fields.optionalTime("editedAt");
        return new PostEvent.Edited(post(fields), PostJson.post(fields.object("post"), at.orElse(now)), at);
    }

    private static PostEvent geoScrubbed(Fields fields) {
        if (!fields.has("author")) {
            return new PostEvent.GeoScrubbed(post(fields.only(OF_A_POST)));
        }
        AuthorId author = author(fields.only(OF_AN_AUTHORS_POSTS));
        return new PostEvent.AuthorGeoScrubbed(author, upTo(fields.name("upTo")));
    }

    private static SerialId upTo(String id) {
        try {
            return new SerialId(id);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("upTo: " + e.getMessage());
        }
    }

    private static PostId post(Fields fields) {
        return new PostId(fields.name("source"), fields.name("id"));
    }

    private static AuthorId author(Fields fields) {
        Fields author = fields.object("author").only(Set.of("id"));
        return new AuthorId(fields.name("source"), author.name("id"));
    }
}
