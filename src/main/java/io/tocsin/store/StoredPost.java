package io.tocsin.store;

import io.tocsin.feed.Body;
import io.tocsin.post.AuthorId;
import io.tocsin.post.Post;
import io.tocsin.post.PostId;
import io.tocsin.wire.PostJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A post that the store knows: one whose body it keeps, one that is erased, or one of which it knows something before
 * it has come. All versions of a post are one: it keeps the id under which it was stored first.
 *
 * @param edition how often its body was replaced
 * @param hasBody whether the store keeps its body
 * @param scrubbed whether it no longer says where it was made
 */
record StoredPost(long key, PostId id, boolean erased, int edition, boolean hasBody, boolean scrubbed) {
    /** Stands for an author who is not known, as nothing of the post is. */
    private static final long NO_AUTHOR = 0;

    private static final String COLUMNS =
            "r.key, r.source, r.id, r.erased_at IS NOT NULL, r.edition, r.body IS NOT NULL, r.scrubbed";

    private static final InList FIND = new InList(
            COLUMNS + ", p.hash, p.source, p.id",
            "post p JOIN post r ON r.key = COALESCE(p.version_of, p.key)",
            "p.hash");

    /** A post's id and the number it is found by. */
    record Name(PostId id, long hash) {
        static Name of(PostId id) {
            return new Name(id, NameHash.of(id));
        }

        StoredName stored() {
            return new StoredName(hash, id.source(), id.id());
        }
    }

    /**
     * A post that the store is to keep.
     *
     * @param author the number that its author's posts are found by
     */
    record New(Name name, long author, Body body) {}

    private static StoredPost of(ResultSet row) throws SQLException {
        return new StoredPost(
                row.getLong(1),
                new PostId(row.getString(2), row.getString(3)),
                row.getBoolean(4),
                row.getInt(5),
                row.getBoolean(6),
                row.getInt(7) == 1);
    }

    /** Nobody else changes it, or adds an alert about it, before the transaction ends. */
    static Optional<StoredPost> find(Name name, SqlConnection connection) throws SQLException {
        return connection.locked(
                "SELECT " + COLUMNS + " FROM post p JOIN post r ON r.key = COALESCE(p.version_of, p.key)"
                        + " WHERE p.hash = ? AND p.source = ? AND p.id = ?",
                StoredPost::of,
                name.hash(),
                name.id().source(),
                name.id().id());
    }

    static Optional<StoredPost> find(long key, SqlConnection connection) throws SQLException {
        return connection.locked("SELECT " + COLUMNS + " FROM post r WHERE r.key = ?", StoredPost::of, key);
    }

    /** As {@link #find}, of those of the posts that the store knows. */
    static Map<StoredName, StoredPost> findAll(List<Name> names, SqlConnection connection) throws SQLException {
        Map<StoredName, StoredPost> found = new HashMap<>();
        List<Map.Entry<StoredName, StoredPost>> rows = connection.lockedAll(
                FIND,
                row -> Map.entry(StoredName.of(row, 8), of(row)),
                names.stream().map(Name::hash).toList());
        // Also those that only the number is the same of.
        rows.forEach(row -> found.put(row.getKey(), row.getValue()));
        return found;
    }

    /** Fails if another member has inserted one since it was looked for: the write is done again, and finds it. */
    static Map<StoredName, StoredPost> insertAll(List<New> posts, int edition, SqlConnection connection)
            throws SQLException {
        Map<StoredName, StoredPost> inserted = new HashMap<>();
        List<New> left = posts;
        while (!left.isEmpty()) {
            // The engine tells which row is whose by the number: two of one number are not inserted together.
            Map<Long, New> together = new LinkedHashMap<>();
            List<New> later = new ArrayList<>();
            for (New post : left) {
                if (together.putIfAbsent(post.name().hash(), post) != null) {
                    later.add(post);
                }
            }
            insert(together, edition, inserted, connection);
            left = later;
        }
        return inserted;
    }

