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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to the embedded store: its file, its directory, its start and its end. */
final class EmbeddedStoreTest {
    @TempDir
    Path directory;

    @TempDir
    Path other;

    private final List<EmbeddedStore> opened = new ArrayList<>();

    @AfterEach
    void end() {
        opened.forEach(EmbeddedStore::close);
    }

    private EmbeddedStore open(Path in) {
        return open(in, Limits.USUAL);
    }

    private EmbeddedStore open(Path in, Limits limits) {
        EmbeddedStore store = EmbeddedStore.open(in, InstantSource.fixed(NOON), limits);
        opened.add(store);
        return store;
    }

    private EmbeddedStore openWithFeeds() {
        EmbeddedStore store = open(directory);
        get(store.subscriptions().save(subscription(A)));
        get(store.subscriptions().save(subscription(B)));
        return store;
    }

    private static List<Appended> append(EmbeddedStore store, FeedChange... changes) {
        return get(store.feeds().append(List.of(changes)));
    }

    private static List<Long> sequences(EmbeddedStore store) {
        List<Entry> entries = get(store.feeds().read(new Cursor(A, 0), 10_000)).entries();
        return entries.stream().map(entry -> entry.alert().sequence()).toList();
    }

    private static List<Long> upTo(int last) {
        return IntStream.rangeClosed(1, last).mapToObj(Long::valueOf).toList();
    }

