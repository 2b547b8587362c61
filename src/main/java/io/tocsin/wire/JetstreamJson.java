package io.tocsin.wire;

import io.tocsin.post.AuthorId;
import io.tocsin.post.PostEvent;
import io.tocsin.post.PostId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Reads messages of Bluesky's Jetstream. Version 1 says {@code kind} and {@code time_us}; version 2 wraps the same in
 * an envelope with {@code $type}, which also brings notices and errors.
 */
public final class JetstreamJson {
    /** The collection that holds posts. */
    public static final String POSTS = "app.bsky.feed.post";

    private static final long MICROS = 1_000_000;
    /** Who is gone, and with them what they posted; one who is merely deactivated comes and goes as they like. */
    private static final Set<String> GONE = Set.of("deleted", "takendown", "suspended");

    private static final String TYPE = "$type";
    private static final Shape ACCOUNT = Shape.of("active", "status");
    private static final Shape COMMIT =
            Shape.of("operation", "collection", "rkey", "record").with("record", BlueskyPost.RECORD);
    private static final Shape PAYLOAD = Shape.of(
                    TYPE,
                    "did",
                    "time",
                    "witnessedAt",
                    "operation",
                    "collection",
                    "rkey",
                    "record",
                    "account",
                    "name",
                    "message")
            .with("account", ACCOUNT)
            .with("record", BlueskyPost.RECORD);
    private static final Shape MESSAGE = Shape.of(
                    "did", "time_us", "kind", "commit", "account", TYPE, "payload", "error", "message")
            .with("commit", COMMIT)
            .with("account", ACCOUNT)
            .with("payload", PAYLOAD);

    private final String source;

    /** @param source what posts say as their source */
    public JetstreamJson(String source) {
        this.source = source;
    }

    /** Fails with {@link MalformedException}. */
    public JetstreamMessage decode(byte[] json) {
        Fields message = FieldsReader.read(json, MESSAGE, "message");
        try {
            Optional<String> type = message.optionalText(TYPE);
            return type.isEmpty() ? first(message) : second(type.get(), message);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(String.valueOf(e.getMessage()));
        }
    }

    private JetstreamMessage first(Fields message) {
        Instant time = time(message.optionalCount("time_us")
                .orElseThrow(() -> new MalformedException("time_us", "missing", "microseconds since 1970")));
        String kind = message.name("kind");
        return switch (kind) {
            case "commit" -> happened(time, commit(message.name("did"), time, message.object("commit")));
            case "account" -> happened(time, account(message.name("did"), message.object("account")));
            case "identity" -> happened(time, Optional.empty());
            default -> new JetstreamMessage.Unknown(kind);
        };
    }

    private JetstreamMessage second(String type, Fields message) {
        if (type.equals("error")) {
            return new JetstreamMessage.Failure(
                    message.optionalText("error").orElse("error"),
                    message.optionalText("message").orElse(""));
        }
        if (!type.equals("message")) {
            return new JetstreamMessage.Unknown(type);
        }
        Fields payload = message.object("payload");
        String kind = kind(payload.name(TYPE));
        return switch (kind) {
            case "commit" -> happened(seen(payload), commit(payload.name("did"), seen(payload), payload));
            case "account" -> happened(seen(payload), account(payload.name("did"), payload.object("account")));
            case "identity", "sync" -> happened(seen(payload), Optional.empty());
            case "info" ->
                new JetstreamMessage.Notice(
                        payload.name("name"), payload.optionalText("message").orElse(""));
            default -> new JetstreamMessage.Unknown(kind);
        };
    }

    private static String kind(String type) {
        return type.substring(type.indexOf('#') + 1);
    }

    /** What a cursor is compared with; older services say only when it counts as having happened. */
    private static Instant seen(Fields payload) {
        return payload.optionalTime("witnessedAt").orElseGet(() -> payload.time("time"));
    }

    private static Instant time(long micros) {
        return Instant.ofEpochSecond(micros / MICROS, micros % MICROS * 1_000);
    }

    private static JetstreamMessage happened(Instant time, Optional<PostEvent> event) {
        return new JetstreamMessage.Happened(time, event);
    }

    private Optional<PostEvent> commit(String did, Instant time, Fields commit) {
        if (!commit.name("collection").equals(POSTS)) {
            return Optional.empty();
        }
        PostId id = new PostId(source, "at://" + did + "/" + POSTS + "/" + commit.name("rkey"));
        String operation = commit.name("operation");
        return switch (operation) {
            case "create" ->
                Optional.of(new PostEvent.Published(BlueskyPost.post(id, did, commit.object("record"), time)));
            case "update" ->
                Optional.of(new PostEvent.Edited(
                        id, BlueskyPost.post(id, did, commit.object("record"), time), Optional.of(time)));
            case "delete" -> Optional.of(new PostEvent.Deleted(id));
            default -> Optional.empty();
        };
    }

    private Optional<PostEvent> account(String did, Fields account) {
        AuthorId author = new AuthorId(source, did);
        if (account.optionalFlag("active").orElse(false)) {
            return Optional.of(new PostEvent.AuthorRestored(author));
        }
        return account.optionalText("status").filter(GONE::contains).isPresent()
                ? Optional.of(new PostEvent.AuthorRemoved(author))
                : Optional.empty();
    }
}
