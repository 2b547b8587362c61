package io.tocsin.store;

import io.tocsin.alert.Cursor;
import io.tocsin.alert.Reason;
import io.tocsin.feed.FeedChange;
import io.tocsin.post.AuthorId;
import io.tocsin.post.Post;
import io.tocsin.post.SerialId;
import io.tocsin.wire.PostJson;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is done to the posts of an author, from the newest on, some at a time: all of them at one go would hold up every
 * other feed. What holds for posts to come is stored before the first of them, so none that comes later is among them.
 *
 * @param hash the number that the author's posts are found by
 * @param upTo the last post that only loses where it was made; empty if all are gone
 * @param after the key of the last post that is done
 */
record AuthorSweep(AuthorId author, long hash, Optional<SerialId> upTo, long receivedAt, long after) {
    /** About how many rows one write reads and writes for all that it sweeps. */
    static final int WRITE_ROWS = 1_000;

    private static final int POSTS = 256;
    /** How many posts an era of the index of authors has; it is cut by it. */
    private static final long ERA = 65_536;

    /**
     * What was done: whether anything, the alerts that were added, what is left to do, and about how many rows it took.
     */
    record Progress(boolean changed, List<Cursor> added, Optional<AuthorSweep> rest, int rows) {}

    static Optional<AuthorSweep> of(FeedChange change) {
        if (change instanceof FeedChange.RetractAuthor retract) {
            return Optional.of(of(retract.author(), Optional.empty(), retract));
        }
        if (change instanceof FeedChange.ScrubAuthorGeo scrub) {
            return Optional.of(of(scrub.author(), Optional.of(scrub.upTo()), scrub));
        }
        return Optional.empty();
    }

    private static AuthorSweep of(AuthorId author, Optional<SerialId> upTo, FeedChange change) {
        return new AuthorSweep(author, NameHash.of(author), upTo, Micros.of(change.receivedAt()), Long.MAX_VALUE);
    }

    /** The same, of the posts that are there now. To be asked for once what holds for posts to come is stored. */
    AuthorSweep overAll(SqlConnection connection) throws SQLException {
        long newest = connection
                .first("SELECT MAX(key) FROM post", row -> row.getLong(1))
                .orElseThrow();
        return new AuthorSweep(author, hash, upTo, receivedAt, newest + 1);
    }

    /** Stores what holds for posts to come; whether that is new. */
    boolean mark(SqlConnection connection) throws SQLException {
        // Who found no mark is to have stored its post before the sweep looks for it.
        connection.lockMissing("author");
        AuthorMark before = AuthorMark.of(author, hash, connection);
        AuthorMark mark = before;
        if (upTo.isEmpty()) {
            mark = new AuthorMark(true, before.scrubbedTo());
        } else if (before.scrubbedTo()
                .filter(to -> to.compareTo(upTo.get()) >= 0)
                .isEmpty()) {
            mark = new AuthorMark(before.removed(), upTo);
        }
        if (mark.equals(before)) {
            return false;
        }
        mark.store(author, hash, connection);
        return true;
    }

    /** Does some of it, no more than a post beyond this many rows. */
    Progress some(int rows, SqlConnection connection, Retraction retraction, Correction correction)
            throws SQLException {
        int named = nameAuthors(connection);
        if (named > 0) {
            return new Progress(false, List.of(), Optional.of(this), named);
        }
        Found found = find(rows, connection);
        List<Long> keys = found.keys();
        List<Cursor> added = new ArrayList<>();
        boolean changed = false;
        for (int i = 0; i < keys.size(); i++) {
            // It may have expired since it was seen.
            Optional<StoredPost> post = StoredPost.find(keys.get(i), connection);
            if (post.isPresent() && concerns(post.get(), connection)) {
                changed = true;
                added.addAll(
                        upTo.isEmpty()
                                ? retraction.erase(post.get(), receivedAt, Reason.AUTHOR_REMOVED)
                                : correction.scrub(post.get(), receivedAt).added());
            }
            int done = found.looks() + i + added.size();
            if (done >= rows) {
                return new Progress(changed, added, Optional.of(from(keys.get(i))), done);
            }
        }
        return new Progress(changed, added, found.rest().map(this::from), found.looks() + keys.size() + added.size());
    }

    /**
     * The author's next posts.
     *
     * @param rest the key before which there may be more
     * @param looks how many looks it took
     */
    private record Found(List<Long> keys, Optional<Long> rest, int looks) {}

    /** The index of authors lies in order of arrival, era by era: who has few posts is looked for in each. */
    private Found find(int maxLooks, SqlConnection connection) throws SQLException {
        long oldest = connection
                .first("SELECT MIN(key) FROM post", row -> row.getLong(1))
                .orElseThrow();
        List<Long> keys = new ArrayList<>();
        long before = after;
        int looks = 0;
        while (before > oldest && keys.size() < POSTS && looks < maxLooks) {
            long era = (before - 1) / ERA;
            int missing = POSTS - keys.size();
            List<Long> next = connection.list(
                    "SELECT key FROM post WHERE key / " + ERA + " = ? AND author_hash = ? AND erased_at IS NULL"
                            + " AND key < ? ORDER BY key DESC LIMIT ?",
                    row -> row.getLong(1),
                    era,
                    hash,
                    before,
                    missing);
            keys.addAll(next);
            before = next.size() == missing ? next.get(missing - 1) : era * ERA;
            looks++;
        }
        return new Found(keys, before > oldest ? Optional.of(before) : Optional.empty(), looks);
    }

    private AuthorSweep from(long key) {
        return new AuthorSweep(author, hash, upTo, receivedAt, key);
    }

    /** Two authors may be found by one number, and some posts need no doing. */
    private boolean concerns(StoredPost stored, SqlConnection connection) throws SQLException {
        Optional<Post> post =
                stored.post(connection).filter(kept -> AuthorId.of(kept).equals(author));
        if (post.isEmpty() || upTo.isEmpty()) {
            return post.isPresent();
        }
        boolean placed = post.get().geo().isPresent() || post.get().place().isPresent();
        return placed && upTo.get().reaches(stored.id());
    }

    /** Posts that were stored before authors were found by a number get theirs, some at a time; how many. */
    private static int nameAuthors(SqlConnection connection) throws SQLException {
        record Unnamed(long key, Post post) {}
        List<Unnamed> posts = connection.list(
                """
                SELECT key, body FROM post WHERE author_hash IS NULL AND erased_at IS NULL AND body IS NOT NULL
                ORDER BY key LIMIT ?""", row -> new Unnamed(row.getLong(1), PostJson.decode(row.getBytes(2), Instant.EPOCH)), POSTS);
        for (Unnamed post : posts) {
            long hash = NameHash.of(AuthorId.of(post.post()));
            connection.update("UPDATE post SET author_hash = ? WHERE key = ?", hash, post.key());
        }
        return posts.size();
    }
}
