package io.tocsin.store;

import static io.tocsin.store.Samples.A;
import static io.tocsin.store.Samples.B;
import static io.tocsin.store.Samples.NOON;
import static io.tocsin.store.Samples.get;
import static io.tocsin.store.Samples.post;
import static io.tocsin.store.Samples.raise;
import static io.tocsin.store.Samples.retract;
import static io.tocsin.store.Samples.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.Appended;
import io.tocsin.feed.Entry;
import io.tocsin.feed.FeedChange;
import io.tocsin.post.Receipt;
import io.tocsin.subscription.SubscriptionId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is particular to a store in PostgreSQL: who may open it, and that several do. */
final class PostgresStoreTest {
    private final List<PostgresStore> opened = new ArrayList<>();
    private PostgresUrl url;

    @BeforeEach
    void begin() {
        url = PostgresServer.shared().emptyStore();
    }

    @AfterEach
    void end() {
        opened.forEach(PostgresStore::close);
    }

    private PostgresStore open() {
        PostgresStore store = PostgresStore.open(url, InstantSource.fixed(NOON));
        opened.add(store);
        return store;
    }

    private PostgresStore openWithFeeds(SubscriptionId... feeds) {
        PostgresStore store = open();
        for (SubscriptionId feed : feeds) {
            get(store.subscriptions().save(subscription(feed)));
        }
        return store;
    }

    private static List<Appended> append(PostgresStore store, FeedChange... changes) {
        return get(store.feeds().append(List.of(changes)));
    }

    private static List<Long> sequences(PostgresStore store) {
        List<Entry> entries = get(store.feeds().read(new Cursor(A, 0), 10_000)).entries();
        return entries.stream().map(entry -> entry.alert().sequence()).toList();
    }

