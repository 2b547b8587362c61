package io.tocsin.store;

import io.tocsin.post.AuthorId;
import io.tocsin.post.PostId;
import io.tocsin.post.SerialId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What holds for an author's posts, whenever they come: all are gone, or those up to one do not say where. */
record AuthorMark(boolean removed, Optional<SerialId> scrubbedTo) {
    static final AuthorMark NONE = new AuthorMark(false, Optional.empty());

    private static final InList FIND = new InList("removed, scrubbed_to, hash, source, id", "author", "hash");

    /** The marks of those of the authors that have one. */
    static Map<StoredName, AuthorMark> ofAll(Collection<StoredName> authors, SqlConnection connection)
            throws SQLException {
        Map<StoredName, AuthorMark> marks = new HashMap<>();
        connection
                .lockedAll(
                        FIND,
                        row -> Map.entry(StoredName.of(row, 3), of(row)),
                        authors.stream().map(StoredName::hash).toList())
                .forEach(row -> marks.put(row.getKey(), row.getValue()));
        return marks;
    }

    private static AuthorMark of(ResultSet row) throws SQLException {
        return new AuthorMark(
                row.getInt(1) == 1, Optional.ofNullable(row.getString(2)).map(SerialId::new));
    }

    static AuthorMark of(AuthorId author, long hash, SqlConnection connection) throws SQLException {
        return connection
                .locked(
                        "SELECT removed, scrubbed_to FROM author WHERE hash = ? AND source = ? AND id = ?",
                        AuthorMark::of,
                        hash,
                        author.source(),
                        author.id())
                .orElse(NONE);
    }

    /** Posts of the author that come from now on are not kept out any more; whether they were. */
    static boolean restore(AuthorId author, long hash, SqlConnection connection) throws SQLException {
        AuthorMark before = of(author, hash, connection);
        new AuthorMark(false, before.scrubbedTo()).store(author, hash, connection);
        return before.removed();
    }

    /** Whether the post does not say where it was made. */
    boolean scrubs(PostId post) {
        return scrubbedTo.filter(last -> last.reaches(post)).isPresent();
    }

    void store(AuthorId author, long hash, SqlConnection connection) throws SQLException {
        if (equals(NONE)) {
            connection.update(
                    "DELETE FROM author WHERE hash = ? AND source = ? AND id = ?", hash, author.source(), author.id());
            return;
        }
        connection.update(
                """
                INSERT INTO author (hash, source, id, removed, scrubbed_to) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (hash, source, id)
                DO UPDATE SET removed = excluded.removed, scrubbed_to = excluded.scrubbed_to""",
                hash,
                author.source(),
                author.id(),
                removed ? 1 : 0,
                scrubbedTo.map(SerialId::digits).orElse(null));
    }
}
