package io.tocsin.store;

import static io.tocsin.store.Samples.A;
import static io.tocsin.store.Samples.NOON;
import static io.tocsin.store.Samples.get;
import static io.tocsin.store.Samples.raise;
import static io.tocsin.store.Samples.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.Appended;
import io.tocsin.post.Receipt;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A member stands still in the middle of a write, with a feed's row locked. */
final class PostgresStillTest {
    private final PostgresUrl url = PostgresServer.shared().emptyStore();

    @Test
    void append_anotherStandsStillInItsWrite_isTakenSoon() throws SQLException {
        try (PostgresStore store = PostgresStore.open(url, InstantSource.fixed(NOON));
                SqlConnection still = new Postgres(url).writer()) {
            get(store.subscriptions().save(subscription(A)));
            get(store.feeds().append(List.of(raise("1", A))));
            assertThat(still.update("UPDATE feed SET head = head")).isPositive();

            assertThat(get(store.feeds().append(List.of(raise("2", A)))))
                    .containsExactly(new Appended(Receipt.ACCEPTED, List.of(new Cursor(A, 2))));
            assertThatThrownBy(() -> still.update("UPDATE feed SET head = head"))
                    .as("its write, to be done again")
                    .matches(Outage::shows);
        }
    }
}
