package io.tocsin.store;

import java.sql.SQLException;

/** Who opened a store later, or took feeds over, has the higher epoch. */
final class Epoch {
    private Epoch() {}

    /** An epoch above all that were taken before, durably. */
    static long next(Engine engine) throws SQLException {
        try (SqlConnection connection = engine.writer()) {
            long epoch = next(connection);
            CommitMark.begin(epoch, connection);
            connection.commit();
            return epoch;
        }
    }

    /** As {@link #next(Engine)}, not to be used before it is committed. */
    static long next(SqlConnection connection) throws SQLException {
        return connection.first("""
                        INSERT INTO owner (key, epoch) VALUES (1, 1)
                        ON CONFLICT (key) DO UPDATE SET epoch = owner.epoch + 1 RETURNING epoch""", row -> row.getLong(1)).orElseThrow();
    }
}
