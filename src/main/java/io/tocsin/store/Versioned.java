package io.tocsin.store;

import io.tocsin.subscription.Changes;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * A table of values as JSON, by id, which several members write to. A change takes the next revision and holds its row
 * until the commit, so changes are committed in the order of their revisions: whoever has seen one has missed none
 * before it. And it replaces only what is older, so that two members that do not see each other can't undo what was
 * acknowledged.
 */
enum Versioned {
    SUBSCRIPTIONS(1, "subscription"),
    ENDPOINTS(2, "endpoint");

    private final int key;
    private final String table;
    private final String insert;
    private final String replace;
    private final String changed;
    private final String count;
    private final String names;

    Versioned(int key, String table) {
        this.key = key;
        this.table = table;
        this.insert = "INSERT INTO " + table + " (id, json, version, revision) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (id) DO UPDATE"
                + " SET json = excluded.json, version = excluded.version, revision = excluded.revision"
                + " WHERE " + table + ".version < excluded.version OR " + table + ".json = excluded.json";
        this.replace = "UPDATE " + table + " SET json = ?, version = ?, revision = ?"
                + " WHERE id = ? AND (version < ? OR json = ?)";
        this.changed = "SELECT id, json FROM " + table + " WHERE revision > ? ORDER BY revision";
        this.count = "SELECT COUNT(*) FROM " + table;
        this.names = "SELECT id FROM " + table;
    }

    void save(SqlConnection connection, String id, String json, long version) throws SQLException {
        long revision = next(connection);
        int written = version == 1
                ? connection.update(insert, id, json, version, revision)
                : connection.update(replace, json, version, revision, id, version, json);
        if (written == 0) {
            throw new RejectedExecutionException(table + " " + id + ": version " + version
                    + " (expected: a later one than the store has, of one that was not removed)");
        }
    }

    /** The revision of a change; to be taken for a removal too. */
    long next(SqlConnection connection) throws SQLException {
        return connection
                .first("UPDATE revision SET at = at + 1 WHERE key = ? RETURNING at", row -> row.getLong(1), key)
                .orElseThrow();
    }

    <T> Optional<Changes<T>> changes(SqlConnection connection, long after, Function<String, T> decode)
            throws SQLException {
        long last = connection
                .first("SELECT at FROM revision WHERE key = ?", row -> row.getLong(1), key)
                .orElseThrow();
        if (last == after) {
            return Optional.empty();
        }
        List<Kept> rows = connection.list(changed, Kept::of, after);
        long all = connection.first(count, row -> row.getLong(1)).orElseThrow();
        return Optional.of(new Changes<>(last, Kept.readable(rows, decode), all));
    }

    <T> Set<T> ids(SqlConnection connection, Function<String, T> id) throws SQLException {
        return new HashSet<>(connection.list(names, row -> id.apply(row.getString(1))));
    }
}
