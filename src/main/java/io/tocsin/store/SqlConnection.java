package io.tocsin.store;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One connection and the statements prepared on it; used by one thread at a time. Statements are kept by their text, so
 * a text must be a constant. Nothing is durable, or let go of, before {@link #commit} or {@link #rollback}.
 */
final class SqlConnection implements AutoCloseable {
    /**
     * Unique violation, serialization failure, deadlock, a lock that was not to be had in time. SQLite knows no such
     * states, as it has one writer.
     */
    private static final Set<String> MET = Set.of("23505", "40001", "40P01", "55P03");

    /** Rows of one statement: it has a place for each of their values, and may have no more than 32,766. */
    private static final int MAX_INSERT = 256;

    private final Connection jdbc;
    private final boolean shared;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private long transactions;

    /** @param shared whether others may write, too, while this does */
    SqlConnection(Connection jdbc, boolean shared) throws SQLException {
        this.jdbc = jdbc;
        this.shared = shared;
        jdbc.setAutoCommit(false);
    }

    /** Opens a connection. */
    interface Opening {
        SqlConnection open() throws SQLException;
    }

    /** What one row says. */
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** Whether it failed because another connection was writing the same. */
    static boolean met(Throwable failure) {
        return failure instanceof SQLException sql && sql.getSQLState() != null && MET.contains(sql.getSQLState());
    }

    /** How many rows the statement changed. */
    @CanIgnoreReturnValue
    int update(String sql, @Nullable Object... values) throws SQLException {
        return prepared(sql, values).executeUpdate();
    }

    /** Does it once for each of the rows of values, all in one go; how many rows each changed, if it is no insert. */
    @CanIgnoreReturnValue
    int[] updateAll(String sql, List<@Nullable Object[]> rows) throws SQLException {
        PreparedStatement statement = statement(sql);
        for (@Nullable Object[] values : rows) {
            set(values, statement);
            statement.addBatch();
        }
        return statement.executeBatch();
    }

    /** Inserts rows of the same columns, and gives what is asked of each of them, in whatever order. */
    <T> List<T> insertAll(String insert, String asked, Row<T> row, List<@Nullable Object[]> rows) throws SQLException {
        List<T> told = new ArrayList<>(rows.size());
        for (int from = 0; from < rows.size(); ) {
            // Few lengths, as each text is kept prepared.
            int length = Math.min(MAX_INSERT, Integer.highestOneBit(rows.size() - from));
            int width = rows.get(from).length;
            String places = "(?" + ", ?".repeat(width - 1) + ")";
            @Nullable Object[] values = new Object[length * width];
            for (int i = 0; i < length; i++) {
                System.arraycopy(rows.get(from + i), 0, values, i * width, width);
            }
            String sql = insert + " VALUES " + places + (", " + places).repeat(length - 1) + " RETURNING " + asked;
            told.addAll(list(sql, row, values));
            from += length;
        }
        return told;
    }

    /** As {@link #locked}, of all the things, in whatever order; maybe twice. */
    <T, K extends Comparable<K>> List<T> lockedAll(InList sql, Row<T> row, List<K> things) throws SQLException {
        // Who locks many in one order seldom meets another who does.
        return listAll(sql, row, things.stream().sorted().toList(), shared ? " FOR UPDATE" : "");
    }

    private <T> List<T> listAll(InList sql, Row<T> row, List<?> things, String after) throws SQLException {
        List<T> found = new ArrayList<>();
        for (int from = 0; from < things.size(); ) {
            int length = InList.length(things.size() - from);
            @Nullable Object[] list = new Object[length];
            for (int i = 0; i < length; i++) {
                list[i] = things.get(Math.min(from + i, things.size() - 1));
            }
            found.addAll(list(sql.text(length) + after, row, list));
            from += length;
        }
        return found;
    }

    <T> List<T> list(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        return listUntil(sql, row, found -> false, values);
    }

    /** The rows up to the one that is {@code last}, or all. */
    <T> List<T> listUntil(String sql, Row<T> row, Predicate<T> last, @Nullable Object... values) throws SQLException {
        try (ResultSet rows = prepared(sql, values).executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                T next = row.of(rows);
                found.add(next);
                if (last.test(next)) {
                    break;
                }
            }
            return found;
        }
    }

    <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        try (ResultSet rows = prepared(sql, values).executeQuery()) {
            return rows.next() ? Optional.of(row.of(rows)) : Optional.empty();
        }
    }

    /**
     * As {@link #first}, for who is going to write by it: nobody else changes the row before this transaction ends. A
     * row that somebody else is changing is waited for, and found as that one left it.
     */
    <T> Optional<T> locked(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        return first(shared ? sql + " FOR UPDATE" : sql, row, values);
    }

    /** As {@link #locked}, for who knows what the row says. */
    void lock(String sql, @Nullable Object... values) throws SQLException {
        if (shared) {
            Optional<Boolean> unused = locked(sql, row -> true, values);
        }
    }

    /**
     * Waits until the transactions of others have ended that found a row of the table, or found that there is none,
     * with {@link #locked}; from then on until this one ends, who looks so waits for this. A row can be locked only
     * where it is: this is for a row that is to be new.
     *
     * @param table a constant
     */
    void lockMissing(String table) throws SQLException {
        if (shared) {
            update("LOCK TABLE " + table + " IN EXCLUSIVE MODE");
        }
    }

    /** As long as it is the same, what was read with {@link #locked} is still locked, or nobody else writes at all. */
    long turn() {
        return shared ? transactions : 0;
    }

    private PreparedStatement prepared(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = statement(sql);
        set(values, statement);
        return statement;
    }

    private PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = jdbc.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    private static void set(@Nullable Object[] values, PreparedStatement statement) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            statement.setObject(i + 1, value instanceof String text ? storable(text) : value);
        }
    }

    /** PostgreSQL keeps no NUL in a text, and an id that has one must not hold up the posts beside it. */
    static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }

    Savepoint savepoint() throws SQLException {
        return jdbc.setSavepoint();
    }

    void release(Savepoint savepoint) throws SQLException {
        jdbc.releaseSavepoint(savepoint);
    }

    /** Undoes what was done since the savepoint. Fails if the engine has given up the whole transaction. */
    void rollback(Savepoint savepoint) throws SQLException {
        jdbc.rollback(savepoint);
    }

    void commit() throws SQLException {
        transactions++;
        jdbc.commit();
    }

    void rollback() throws SQLException {
        transactions++;
        jdbc.rollback();
    }

    /** Whether it can't be used any more. */
    boolean closed() throws SQLException {
        return jdbc.isClosed();
    }

    @Override
    public void close() throws SQLException {
        jdbc.close();
    }
}
