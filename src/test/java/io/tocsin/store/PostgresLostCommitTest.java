package io.tocsin.store;

import static io.tocsin.store.Samples.A;
import static io.tocsin.store.Samples.NOON;
import static io.tocsin.store.Samples.get;
import static io.tocsin.store.Samples.raise;
import static io.tocsin.store.Samples.retract;
import static io.tocsin.store.Samples.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.Appended;
import io.tocsin.feed.Entry;
import io.tocsin.feed.FeedChange;
import io.tocsin.post.Receipt;
import io.tocsin.store.LosingOpening.Loss;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The answer to a commit is lost: what it was is found out, and what was said holds. */
final class PostgresLostCommitTest {
    private static final String WAITING =
            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%commit_mark%'";
    private static final InstantSource CLOCK = InstantSource.fixed(NOON);

    private LosingOpening connections;
    private PostgresUrl url;
    private Writer writer;
    private Readers readers;
    private SqlFeedLog feeds;

    @BeforeEach
    void begin() throws SQLException {
        url = PostgresServer.shared().emptyStore();
        connections = new LosingOpening(url);
        Postgres engine = new Postgres(url);
        engine.migration("a test").run();
        long epoch = Epoch.next(engine);
        FeedHeads heads = new FeedHeads(epoch, Eras.USUAL);
        writer = new Writer(connections, Optional.of(new CommitMark(epoch)), CLOCK, Limits.USUAL, heads::clear);
        readers = new Readers(engine::reader, Limits.USUAL);
        feeds = new SqlFeedLog(writer, readers, heads, CLOCK, true);
        get(new SqlSubscriptions(writer, readers, new FeedRemoval(writer, heads, Limits.USUAL)).save(subscription(A)));
        get(append(raise("1", A)));
    }

    @AfterEach
    void end() {
        readers.close();
        writer.close();
    }

    private CompletableFuture<List<Appended>> append(FeedChange... changes) {
        return feeds.append(List.of(changes)).toCompletableFuture();
    }

    private static Appended accepted(long sequence) {
        return new Appended(Receipt.ACCEPTED, List.of(new Cursor(A, sequence)));
    }

    private List<String> alerts() {
        List<Entry> entries = get(feeds.read(new Cursor(A, 0), 100)).entries();
        return entries.stream()
                .map(entry -> entry.alert().sequence() + " " + entry.alert().kind() + " "
                        + entry.alert().post().id())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(
            value = Loss.class,
            names = {"COMMITTED", "NOT_COMMITTED"})
    void append_theAnswerIsLost_isAcceptedAndThereOnce(Loss loss) {
        connections.next.set(loss);
        assertThat(get(append(raise("2", A), retract("1")))).containsExactly(accepted(2), accepted(3));
        assertThat(get(append(raise("3", A)))).containsExactly(accepted(4));
        assertThat(alerts()).containsExactly("1 RAISED 1", "2 RAISED 2", "3 RETRACTED 1", "4 RAISED 3");
    }

    @Test
    void append_theServerIsStillAtTheCommit_waitsForIt() throws Exception {
        connections.next.set(Loss.UNDER_WAY);
        CompletableFuture<List<Appended>> second = append(raise("2", A));
        Connection held = awaitLoss();
        CompletableFuture<List<Appended>> third = append(raise("3", A));
        assertThat(second).isNotDone();
        held.commit();
        held.close();
        assertThat(get(second)).containsExactly(accepted(2));
        assertThat(get(third)).containsExactly(accepted(3));
        assertThat(alerts()).containsExactly("1 RAISED 1", "2 RAISED 2", "3 RAISED 3");
    }

    @Test
    void append_theServerGivesTheCommitUp_isDoneAgain() throws Exception {
        connections.next.set(Loss.UNDER_WAY);
        CompletableFuture<List<Appended>> second = append(raise("2", A));
        awaitLoss().close();
        assertThat(get(second)).containsExactly(accepted(2));
        assertThat(alerts()).containsExactly("1 RAISED 1", "2 RAISED 2");
    }

    /** The connection whose commit is under way, once the writer waits to be told how it ends. */
    private Connection awaitLoss() throws InterruptedException {
        Connection held = Objects.requireNonNull(connections.held.poll(10, TimeUnit.SECONDS));
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            try (Connection watching = PostgresServer.connection(url);
                    Statement statement = watching.createStatement()) {
                boolean waiting = false;
                while (!waiting) {
                    try (ResultSet rows = statement.executeQuery(WAITING)) {
                        waiting = rows.next();
                    }
                }
            }
        });
        return held;
    }
}
