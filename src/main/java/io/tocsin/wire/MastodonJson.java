package io.tocsin.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tocsin.post.Author;
import io.tocsin.post.AuthorName;
import io.tocsin.post.Entities;
import io.tocsin.post.Media;
import io.tocsin.post.Post;
import io.tocsin.post.PostEvent;
import io.tocsin.post.PostId;
import io.tocsin.post.References;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** Reads what Mastodon's streaming and its timelines say. */
public final class MastodonJson {
    private static final Shape ACCOUNT = Shape.of("id", "acct", "display_name", "note", "followers_count");
    private static final Shape REPOSTED = Shape.of("id", "account").with("account", ACCOUNT);
    private static final Shape STATUS = Shape.of(
                    "id",
                    "created_at",
                    "edited_at",
                    "in_reply_to_id",
                    "in_reply_to_account_id",
                    "language",
                    "content",
                    "spoiler_text",
                    "account",
                    "reblog",
                    "media_attachments",
                    "mentions",
                    "tags")
            .with("account", ACCOUNT)
            .with("reblog", REPOSTED)
            .with("media_attachments", Shape.of("type", "url", "preview_url"))
            .with("mentions", Shape.of("id", "acct"))
            .with("tags", Shape.of("name"));
    private static final Shape ENVELOPE = Shape.of("event", "payload", "error");

    private final String source;

    /** @param source what posts say as their source */
    public MastodonJson(String source) {
        this.source = source;
    }

    /** A message over WebSocket, which names its kind itself. Fails with {@link MalformedException}. */
    public MastodonMessage decode(byte[] json) {
        Fields message = FieldsReader.read(json, ENVELOPE, "message");
        if (message.has("error")) {
            return new MastodonMessage.Unknown("error: " + message.text("error"));
        }
        return decode(message.name("event"), message.optionalText("payload").orElse(""));
    }

    /** A message whose kind was told beside it. Fails with {@link MalformedException}. */
    public MastodonMessage decode(String kind, String payload) {
        try {
            return switch (kind) {
                case "update" -> posted(status(payload));
                case "status.update" -> new MastodonMessage.Happened(edited(status(payload)));
                case "delete" ->
                    new MastodonMessage.Happened(new PostEvent.Deleted(new PostId(source, payload.trim())));
                default -> new MastodonMessage.Unknown(kind);
            };
        } catch (IllegalArgumentException e) {
            throw new MalformedException(String.valueOf(e.getMessage()));
        }
    }

    private static Fields status(String json) {
        return FieldsReader.read(json.getBytes(StandardCharsets.UTF_8), STATUS, "status");
    }

    /**
     * A page of a timeline, as far as it can be read.
     *
     * @param refused how many of its posts could not be
     * @param last the highest id of a post, whether it could be read or not
     */
    public record Page(List<MastodonMessage.Posted> posts, int refused, OptionalLong last) {}

    /** Fails with {@link MalformedException} if it is no list. */
    public Page page(byte[] json) {
        List<MastodonMessage.Posted> posts = new ArrayList<>();
        int refused = 0;
        LongStream.Builder ids = LongStream.builder();
        try (JsonParser parser = Json.FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new MalformedException("page", "something else", "a list of posts");
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                Fields status = FieldsReader.read(parser, STATUS, "status");
                try {
                    ids.add(number(status.name("id")));
                    posts.add(posted(status));
                } catch (IllegalArgumentException | MalformedException e) {
                    refused++;
                }
            }
        } catch (IOException e) {
            throw Json.malformed(e);
        }
        return new Page(posts, refused, ids.build().max());
    }

    private MastodonMessage.Posted posted(Fields status) {
        Post post = post(status);
        return new MastodonMessage.Posted(
                new PostEvent.Published(post), number(post.id().id()), post.createdAt());
    }

    private static long number(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw new MalformedException("id", '"' + id + '"', "a number, as Mastodon's are");
        }
    }

    private PostEvent edited(Fields status) {
        Post post = post(status);
        return new PostEvent.Edited(post.id(), post, status.optionalTime("edited_at"));
    }

    private Post post(Fields status) {
        String warning = status.optionalText("spoiler_text").orElse("");
        String body = HtmlText.plain(status.text("content"));
        String text = Normalizer.normalize(warning.isEmpty() ? body : warning + "\n\n" + body, Normalizer.Form.NFC);
        Fields account = status.object("account");
        References references = references(status);
        return new Post(
                new PostId(source, status.name("id")),
                author(account),
                status.time("created_at"),
                references.repostOf().isPresent()
                        ? Post.Kind.REPOST
                        : references.replyTo().isPresent() ? Post.Kind.REPLY : Post.Kind.ORIGINAL,
                text,
                status.objects("tags").stream().map(tag -> tag.name("name")).toList(),
                status.objects("mentions").stream()
                        .map(mention -> mention.name("acct"))
                        .toList(),
                Entities.cashtags(text),
                Entities.links(text),
                status.optionalText("language"),
                Optional.empty(),
                Optional.empty(),
                media(status.objects("media_attachments")),
                references);
    }

    private static Author author(Fields account) {
        return new Author(
                account.name("id"),
                account.optionalText("acct"),
                account.optionalText("display_name"),
                account.optionalText("note").map(HtmlText::plain),
                Optional.empty(),
                account.optionalCount("followers_count"),
                false);
    }

    private static References references(Fields status) {
        Optional<Fields> reposted = status.optionalObject("reblog");
        return new References(
                status.optionalText("in_reply_to_id"),
                reposted.map(its -> its.name("id")),
                Optional.empty(),
                Optional.empty(),
                status.optionalText("in_reply_to_account_id")
                        .map(id -> new AuthorName(Optional.of(id), mentioned(status, id))),
                reposted.flatMap(its -> its.optionalObject("account"))
                        .map(account -> new AuthorName(Optional.of(account.name("id")), account.optionalText("acct"))));
    }

    private static Optional<String> mentioned(Fields status, String id) {
        return status.objects("mentions").stream()
                .filter(mention -> mention.optionalText("id").filter(id::equals).isPresent())
                .findFirst()
                .flatMap(mention -> mention.optionalText("acct"));
    }

    private static List<Media> media(List<Fields> attached) {
        List<Media> media = new ArrayList<>();
        for (Fields one : attached) {
            Optional<String> url = one.optionalText("url").or(() -> one.optionalText("preview_url"));
            Optional<Media.Type> type = type(one.optionalText("type").orElse("unknown"));
            if (url.isPresent() && type.isPresent()) {
                media.add(new Media(type.get(), url.get()));
            }
        }
        return media;
    }

    private static Optional<Media.Type> type(String type) {
        return switch (type) {
            case "image" -> Optional.of(Media.Type.IMAGE);
            case "video" -> Optional.of(Media.Type.VIDEO);
            case "gifv" -> Optional.of(Media.Type.GIF);
            default -> Optional.empty();
        };
    }
}
