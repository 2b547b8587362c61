package io.tocsin.store;

import io.tocsin.post.PostId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

/** Gives posts that were stored before {@link NameHash} kept order the numbers that they are found by now. */
final class Rehash implements JavaMigration {
    private static final int AT_ONCE = 10_000;

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("10.1");
    }

    @Override
    public String getDescription() {
        return "post hashes in order";
    }

    @Override
    public @Nullable Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    private record Named(long key, long hash, PostId id) {}

    @Override
    public void migrate(Context context) throws SQLException {
        Connection connection = context.getConnection();
        try (PreparedStatement next = connection.prepareStatement(
                        "SELECT key, hash, source, id FROM post WHERE key > ? ORDER BY key LIMIT " + AT_ONCE);
                PreparedStatement rehash = connection.prepareStatement("UPDATE post SET hash = ? WHERE key = ?")) {
            List<Named> posts = after(0, next);
            while (!posts.isEmpty()) {
                for (Named post : posts) {
                    long hash = NameHash.of(post.id());
                    if (hash != post.hash()) {
                        rehash.setLong(1, hash);
                        rehash.setLong(2, post.key());
                        rehash.addBatch();
                    }
                }
                int[] unused = rehash.executeBatch();
                posts = after(posts.get(posts.size() - 1).key(), next);
            }
        }
    }

    private static List<Named> after(long key, PreparedStatement next) throws SQLException {
        next.setLong(1, key);
        List<Named> posts = new ArrayList<>(AT_ONCE);
        try (ResultSet rows = next.executeQuery()) {
            while (rows.next()) {
                posts.add(
                        new Named(rows.getLong(1), rows.getLong(2), new PostId(rows.getString(3), rows.getString(4))));
            }
        }
        return posts;
    }
}
