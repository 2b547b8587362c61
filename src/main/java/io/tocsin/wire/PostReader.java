package io.tocsin.wire;

import io.tocsin.post.PostEvent;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes, fed in pieces of any size, into posts and what happened to posts. Holds at most one post's
 * bytes at a time: {@value #MAX_BYTES} at most. Not thread-safe.
 */
public interface PostReader {
    /** A longer post is refused. */
    int MAX_BYTES = 1 << 20;

    /** Takes the next bytes; {@code out} gets what became whole. Posts without a time are given {@code now}. */
    void feed(byte[] bytes, Instant now, Consumer<Item> out);

    /** There are no more bytes. */
    void end(Instant now, Consumer<Item> out);

    /**
     * A post or what happened to one, or why it is neither; {@code number} counts lines (NDJSON) or values (JSON) from
     * 1.
     */
    sealed interface Item {
        long number();

        record Good(long number, PostEvent event) implements Item {}

        /** It costs itself only. */
        record Bad(long number, String reason) implements Item {}

        /** What follows cannot be read either. */
        record Broken(long number, String reason) implements Item {}
    }

    /** Reads a post, or what happened to one, that is whole. Fails with {@link MalformedException}. */
    static PostEvent decode(byte[] json, Instant now) {
        if (json.length > MAX_BYTES) {
            throw new MalformedException("too long (expected: at most " + MAX_BYTES + " bytes a post)");
        }
        return PostEventJson.decode(json, 0, json.length, now);
    }

    /** Reads one post a line. */
    static PostReader ndjson() {
        return new NdjsonPostReader();
    }

    /** Reads one post, or an array of them. */
    static PostReader json() {
        return new JsonPostReader();
    }
}
