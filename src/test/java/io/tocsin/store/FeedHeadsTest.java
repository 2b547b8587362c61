package io.tocsin.store;

import static io.tocsin.store.Samples.A;
import static io.tocsin.store.Samples.NOON;
import static io.tocsin.store.Samples.get;
import static io.tocsin.store.Samples.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.subscription.SubscriptionId;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FeedHeadsTest {
    @TempDir
    Path directory;

    private final FeedHeads heads = new FeedHeads(7, Eras.USUAL);

    @BeforeEach
    void begin() {
        try (EmbeddedStore store = EmbeddedStore.open(directory, InstantSource.fixed(NOON))) {
            get(store.subscriptions().save(subscription(A)));
        }
    }

    private SqlConnection connect() throws SQLException {
        return new Sqlite(directory.resolve("tocsin.db")).writer();
    }

    @Test
    void trim_moreFeedsThanAreKept_forgetsThem_andGoesOn() throws SQLException {
        try (SqlConnection connection = connect()) {
            int feeds = FeedHeads.MAX_FEEDS + 1;
            connection.update("""
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
                    INSERT INTO feed (subscription, head) SELECT 'sub_' || i, i FROM n""", feeds);
            for (int i = 1; i < feeds; i++) {
                assertThat(heads.of(new SubscriptionId("sub_" + i), connection)).isPresent();
            }
            heads.trim();
            assertThat(heads.size()).isEqualTo(FeedHeads.MAX_FEEDS);
            assertThat(heads.of(new SubscriptionId("sub_" + feeds), connection)).isPresent();
            heads.trim();
            assertThat(heads.size()).isZero();
            assertThat(heads.of(new SubscriptionId("sub_5"), connection))
                    .hasValueSatisfying(head -> assertThat(head.next()).isEqualTo(6));
        }
    }

    @Test
    void of_onceItIsStored_goesOnWhereItWas() throws SQLException {
        try (SqlConnection connection = connect()) {
            FeedHead head = heads.claimed(A, connection).orElseThrow();
            assertThat(head.advance(5).sequence()).isEqualTo(1);
            FeedHead.store(List.of(head), connection);
            heads.clear();
            FeedHead again = heads.of(A, connection).orElseThrow();
            assertThat(again.next()).isEqualTo(2);
            assertThat(again.raisedAt(3)).isEqualTo(5);
        }
    }

    @Test
    void of_whereOthersWrite_isReadAnewInEachTransaction() throws SQLException {
        PostgresUrl url = PostgresServer.shared().emptyStore();
        try (PostgresStore store = PostgresStore.open(url, InstantSource.fixed(NOON));
                SqlConnection connection = new Postgres(url).writer()) {
            get(store.subscriptions().save(subscription(A)));
            FeedHead head = heads.of(A, connection).orElseThrow();
            assertThat(heads.of(A, connection)).containsSame(head);
            connection.commit();
            PostgresServer.execute(url, "UPDATE feed SET head = 9");
            assertThat(heads.of(A, connection).orElseThrow().next()).isEqualTo(10);
        }
    }
}
