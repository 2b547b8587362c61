package io.tocsin.wire;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.Appended;
import io.tocsin.feed.FeedChange;
import io.tocsin.feed.News;
import io.tocsin.post.PostId;
import io.tocsin.post.Receipt;
import io.tocsin.post.Span;
import io.tocsin.subscription.SubscriptionId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one member asks another to append, the answer, and what all others are told then, as bytes. Of the changes only
 * those that name the feeds that they go to: {@link FeedChange.Raise} and {@link FeedChange.Pause}.
 *
 * <p>Numbers are big-endian; a list is its length in four bytes and its elements, a text its length in bytes and its
 * UTF-8. The first byte is {@link #VERSION}: members of different versions may be together while they are upgraded one
 * by one.
 */
public final class AppendBytes {
    private static final byte VERSION = 1;
    private static final byte RAISE = 1;
    private static final byte PAUSE = 2;

    private AppendBytes() {}

    public static byte[] encode(List<FeedChange> changes) {
        return bytes(out -> {
            out.writeInt(changes.size());
            for (FeedChange change : changes) {
                write(change, out);
            }
        });
    }

    private static void write(FeedChange change, DataOutputStream out) throws IOException {
        if (change instanceof FeedChange.Raise raise) {
            out.writeByte(RAISE);
            write(raise.receivedAt(), out);
            write(PostJson.encode(raise.post()), out);
            out.writeInt(raise.targets().size());
            for (FeedChange.Target target : raise.targets()) {
                write(target.subscription().value(), out);
                out.writeInt(target.spans().size());
                for (Span span : target.spans()) {
                    out.writeInt(span.start());
                    out.writeInt(span.end());
                }
            }
        } else if (change instanceof FeedChange.Pause pause) {
            out.writeByte(PAUSE);
            write(pause.receivedAt(), out);
            write(pause.post().source(), out);
            write(pause.post().id(), out);
            write(pause.subscription().value(), out);
        } else {
            throw new IllegalArgumentException(change + " (expected: a change that names its feeds)");
        }
    }

    /** Fails with {@link MalformedException} if these are not the bytes of changes. */
    public static List<FeedChange> decode(byte[] bytes) {
        return read(bytes, in -> {
            List<FeedChange> changes = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                changes.add(change(in));
            }
            return changes;
        });
    }

    private static FeedChange change(DataInputStream in) throws IOException {
        byte kind = in.readByte();
        Instant receivedAt = Instant.ofEpochSecond(in.readLong(), in.readInt());
        return switch (kind) {
            case RAISE -> new FeedChange.Raise(PostJson.decode(block(in), receivedAt), targets(in), receivedAt);
            case PAUSE ->
                new FeedChange.Pause(new PostId(text(in), text(in)), new SubscriptionId(text(in)), receivedAt);
            default -> throw new MalformedException("kind of change", String.valueOf(kind), "1 or 2");
        };
    }

    private static List<FeedChange.Target> targets(DataInputStream in) throws IOException {
        List<FeedChange.Target> targets = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            SubscriptionId subscription = new SubscriptionId(text(in));
            List<Span> spans = new ArrayList<>();
            for (int more = in.readInt(); more > 0; more--) {
                spans.add(new Span(in.readInt(), in.readInt()));
            }
            targets.add(new FeedChange.Target(subscription, spans));
        }
        return targets;
    }

    public static byte[] encodeResults(List<Appended> results) {
        return bytes(out -> {
            out.writeInt(results.size());
            for (Appended result : results) {
                write(result.receipt().name(), out);
                out.writeInt(result.added().size());
                for (Cursor cursor : result.added()) {
                    write(cursor.subscription().value(), out);
                    out.writeLong(cursor.sequence());
                }
            }
        });
    }

    /** Fails with {@link MalformedException} if these are not the bytes of results. */
    public static List<Appended> decodeResults(byte[] bytes) {
        return read(bytes, in -> {
            List<Appended> results = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                Receipt receipt = Receipt.valueOf(text(in));
                List<Cursor> added = new ArrayList<>();
                for (int more = in.readInt(); more > 0; more--) {
                    added.add(new Cursor(new SubscriptionId(text(in)), in.readLong()));
                }
                results.add(new Appended(receipt, added));
            }
            return results;
        });
    }

    public static byte[] encodeNews(News news) {
        return bytes(out -> {
            out.writeInt(news.heads().size());
            for (Map.Entry<SubscriptionId, Long> head : news.heads().entrySet()) {
                write(head.getKey().value(), out);
                out.writeLong(head.getValue());
                out.writeBoolean(news.rewritten().contains(head.getKey()));
            }
        });
    }

    /** Fails with {@link MalformedException} if these are not the bytes of news. */
    public static News decodeNews(byte[] bytes) {
        return read(bytes, in -> {
            Map<SubscriptionId, Long> heads = new HashMap<>();
            Set<SubscriptionId> rewritten = new HashSet<>();
            for (int left = in.readInt(); left > 0; left--) {
                SubscriptionId feed = new SubscriptionId(text(in));
                heads.put(feed, in.readLong());
                if (in.readBoolean()) {
                    rewritten.add(feed);
                }
            }
            return new News(heads, rewritten);
        });
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            out.writeByte(VERSION);
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(byte[] bytes, Reading<T> reading) {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        try {
            byte version = in.readByte();
            if (version != VERSION) {
                throw new MalformedException("version of a member's request", String.valueOf(version), "1");
            }
            T value = reading.from(in);
            if (in.available() > 0) {
                throw new MalformedException("a member's request", in.available() + " bytes more", "its end");
            }
            return value;
        } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new MalformedException("a member's request: " + e);
        }
    }

    private static void write(Instant time, DataOutputStream out) throws IOException {
        out.writeLong(time.getEpochSecond());
        out.writeInt(time.getNano());
    }

    private static void write(String text, DataOutputStream out) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8), out);
    }

    private static void write(byte[] block, DataOutputStream out) throws IOException {
        out.writeInt(block.length);
        out.write(block);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(block(in), StandardCharsets.UTF_8);
    }

    private static byte[] block(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new MalformedException("length of a text", String.valueOf(length), "at most " + in.available());
        }
        return in.readNBytes(length);
    }
}
