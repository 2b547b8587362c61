package io.tocsin.store;

import io.tocsin.post.PostId;
import io.tocsin.wire.PostJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A post that the store knows: one whose body it keeps, or that is erased. */
record StoredPost(long key, boolean erased) {
    /** A post's id and the number it is found by: 64 bits of a SHA-256 of it, for a narrow index. */
    record Name(PostId id, long hash) {
        static Name of(PostId id) {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                digest.update(id.source().getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
                digest.update(id.id().getBytes(StandardCharsets.UTF_8));
                return new Name(id, ByteBuffer.wrap(digest.digest()).getLong());
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }
    }

    static Optional<StoredPost> find(Name name, SqlConnection connection) throws SQLException {
        return connection.first(
                "SELECT key, erased_at IS NOT NULL FROM post WHERE hash = ? AND source = ? AND id = ?",
                row -> new StoredPost(row.getLong(1), row.getBoolean(2)),
                name.hash(),
                name.id().source(),
                name.id().id());
    }

    static StoredPost insert(Name name, byte[] body, SqlConnection connection) throws SQLException {
        return new StoredPost(insert(name, body, null, connection), false);
    }

    /** A post that was gone before it came. */
    static void insertErased(Name name, long at, SqlConnection connection) throws SQLException {
        long unused = insert(name, null, at, connection);
    }

    /** Fails if another member has inserted it since it was looked for: the write is done again, and finds it. */
    private static long insert(Name name, byte @Nullable [] body, @Nullable Long erasedAt, SqlConnection connection)
            throws SQLException {
        return connection
                .first(
                        "INSERT INTO post (hash, source, id, erased_at, body) VALUES (?, ?, ?, ?, ?) RETURNING key",
                        row -> row.getLong(1),
                        name.hash(),
                        name.id().source(),
                        name.id().id(),
                        erasedAt,
                        body)
                .orElseThrow();
    }

    /** Whether the kept body has this text: a source may send a post again with another. */
    boolean says(String text, SqlConnection connection) throws SQLException {
        return connection
                .first("SELECT body FROM post WHERE key = ?", row -> row.getBytes(1), key)
                .map(body -> PostJson.decode(body, Instant.EPOCH).text().equals(text))
                .orElse(false);
    }

    void erase(long at, SqlConnection connection) throws SQLException {
        if (connection.update("UPDATE post SET body = NULL, erased_at = ? WHERE key = ?", at, key) != 1) {
            throw new AssertionError("post " + key + " is gone within the write that found it");
        }
    }
}
