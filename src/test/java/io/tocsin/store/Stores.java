package io.tocsin.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A place for a test's stores, with nothing in it, which ends with the test. */
abstract class Stores implements AfterEachCallback {
    /** What makes of a store one of version 10; its rows stay. */
    static final List<String> TO_VERSION_10 = List.of(
            "DROP INDEX delivery_by_due",
            "CREATE INDEX delivery_by_due ON delivery (endpoint, due_at)",
            "ALTER TABLE endpoint DROP COLUMN claim",
            "DROP TABLE attempt",
            "DROP TABLE consumer_place",
            "DROP TABLE source_gap",
            "DROP TABLE source_cursor",
            "DELETE FROM flyway_schema_history WHERE version IN ('10.1', '11', '12', '13')");

    private final List<Store> opened = new ArrayList<>();

    /** A directory: one store at a time. */
    static Stores sqlite() {
        return new InADirectory();
    }

    /** A PostgreSQL database: several stores, as of several members. */
    static Stores postgres() {
        return new InADatabase();
    }

    /** Opens a store, which is closed when the test ends. */
    final Store open(InstantSource clock) {
        return open(clock, Limits.USUAL);
    }

    final Store open(InstantSource clock, Limits limits) {
        Store store = at(clock, limits);
        opened.add(store);
        return store;
    }

    abstract Store at(InstantSource clock, Limits limits);

    abstract Connection connect() throws SQLException;

    /** Whether several stores may be open. */
    abstract boolean shared();

    /** What of the statement's plan goes through all of a table or of an index. */
    abstract List<String> scans(String sql);

    abstract void remove() throws IOException;

    /** Reads behind the store's back: the first column of each row, as text. */
    final List<String> rows(String sql) {
        return rows(sql, 1);
    }

    final List<String> rows(String sql, int column) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(column));
            }
            return found;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    final long count(String from) {
        return Long.parseLong(rows("SELECT COUNT(*) FROM " + from).get(0));
    }

    /** Writes behind the store's back. */
    final void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            boolean unused = statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** As when the members stop. */
    final void closeAll() {
        opened.forEach(Store::close);
        opened.clear();
    }

    @Override
    public void afterEach(ExtensionContext test) throws IOException {
        closeAll();
        remove();
    }

    private static final class InADirectory extends Stores {
        private final Path directory;

        InADirectory() {
            try {
                directory = Files.createTempDirectory("tocsin-store");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        Store at(InstantSource clock, Limits limits) {
            return EmbeddedStore.open(directory, clock, limits);
        }

        @Override
        Connection connect() throws SQLException {
            return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("tocsin.db"));
        }

        @Override
        boolean shared() {
            return false;
        }

        @Override
        List<String> scans(String sql) {
            return rows("EXPLAIN QUERY PLAN " + sql, 4).stream()
                    .filter(step -> !step.matches("SCAN (CONSTANT ROW|\\d+-ROW VALUES CLAUSE|v)"))
                    .filter(step ->
                            step.startsWith("SCAN ") || step.endsWith("(rowid<?)") || step.endsWith("(rowid>?)"))
                    .toList();
        }

        @Override
        void remove() throws IOException {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static final class InADatabase extends Stores {
        private final PostgresUrl url = PostgresServer.shared().emptyStore();

        @Override
        Store at(InstantSource clock, Limits limits) {
            return PostgresStore.open(url, clock, limits);
        }

        @Override
        Connection connect() throws SQLException {
            return PostgresServer.connection(url);
        }

        @Override
        boolean shared() {
            return true;
        }

        /** As if the tables were so large that every other way was better. */
        @Override
        List<String> scans(String sql) {
            StringBuilder numbered = new StringBuilder();
            int parameters = 0;
            for (int i = 0; i < sql.length(); i++) {
                char c = sql.charAt(i);
                numbered.append(c == '?' ? "$" + ++parameters : String.valueOf(c));
            }
            try (Connection connection = DriverManager.getConnection(
                            url.jdbc("preferQueryMode=simple"), url.user(), url.password());
                    Statement statement = connection.createStatement()) {
                for (String way : List.of("seqscan", "hashjoin", "mergejoin")) {
                    boolean unused = statement.execute("SET enable_" + way + " = off");
                }
                List<String> scans = new ArrayList<>();
                try (ResultSet plan =
                        statement.executeQuery("EXPLAIN (GENERIC_PLAN, COSTS OFF) " + typed(numbered.toString()))) {
                    String before = "";
                    while (!before.isEmpty() || plan.isBeforeFirst()) {
                        String step = plan.next() ? plan.getString(1) : "";
                        boolean wholeIndex = before.matches(".*(Index Scan|Index Only Scan).*")
                                && !step.matches(".*Index Cond: .*( = | IS (NOT )?NULL).*");
                        if (before.contains("Seq Scan") || wholeIndex) {
                            scans.add(before);
                        }
                        before = step;
                    }
                }
                return scans;
            } catch (SQLException e) {
                throw new AssertionError(sql, e);
            }
        }

        /** What the statement itself does not say: what its lists are of. */
        private static String typed(String sql) {
            String list = sql.contains("hash = list.") ? "unnest($1::BIGINT[])" : "unnest($1::TEXT[])";
            return sql.replace("unnest($1)", list)
                    .replace(
                            "(VALUES ($1, $2, $3, $4, $5, $6)",
                            "(VALUES ($1::BIGINT, $2::BIGINT, $3::BIGINT, $4::BIGINT, $5::BIGINT, $6::BIGINT)");
        }

        @Override
        void remove() {
            // The server's directory goes when all tests have ended.
        }
    }
}
