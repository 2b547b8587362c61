package io.tocsin.wire;

import io.tocsin.post.AuthorId;
import io.tocsin.post.PostEvent;
import io.tocsin.post.PostId;
import io.tocsin.post.SerialId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads lines of the streams of X's API, version 2: posts, and what compliance asks of those who hold posts. */
public final class XJson {
    private static final Shape NAMED = Shape.of("id");
    private static final Shape OF_A_POST = Shape.of("tweet", "event_at").with("tweet", NAMED);
    private static final Shape OF_A_USER =
            Shape.of("user", "up_to_tweet_id", "event_at").with("user", NAMED);
    /** What happens to a post. */
    private static final List<String> TO_POSTS = List.of("delete", "drop", "undrop", "withheld", "tweet_edit");
    /** What happens to a user, and with them to what they posted. */
    private static final List<String> TO_USERS = List.of(
            "user_delete",
            "user_undelete",
            "user_suspend",
            "user_unsuspend",
            "user_protect",
            "user_unprotect",
            "user_withheld",
            "user_profile_modification",
            "scrub_geo");

    private static final Shape DATA = data();
    private static final Shape MESSAGE = Shape.of("data", "includes", "errors", "title", "detail", "connection_issue")
            .with("data", DATA)
            .with("includes", XPost.INCLUDES)
            .with("errors", Shape.of("title", "detail"));

    private final String source;

    /** @param source what posts say as their source */
    public XJson(String source) {
        this.source = source;
    }

    private static Shape data() {
        String[] all =
                Stream.of(XPost.NAMES, TO_POSTS, TO_USERS).flatMap(List::stream).toArray(String[]::new);
        Shape shape = XPost.nested(Shape.of(all));
        for (String name : TO_POSTS) {
            shape = shape.with(name, OF_A_POST);
        }
        for (String name : TO_USERS) {
            shape = shape.with(name, OF_A_USER);
        }
        return shape;
    }

    /** Fails with {@link MalformedException}. */
    public XMessage decode(byte[] json, Instant now) {
        Fields message = FieldsReader.read(json, MESSAGE, "message");
        try {
            Optional<Fields> data = message.optionalObject("data");
            if (data.isPresent()) {
                return happened(data.get(), message.optionalObject("includes"), now);
            }
            List<Fields> errors = message.objects("errors");
            if (!errors.isEmpty()) {
                return failure(errors.get(0));
            }
            return message.has("title") ? failure(message) : new XMessage.Unknown("neither data nor errors");
        } catch (IllegalArgumentException e) {
            throw new MalformedException(String.valueOf(e.getMessage()));
        }
    }

    private static XMessage failure(Fields problem) {
        return new XMessage.Failure(
                problem.optionalText("title").orElse("error"),
                problem.optionalText("detail").orElse(""));
    }

    private XMessage happened(Fields data, Optional<Fields> includes, Instant now) {
        if (data.has("text")) {
            return new XMessage.Happened(
                    Optional.of(XPost.event(source, data, includes, now)), data.optionalTime("created_at"));
        }
        for (String kind : TO_POSTS) {
            Optional<Fields> its = data.optionalObject(kind);
            if (its.isPresent()) {
                return new XMessage.Happened(toPost(kind, its.get()), its.get().optionalTime("event_at"));
            }
        }
        for (String kind : TO_USERS) {
            Optional<Fields> its = data.optionalObject(kind);
            if (its.isPresent()) {
                return new XMessage.Happened(toUser(kind, its.get()), its.get().optionalTime("event_at"));
            }
        }
        return new XMessage.Unknown("data");
    }

    /**
     * A dropped post must not be shown, as a deleted one; that it may be shown again later does not bring it back here.
     * An edit says no text: the new version comes as a post.
     */
    private Optional<PostEvent> toPost(String kind, Fields what) {
        PostId id = new PostId(source, what.object("tweet").name("id"));
        return kind.equals("delete") || kind.equals("drop") ? Optional.of(new PostEvent.Deleted(id)) : Optional.empty();
    }

    private Optional<PostEvent> toUser(String kind, Fields what) {
        AuthorId author = new AuthorId(source, what.object("user").name("id"));
        return switch (kind) {
            case "user_delete", "user_suspend", "user_protect" -> Optional.of(new PostEvent.AuthorRemoved(author));
            case "user_undelete", "user_unsuspend", "user_unprotect" ->
                Optional.of(new PostEvent.AuthorRestored(author));
            case "scrub_geo" ->
                Optional.of(new PostEvent.AuthorGeoScrubbed(author, new SerialId(what.name("up_to_tweet_id"))));
            default -> Optional.empty();
        };
    }
}