    private static void insert(
            Map<Long, New> posts, int edition, Map<StoredName, StoredPost> inserted, SqlConnection connection)
            throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>(posts.size());
        for (New post : posts.values()) {
            PostId id = post.name().id();
            rows.add(new Object[] {
                post.name().hash(),
                id.source(),
                id.id(),
                post.author(),
                post.body().json(),
                edition
            });
        }
        record Numbered(long key, long hash) {}
        List<Numbered> numbered = connection.insertAll(
                "INSERT INTO post (hash, source, id, author_hash, body, edition)",
                "key, hash",
                row -> new Numbered(row.getLong(1), row.getLong(2)),
                rows);
        for (Numbered row : numbered) {
            StoredName name =
                    Objects.requireNonNull(posts.get(row.hash())).name().stored();
            PostId id = new PostId(name.source(), name.id());
            inserted.put(name, new StoredPost(row.key(), id, false, edition, true, false));
        }
    }

    /** A post that was gone before it came. */
    static void insertErased(Name name, long at, SqlConnection connection) throws SQLException {
        insert(name, at, false, connection);
    }

    /** A post that no longer said where it was made before it came. */
    static void insertScrubbed(Name name, SqlConnection connection) throws SQLException {
        insert(name, null, true, connection);
    }

    private static void insert(Name name, @Nullable Long erasedAt, boolean scrubbed, SqlConnection connection)
            throws SQLException {
        connection.update(
                "INSERT INTO post (hash, source, id, author_hash, erased_at, scrubbed) VALUES (?, ?, ?, ?, ?, ?)",
                name.hash(),
                name.id().source(),
                name.id().id(),
                NO_AUTHOR,
                erasedAt,
                scrubbed ? 1 : 0);
    }

    /** From now on the name is one of this post's too. */
    void alsoNamed(Name name, SqlConnection connection) throws SQLException {
        connection.update(
                "INSERT INTO post (hash, source, id, author_hash, version_of) VALUES (?, ?, ?, ?, ?)",
                name.hash(),
                name.id().source(),
                name.id().id(),
                NO_AUTHOR,
                key);
    }

    /** The other post was an earlier version of this one: whoever looks for it finds this, which is an edition more. */
    StoredPost replaces(StoredPost other, SqlConnection connection) throws SQLException {
        connection.update("UPDATE post SET version_of = ? WHERE version_of = ?", key, other.key);
        connection.update(
                "UPDATE post SET version_of = ?, author_hash = ?, body = NULL WHERE key = ?",
                key,
                NO_AUTHOR,
                other.key);
        update(connection.update("UPDATE post SET edition = ? WHERE key = ?", edition + 1, key));
        return new StoredPost(key, id, erased, edition + 1, hasBody, scrubbed);
    }

    /** The post as it is kept; empty without a body. */
    Optional<Post> post(SqlConnection connection) throws SQLException {
        return body(connection).map(StoredPost::decoded);
    }

    private Optional<byte[]> body(SqlConnection connection) throws SQLException {
        return connection.first(
                "SELECT body FROM post WHERE key = ? AND body IS NOT NULL", row -> row.getBytes(1), key);
    }

    private static Post decoded(byte[] body) {
        return PostJson.decode(body, Instant.EPOCH);
    }

    /** Whether the kept body has the text of this one: a source may send a post again with another. */
    boolean says(Post post, byte[] body, SqlConnection connection) throws SQLException {
        // Mostly it is the very same, and need not be taken apart to see it.
        return body(connection)
                .filter(kept ->
                        Arrays.equals(kept, body) || decoded(kept).text().equals(post.text()))
                .isPresent();
    }

    /** Gives it the body of the post that has come at last. */
    StoredPost filled(long author, byte[] body, SqlConnection connection) throws SQLException {
        update(connection.update("UPDATE post SET body = ?, author_hash = ? WHERE key = ?", body, author, key));
        return new StoredPost(key, id, erased, edition, true, scrubbed);
    }

    /** Puts the next edition of the post in the place of what is kept. */
    StoredPost replaced(Post post, boolean scrubbed, SqlConnection connection) throws SQLException {
        forgetEchoes(connection);
        update(connection.update(
                "UPDATE post SET body = ?, author_hash = ?, edition = ?, scrubbed = ? WHERE key = ?",
                PostJson.encode(post),
                NameHash.of(AuthorId.of(post)),
                edition + 1,
                scrubbed ? 1 : 0,
                key));
        return new StoredPost(key, id, erased, edition + 1, true, scrubbed);
    }

    /** Whether it was edited at this time or later, as far as is known. */
    boolean editedBy(long time, SqlConnection connection) throws SQLException {
        return connection
                .first("SELECT 1 FROM post WHERE key = ? AND edited_at >= ?", row -> true, key, time)
                .isPresent();
    }

    /** Remembers when it was edited. */
    void edited(long time, SqlConnection connection) throws SQLException {
        update(connection.update("UPDATE post SET edited_at = ? WHERE key = ?", time, key));
    }

    /** Nobody is to see the body any longer; another version of the post may come. */
    void emptied(SqlConnection connection) throws SQLException {
        forgetEchoes(connection);
        update(connection.update("UPDATE post SET body = NULL WHERE key = ?", key));
    }

    /** Remembers that it no longer says where it was made. */
    void scrub(SqlConnection connection) throws SQLException {
        update(connection.update("UPDATE post SET scrubbed = 1 WHERE key = ?", key));
    }

    void erase(long at, SqlConnection connection) throws SQLException {
        forgetEchoes(connection);
        update(connection.update("UPDATE post SET body = NULL, erased_at = ? WHERE key = ?", at, key));
    }

    /** An endpoint may have answered with what it was sent. */
    private void forgetEchoes(SqlConnection connection) throws SQLException {
        connection.update("""
                UPDATE attempt SET response = '' WHERE response <> '' AND key IN (
                    SELECT t.key FROM alert a JOIN attempt t ON t.feed = a.feed AND t.sequence = a.sequence
                    WHERE a.post = ?)""", key);
    }

    /** Deletes the post unless it was erased, or an alert refers to it or to an earlier version; whether it did. */
    static boolean deleteUnused(long key, SqlConnection connection) throws SQLException {
        return delete("""
                DELETE FROM post WHERE key = ? AND erased_at IS NULL AND NOT EXISTS (SELECT 1 FROM alert WHERE post = ?)
                AND NOT EXISTS (SELECT 1 FROM post v JOIN alert a ON a.post = v.key WHERE v.version_of = ?)""", key, connection);
    }

    /** As {@link #deleteUnused}, of a post that was erased. */
    static void forget(long key, SqlConnection connection) throws SQLException {
        boolean unused = delete("""
                DELETE FROM post WHERE key = ? AND erased_at IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM alert WHERE post = ?)
                AND NOT EXISTS (SELECT 1 FROM post v JOIN alert a ON a.post = v.key WHERE v.version_of = ?)""", key, connection);
    }

    private static boolean delete(String sql, long key, SqlConnection connection) throws SQLException {
        boolean deleted = connection.update(sql, key, key, key) == 1;
        if (deleted) {
            connection.update("DELETE FROM post WHERE version_of = ?", key);
        }
        return deleted;
    }

    private void update(int rows) {
        if (rows != 1) {
            throw new AssertionError("post " + key + " is gone within the write that found it");
        }
    }
}
