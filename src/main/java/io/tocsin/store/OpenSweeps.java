package io.tocsin.store;

import io.tocsin.post.AuthorId;
import io.tocsin.post.SerialId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The sweeps that are begun and not ended, in a table: whoever comes after a crash goes on with them. */
final class OpenSweeps {
    private static final String ALL = "";
    private static final int AT_ONCE = 16;

    private OpenSweeps() {}

    /** What is done of it is durable with this. */
    static void keep(AuthorSweep sweep, long now, SqlConnection connection) throws SQLException {
        connection.update(
                """
                INSERT INTO sweep (hash, source, id, up_to, received_at, done_to, touched_at)
                VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (hash, source, id, up_to)
                DO UPDATE SET done_to = excluded.done_to, touched_at = excluded.touched_at""",
                sweep.hash(),
                sweep.author().source(),
                sweep.author().id(),
                upTo(sweep),
                sweep.receivedAt(),
                sweep.after(),
                now);
    }

    static void end(AuthorSweep sweep, SqlConnection connection) throws SQLException {
        connection.update(
                "DELETE FROM sweep WHERE hash = ? AND source = ? AND id = ? AND up_to = ?",
                sweep.hash(),
                sweep.author().source(),
                sweep.author().id(),
                upTo(sweep));
    }

    /** Some of those that nobody went on with since {@code time}. */
    static List<AuthorSweep> untouchedSince(long time, SqlConnection connection) throws SQLException {
        return connection.list("""
                SELECT source, id, hash, up_to, received_at, done_to FROM sweep
                WHERE touched_at < ? ORDER BY touched_at LIMIT ?""", OpenSweeps::sweep, time, AT_ONCE);
    }

    /** Whether it is the caller's to go on with: of several members one is told so. */
    static boolean claim(AuthorSweep sweep, long untouchedSince, long now, SqlConnection connection)
            throws SQLException {
        int claimed = connection.update(
                """
                UPDATE sweep SET touched_at = ?
                WHERE hash = ? AND source = ? AND id = ? AND up_to = ? AND touched_at < ?""", now, sweep.hash(), sweep.author().source(), sweep.author().id(), upTo(sweep), untouchedSince);
        return claimed == 1;
    }

    private static AuthorSweep sweep(ResultSet row) throws SQLException {
        String upTo = row.getString(4);
        return new AuthorSweep(
                new AuthorId(row.getString(1), row.getString(2)),
                row.getLong(3),
                upTo.equals(ALL) ? Optional.empty() : Optional.of(new SerialId(upTo)),
                row.getLong(5),
                row.getLong(6));
    }

    private static String upTo(AuthorSweep sweep) {
        return sweep.upTo().map(SerialId::digits).orElse(ALL);
    }
}
