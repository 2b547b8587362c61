package io.tocsin.story;

import io.tocsin.post.PostId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The first post of a story, and those after it that say best what it is about. */
final class Samples {
    static final int MOST = 3;
    /** The first post is none to choose a headline from by its place alone; it stays as long as it is there. */
    private static final int FIRST = 0;
    /** Between the source and the id; in no source's name. */
    private static final char BETWEEN = '\n';

    /** Their ids, as bytes: many stories have them for long. */
    private final byte[] @Nullable [] posts = new byte[MOST] @Nullable [];

    private final long[] signatures = new long[MOST];
    private final float[] scores = new float[MOST];

    /** @param score how central the post is, with more weight the later it came */
    void offer(PostId post, long signature, float score) {
        int to = posts[FIRST] == null ? FIRST : least();
        if (to == FIRST || posts[to] == null || scores[to] < score) {
            posts[to] = bytes(post);
            signatures[to] = signature;
            scores[to] = score;
        }
    }

    private int least() {
        int least = FIRST + 1;
        for (int i = FIRST + 1; i < MOST; i++) {
            if (posts[i] == null) {
                return i;
            }
            least = scores[i] < scores[least] ? i : least;
        }
        return least;
    }

    void addAll(Samples other) {
        for (int i = 0; i < MOST; i++) {
            byte[] post = other.posts[i];
            if (post != null) {
                offer(id(post), other.signatures[i], other.scores[i]);
            }
        }
    }

    /** Whether the post was among them. */
    boolean remove(PostId post) {
        int at = placeOf(post);
        if (at >= 0) {
            posts[at] = null;
            scores[at] = 0;
        }
        return at >= 0;
    }

    boolean hold(PostId post) {
        return placeOf(post) >= 0;
    }

    List<PostId> posts() {
        List<PostId> there = new ArrayList<>();
        for (byte[] post : posts) {
            if (post != null) {
                there.add(id(post));
            }
        }
        return there;
    }

    /** The most central one that repeats none of what was told. */
    Optional<PostId> headline(Told told) {
        int best = -1;
        for (int i = 0; i < MOST; i++) {
            if (posts[i] != null && (best < 0 || scores[i] > scores[best]) && !told.repeatedBy(signatures[i])) {
                best = i;
            }
        }
        return best < 0 ? Optional.empty() : Optional.ofNullable(posts[best]).map(Samples::id);
    }

    long signatureOf(PostId post) {
        int at = placeOf(post);
        return at < 0 ? 0 : signatures[at];
    }

    private int placeOf(PostId post) {
        byte[] id = bytes(post);
        for (int i = 0; i < MOST; i++) {
            if (Arrays.equals(id, posts[i])) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] bytes(PostId post) {
        return (post.source() + BETWEEN + post.id()).getBytes(StandardCharsets.UTF_8);
    }

    private static PostId id(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int between = text.indexOf(BETWEEN);
        return new PostId(text.substring(0, between), text.substring(between + 1));
    }

    void scale(float by) {
        for (int i = 0; i < MOST; i++) {
            scores[i] *= by;
        }
    }

    void write(DataOutput out) throws IOException {
        for (int i = 0; i < MOST; i++) {
            byte[] post = posts[i];
            out.writeShort(post == null ? 0 : post.length);
            if (post != null) {
                out.write(post);
            }
            out.writeLong(signatures[i]);
            out.writeFloat(scores[i]);
        }
    }

    void read(DataInput in) throws IOException {
        for (int i = 0; i < MOST; i++) {
            int length = in.readUnsignedShort();
            if (length > 0) {
                byte[] post = new byte[length];
                in.readFully(post);
                posts[i] = post;
            }
            signatures[i] = in.readLong();
            scores[i] = in.readFloat();
        }
    }
}
