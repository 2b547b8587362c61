package io.tocsin.store;

import static io.tocsin.store.Samples.A;
import static io.tocsin.store.Samples.B;
import static io.tocsin.store.Samples.NOON;
import static io.tocsin.store.Samples.get;
import static io.tocsin.store.Samples.post;
import static io.tocsin.store.Samples.postId;
import static io.tocsin.store.Samples.raise;
import static io.tocsin.store.Samples.retract;
import static io.tocsin.store.Samples.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.feed.FeedChange;
import io.tocsin.post.AuthorId;
import io.tocsin.post.SerialId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A write costs what it touches, however much is stored: on every engine it finds all of it by an index. */
abstract class QueryPlanContract {
    private static final AuthorId AUTHOR = new AuthorId("test", "author");

    @RegisterExtension
    final Stores stores;

    private final Set<String> statements = new LinkedHashSet<>();

    QueryPlanContract(Stores stores) {
        this.stores = stores;
    }

    @BeforeEach
    void begin() {
        Store store = stores.open(InstantSource.fixed(NOON));
        get(store.subscriptions().save(subscription(A)));
        get(store.subscriptions().save(subscription(B)));
        get(store.feeds().append(List.of(raise("0", A))));
        store.close();
    }

    private interface Work {
        void on(SqlConnection connection) throws SQLException;
    }

    /** Runs it, and gives what it asked that goes through a whole table. */
    private List<String> scans(Work work) throws SQLException {
        try (Connection jdbc = stores.connect();
                SqlConnection connection = new SqlConnection(heard(jdbc), stores.shared())) {
            work.on(connection);
            connection.rollback();
        }
        // The first and last keys are at their index's ends, though a plan does not say that no more of it is read.
        List<String> told = statements.stream()
                .filter(sql -> !sql.startsWith("SELECT MAX(key)") && !sql.startsWith("SELECT MIN(key)"))
                .filter(sql -> !sql.startsWith("LOCK") && !sql.startsWith("INSERT"))
                .toList();
        assertThat(told).isNotEmpty();
        return told.stream()
                .flatMap(sql -> stores.scans(sql).stream().map(scan -> scan + " of " + sql))
                .toList();
    }

    private Connection heard(Connection jdbc) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        statements.add((String) arguments[0]);
                    }
                    try {
                        return method.invoke(jdbc, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private List<String> scans(FeedChange... changes) throws SQLException {
        return scans(connection -> FeedWrite.run(
                Stream.of(changes).map(FeedWrite.Prepared::of).toList(),
                connection,
                new FeedHeads(99, Eras.USUAL),
                Micros.of(NOON)));
    }

    private static FeedChange edit(String before, String after, String text) {
        return new FeedChange.Correct(
                postId(before),
                post(after, text),
                Optional.of(NOON),
                List.of(new FeedChange.Target(B, List.of())),
                NOON);
    }

    @Test
    void raiseAndRetract_findAllByIndex() throws SQLException {
        assertThat(scans(raise("0", B), raise("1", A), retract("1"), retract("2"), retract("0")))
                .isEmpty();
        assertThat(statements).anyMatch(sql -> sql.contains("SET gone = ?"));
    }

    /** An engine that knows nothing of the tables yet must not take them for small. */
    @Test
    void raiseMany_findsAllByIndex() throws SQLException {
        assertThat(scans(
                        IntStream.range(1, 300).mapToObj(i -> raise("p" + i, A)).toArray(FeedChange[]::new)))
                .isEmpty();
    }

    @Test
    void edit_findsAllByIndex() throws SQLException {
        assertThat(scans(raise("1", A), raise("2", A), edit("1", "1", "x"), edit("1", "3", "y"), edit("2", "3", "z")))
                .isEmpty();
        assertThat(statements).anyMatch(sql -> sql.contains("SET version_of = ?"));
    }

    @Test
    void retractAuthor_findsAllByIndex() throws SQLException {
        assertThat(scans(
                        raise("1", A),
                        new FeedChange.ScrubGeo(postId("1"), NOON),
                        new FeedChange.ScrubAuthorGeo(AUTHOR, new SerialId("7"), NOON),
                        new FeedChange.RetractAuthor(AUTHOR, NOON),
                        new FeedChange.RestoreAuthor(AUTHOR, NOON)))
                // All of that index is wanted, and it is mostly empty.
                .allMatch(scan -> scan.contains("post_without_author"));
    }

    @Test
    void firstAlert_isFoundByIndex() throws SQLException {
        assertThat(scans(connection -> {
                    Feed feed = Feed.find(A, connection).orElseThrow();
                    assertThat(feed.first(connection)).isEqualTo(1);
                }))
                .isEmpty();
        assertThat(statements).anyMatch(sql -> sql.contains("feed_era"));
    }

    @Test
    void deletionOfAnAlert_findsAllByIndex() throws SQLException {
        assertThat(scans(connection -> {
                    long alert = connection
                            .first("SELECT key FROM alert LIMIT 1", row -> row.getLong(1))
                            .orElseThrow();
                    statements.clear();
                    new FeedRemoval.Left(alert, 1).delete(connection);
                    StoredPost.forget(1, connection);
                }))
                .isEmpty();
    }
}
