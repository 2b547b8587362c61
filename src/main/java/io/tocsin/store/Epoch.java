package io.tocsin.store;

import java.sql.SQLException;

/** Who opened a store later has the higher epoch. */
final class Epoch {
    private Epoch() {}

    /** An epoch above all that were taken before, durably. */
    static long next(Engine engine) throws SQLException {
        try (SqlConnection connection = engine.writer()) {
            long epoch = connection.first("""
                            INSERT INTO owner (key, epoch) VALUES (1, 1)
                            ON CONFLICT (key) DO UPDATE SET epoch = owner.epoch + 1 RETURNING epoch""", row -> row.getLong(1)).orElseThrow();
            CommitMark.begin(epoch, connection);
            connection.commit();
            return epoch;
        }
    }
}