    private long count(String from) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("tocsin.db"));
                ResultSet rows = connection.createStatement().executeQuery("SELECT COUNT(*) FROM " + from)) {
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Changes the file behind the store's back. */
    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("tocsin.db"));
                Statement statement = connection.createStatement()) {
            assertThat(statement.execute(sql)).isFalse();
        }
    }

    @Test
    void open_afterClose_goesOnWhereItWas() {
        EmbeddedStore first = openWithFeeds();
        append(first, raise("1", A), raise("2", A));
        first.close();
        EmbeddedStore second = open(directory);
        append(second, raise("2", A), raise("3", A));
        assertThat(sequences(second)).isEqualTo(upTo(3));
    }

    @Test
    void open_whatAnUncleanEndLeft_hasAllThatWasDurable() throws IOException {
        EmbeddedStore store = openWithFeeds();
        append(store, raise("1", A), raise("2", A), retract("1"));
        copyFiles(Long.MAX_VALUE);
        EmbeddedStore copy = open(other);
        append(copy, raise("3", A));
        assertThat(sequences(copy)).isEqualTo(upTo(4));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.5, 0.7, 0.9, 0.97})
    void open_aLogThatWasCutShort_hasAllUpToSomeWrite(double part) throws IOException {
        EmbeddedStore store = openWithFeeds();
        for (int i = 0; i < 20; i++) {
            append(store, raise("p" + i, A, B), raise("q" + i, A));
        }
        copyFiles((long) (part * Files.size(directory.resolve("tocsin.db-wal"))));
        EmbeddedStore copy = open(other);
        List<Long> left = sequences(copy);
        assertThat(left).hasSizeLessThan(40).isEqualTo(upTo(left.size()));
        assertThat(left.size() % 2).isZero();
        assertThat(get(copy.feeds().head(A))).isEqualTo(left.size());
    }

    private void copyFiles(long logBytes) throws IOException {
        Files.copy(directory.resolve("tocsin.db"), other.resolve("tocsin.db"));
        byte[] log = Files.readAllBytes(directory.resolve("tocsin.db-wal"));
        byte[] kept = Arrays.copyOf(log, (int) Math.min(log.length, logBytes));
        Files.write(other.resolve("tocsin.db-wal"), kept);
    }

    @Test
    void open_whatANewerVersionWrote_isRefused() throws IOException {
        openWithFeeds().close();
        Files.writeString(other.resolve("V900__later.sql"), "CREATE TABLE later (a INTEGER);");
        Flyway.configure()
                .dataSource("jdbc:sqlite:" + directory.resolve("tocsin.db"), null, null)
                .locations(
                        "classpath:io/tocsin/store/migration",
                        "classpath:io/tocsin/store/sqlite",
                        "filesystem:" + other)
                .placeholderReplacement(false)
                .javaMigrations(new Rehash())
                .load()
                .migrate();
        assertThatThrownBy(() -> open(directory))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("data.directory: " + directory
                        + " holds a store of version 900, which a newer Tocsin wrote (expected: at most version 1");
    }

    @Test
    void open_aSecondTime_isRefusedUntilTheFirstIsClosed() {
        EmbeddedStore first = open(directory);
        assertThatThrownBy(() -> open(directory))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("data.directory: " + directory
                        + " is in use by another Tocsin process (expected: a directory of its own for each)");
        first.close();
        get(open(directory).check());
    }

    @Test
    void open_aFileThatIsNoStore_saysSo() throws IOException {
        Files.writeString(directory.resolve("tocsin.db"), "this is not a database, whatever its name says".repeat(99));
        assertThatThrownBy(() -> open(directory)).hasMessageContaining("data.directory: " + directory);
    }

    @Test
    void close_twice_isOnce() {
        EmbeddedStore store = open(directory);
        store.close();
        store.close();
        assertThat(directory.resolve("tocsin.db-wal")).doesNotExist();
    }

    @Test
    void close_finishesWhatItTook_andRefusesTheRest() {
        EmbeddedStore store = openWithFeeds();
        List<CompletionStage<List<Appended>>> taken = IntStream.range(0, 200)
                .mapToObj(i -> store.feeds().append(List.of(raise("p" + i, A))))
                .toList();
        store.close();
        assertThat(taken)
                .allMatch(stage -> stage.toCompletableFuture().isDone()
                        && !stage.toCompletableFuture().isCompletedExceptionally());
        assertThatThrownBy(() -> append(store, raise("late", A))).hasCauseInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> get(store.feeds().head(A))).hasCauseInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void append_thatFailsHalfway_leavesNoHoleAndNoTrace() throws SQLException {
        EmbeddedStore store = openWithFeeds();
        append(store, raise("1", A));
        execute(
                "CREATE TRIGGER bad BEFORE INSERT ON alert WHEN NEW.sequence = 3 BEGIN SELECT RAISE(ABORT, 'bad'); END");
        assertThatThrownBy(() -> append(store, raise("2", A), raise("3", A))).hasCauseInstanceOf(SQLException.class);
        execute("DROP TRIGGER bad");
        assertThat(append(store, raise("4", A)).get(0).added()).containsExactly(new Cursor(A, 2));
        assertThat(sequences(store)).isEqualTo(upTo(2));
        assertThat(count("post")).isEqualTo(2);
    }

    @Test
    void append_toSeveralFeeds_storesTheBodyOnce() {
        EmbeddedStore store = openWithFeeds();
        append(store, raise("1", A, B), raise("1", A), raise("2"));
        assertThat(count("post")).isEqualTo(1);
        assertThat(count("alert")).isEqualTo(2);
    }

    @Test
    void append_retract_leavesNoTraceOfTheBodyInTheFile() throws IOException {
        String secret = "a thing said once".repeat(1_000);
        EmbeddedStore store = openWithFeeds();
        FeedChange.Target target = new FeedChange.Target(A, List.of());
        append(store, new FeedChange.Raise(post("1", secret), List.of(target), NOON), raise("2", A));
        store.close();
        assertThat(traces("a thing said once")).isTrue();
        EmbeddedStore again = open(directory);
        append(again, retract("1"));
        assertThat(count("post WHERE body IS NOT NULL")).isEqualTo(1);
        again.close();
        assertThat(traces("a thing said once")).isFalse();
    }

    private boolean traces(String text) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.indexOf(text) >= 0;
    }

    @Test
    void remove_ofASubscription_deletesBodiesThatNoAlertRefersTo() {
        EmbeddedStore store = openWithFeeds();
        append(store, raise("1", A, B), raise("2", B), raise("3", B), retract("3"));
        get(store.subscriptions().remove(B));
        assertThat(count("post WHERE id = '1' AND body IS NOT NULL")).isEqualTo(1);
        assertThat(count("post WHERE id = '2'")).isZero();
        assertThat(count("post WHERE id = '3' AND erased_at IS NOT NULL")).isEqualTo(1);
        assertThat(count("alert")).isEqualTo(1);
        assertThat(count("feed")).isEqualTo(1);
    }

    @Test
    void remove_ofALongFeed_deletesItInSeveralWrites() {
        EmbeddedStore store = open(directory, new Limits(1_000, 1, 1, 10, 3));
        get(store.subscriptions().save(subscription(A)));
        get(store.feeds()
                .append(IntStream.range(0, 10).mapToObj(i -> raise("p" + i, A)).toList()));
        get(store.subscriptions().remove(A));
        // Each check waits behind one deletion at least.
        for (int i = 0; i < 5; i++) {
            get(store.check());
        }
        assertThat(count("alert")).isZero();
        assertThat(count("post")).isZero();
        assertThat(count("feed")).isZero();
    }

    @Test
    void open_aRemovalWasInterrupted_goesOn() throws SQLException {
        EmbeddedStore store = openWithFeeds();
        append(store, raise("1", A), raise("2", B));
        store.close();
        execute("UPDATE feed SET subscription = NULL WHERE subscription = 'sub_a'");
        get(open(directory).check());
        assertThat(count("alert")).isEqualTo(1);
        assertThat(count("feed")).isEqualTo(1);
    }

    @Test
    void all_oneRowCantBeRead_givesTheOthers() throws SQLException {
        EmbeddedStore store = openWithFeeds();
        execute("UPDATE subscription SET json = '{' WHERE id = 'sub_a'");
        assertThat(get(store.subscriptions().all())).containsExactly(subscription(B));
    }

    @Test
    void sizeBytes_countsTheFiles() {
        EmbeddedStore store = openWithFeeds();
        long before = store.sizeBytes();
        FeedChange.Target target = new FeedChange.Target(A, List.of());
        append(store, new FeedChange.Raise(post("1", "x".repeat(200_000)), List.of(target), NOON));
        assertThat(store.sizeBytes()).isGreaterThan(before + 200_000);
    }
}
