package io.tocsin.story;

import io.tocsin.post.PostId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The first post of a story, and those after it that say best what it is about. */
final class Samples {
    static final int MOST = 3;
    /** The first post is none to choose a headline from by its place alone; it stays as long as it is there. */
    private static final int FIRST = 0;

    private final @Nullable PostId[] posts = new @Nullable PostId[MOST];
    private final long[] signatures = new long[MOST];
    private final float[] scores = new float[MOST];

    /** @param score how central the post is, with more weight the later it came */
    void offer(PostId post, long signature, float score) {
        int to = posts[FIRST] == null ? FIRST : least();
        if (to == FIRST || posts[to] == null || scores[to] < score) {
            posts[to] = post;
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
            PostId post = other.posts[i];
            if (post != null) {
                offer(post, other.signatures[i], other.scores[i]);
            }
        }
    }

    /** Whether the post was among them. */
    boolean remove(PostId post) {
        for (int i = 0; i < MOST; i++) {
            if (post.equals(posts[i])) {
                posts[i] = null;
                scores[i] = 0;
                return true;
            }
        }
        return false;
    }

    boolean hold(PostId post) {
        return posts().contains(post);
    }

    List<PostId> posts() {
        List<PostId> there = new ArrayList<>();
        for (PostId post : posts) {
            if (post != null) {
                there.add(post);
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
        return best < 0 ? Optional.empty() : Optional.ofNullable(posts[best]);
    }

    long signatureOf(PostId post) {
        for (int i = 0; i < MOST; i++) {
            if (post.equals(posts[i])) {
                return signatures[i];
            }
        }
        return 0;
    }

    void scale(float by) {
        for (int i = 0; i < MOST; i++) {
            scores[i] *= by;
        }
    }

    void write(DataOutput out) throws IOException {
        for (int i = 0; i < MOST; i++) {
            PostId post = posts[i];
            out.writeUTF(post == null ? "" : post.source());
            out.writeUTF(post == null ? "" : post.id());
            out.writeLong(signatures[i]);
            out.writeFloat(scores[i]);
        }
    }

    void read(DataInput in) throws IOException {
        for (int i = 0; i < MOST; i++) {
            String source = in.readUTF();
            String id = in.readUTF();
            posts[i] = source.isEmpty() ? null : new PostId(source, id);
            signatures[i] = in.readLong();
            scores[i] = in.readFloat();
        }
    }
}