    private long count(String from) {
        try (Connection connection = PostgresServer.connection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + from)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void open_afterClose_goesOnWhereItWas() {
        PostgresStore first = openWithFeeds(A);
        append(first, raise("1", A), raise("2", A));
        first.close();
        PostgresStore second = open();
        append(second, raise("2", A), raise("3", A));
        assertThat(sequences(second)).containsExactly(1L, 2L, 3L);
    }

    @RepeatedTest(3)
    void open_byManyAtOnceOnNothing_serveAll() {
        List<CompletableFuture<PostgresStore>> opening = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> PostgresStore.open(url, InstantSource.fixed(NOON)), this::run))
                .toList();
        List<PostgresStore> stores = opening.stream().map(Samples::get).toList();
        opened.addAll(stores);
        stores.forEach(store -> get(store.check()));
        assertThat(count("flyway_schema_history WHERE success AND version = '1'"))
                .isEqualTo(1);
        assertThat(count("owner WHERE epoch = 4")).isEqualTo(1);
    }

    private void run(Runnable task) {
        new Thread(task).start();
    }

    @Test
    void open_whatANewerVersionWrote_isRefused(@TempDir Path scripts) throws Exception {
        openWithFeeds(A).close();
        Files.writeString(scripts.resolve("V900__later.sql"), "CREATE TABLE later (a INTEGER);");
        Flyway.configure()
                .dataSource(url.jdbc(""), url.user(), url.password())
                .locations(
                        "classpath:io/tocsin/store/migration",
                        "classpath:io/tocsin/store/postgresql",
                        "filesystem:" + scripts)
                .placeholderReplacement(false)
                .javaMigrations(new Rehash())
                .load()
                .migrate();
        assertThatThrownBy(this::open)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching(
                        "store.url: postgresql://tocsin@127.0.0.1:\\d+/postgres holds a store of version 900,"
                                + " which a newer Tocsin wrote \\(expected: at most version [\\d.]+\\)");
    }

    @Test
    void open_wrongPassword_saysSo() {
        url = new PostgresUrl(url.user(), "wrong", url.hosts(), url.database(), url.parameters());
        refused("FATAL: password authentication failed for user \"tocsin\"");
    }

    @Test
    void open_noSuchDatabase_saysSo() {
        url = new PostgresUrl(url.user(), url.password(), url.hosts(), "none", url.parameters());
        refused("FATAL: database \"none\" does not exist");
    }

    @Test
    void open_mayNotMakeTables_saysSo() {
        PostgresServer.execute(url, "DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN PASSWORD 'guest'");
        url = new PostgresUrl("guest", "guest", url.hosts(), url.database(), url.parameters());
        assertThatThrownBy(this::open)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("store.url: " + url)
                .hasMessageContaining("(expected: ");
    }

    private void refused(String why) {
        assertThatThrownBy(this::open)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("store.url: " + url + " cannot be used: " + why
                        + " (expected: a PostgreSQL server that lets this user in,"
                        + " and a database where it may create tables)");
    }

    @Test
    void append_thatFailsHalfway_leavesNoHoleAndNoTrace() {
        PostgresStore store = openWithFeeds(A);
        append(store, raise("1", A));
        PostgresServer.execute(url, "ALTER TABLE alert ADD CONSTRAINT bad CHECK (sequence <> 3)");
        assertThatThrownBy(() -> append(store, raise("2", A), raise("3", A))).hasCauseInstanceOf(SQLException.class);
        PostgresServer.execute(url, "ALTER TABLE alert DROP CONSTRAINT bad");
        assertThat(append(store, raise("4", A)).get(0).added()).containsExactly(new Cursor(A, 2));
        assertThat(sequences(store)).containsExactly(1L, 2L);
        assertThat(count("post")).isEqualTo(2);
    }

    @Test
    void append_retract_erasesTheBody() {
        PostgresStore store = openWithFeeds(A);
        append(store, raise("1", A), raise("2", A), retract("1"));
        assertThat(count("post WHERE body IS NULL AND id = '1'")).isEqualTo(1);
        assertThat(count("post WHERE body IS NOT NULL")).isEqualTo(1);
    }

    @Test
    void append_anIdWithANul_isKnownAgain() {
        PostgresStore store = openWithFeeds(A);
        assertThat(append(store, raise("a\0b", A)).get(0).receipt()).isEqualTo(Receipt.ACCEPTED);
        assertThat(append(store, raise("a\0b", A)).get(0).receipt()).isEqualTo(Receipt.DUPLICATE);
    }

    @Test
    void append_thePostsThatAnotherAppends_storesEachOnce() {
        PostgresStore one = openWithFeeds(A, B);
        PostgresStore other = open();
        List<CompletableFuture<List<Appended>>> appends = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            appends.add(one.feeds().append(List.of(raise("p" + i, A))).toCompletableFuture());
            appends.add(other.feeds().append(List.of(raise("p" + i, B))).toCompletableFuture());
        }
        appends.forEach(Samples::get);
        assertThat(count("post")).isEqualTo(200);
        assertThat(count("alert")).isEqualTo(400);
        assertThat(count("alert a JOIN post p ON p.key = a.post")).isEqualTo(400);
    }

    @Test
    void everything_afterItsConnectionsWereCut_goesOn() {
        PostgresStore store = openWithFeeds(A);
        append(store, raise("1", A));
        assertThat(sequences(store)).containsExactly(1L);
        PostgresServer.execute(url, """
                SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
                WHERE application_name = 'tocsin' AND pid <> pg_backend_pid()""");
        assertThat(append(store, raise("2", A)).get(0).added()).containsExactly(new Cursor(A, 2));
        for (int i = 0; i < 5; i++) {
            assertThat(sequences(store)).containsExactly(1L, 2L);
        }
    }

    @Test
    void append_serverThatConfirmsTooEarly_isToldNotTo() {
        PostgresServer.execute(url, "ALTER ROLE tocsin SET synchronous_commit = off");
        try (SqlConnection writer = new Postgres(url).writer()) {
            assertThat(writer.first("SELECT current_setting('synchronous_commit')", row -> row.getString(1)))
                    .contains("on");
        } catch (SQLException e) {
            throw new AssertionError(e);
        } finally {
            PostgresServer.execute(url, "ALTER ROLE tocsin RESET synchronous_commit");
        }
    }

    @Test
    void sizeBytes_countsTheTables() {
        PostgresStore store = openWithFeeds(A);
        assertThat(store.sizeBytes()).isPositive();
        FeedChange.Target target = new FeedChange.Target(A, List.of());
        String text = IntStream.range(0, 100_000).mapToObj(Integer::toString).reduce("", String::concat);
        append(store, new FeedChange.Raise(post("1", text), List.of(target), NOON));
        store.close();
        assertThat(open().sizeBytes()).isGreaterThan(store.sizeBytes() + 100_000);
    }
}
