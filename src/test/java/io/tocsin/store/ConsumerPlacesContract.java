package io.tocsin.store;

import static io.tocsin.store.Samples.A;
import static io.tocsin.store.Samples.B;
import static io.tocsin.store.Samples.NOON;
import static io.tocsin.store.Samples.get;
import static io.tocsin.store.Samples.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Cursor;
import io.tocsin.feed.ConsumerName;
import io.tocsin.feed.ConsumerPlaces;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What every store of named consumers' places does. */
abstract class ConsumerPlacesContract {
    private static final ConsumerName WALL = new ConsumerName("wall");
    private static final ConsumerName DESK = new ConsumerName("desk");

    private Store store;
    private ConsumerPlaces places;

    @RegisterExtension
    final Stores stores;

    ConsumerPlacesContract(Stores stores) {
        this.stores = stores;
    }

    @BeforeEach
    void begin() {
        store = stores.open(InstantSource.fixed(NOON));
        places = store.consumers();
        get(store.subscriptions().save(subscription(A)));
        get(store.subscriptions().save(subscription(B)));
    }

    @Test
    void place_never_isEmpty() {
        assertThat(get(places.place(WALL, A))).isEmpty();
    }

    @Test
    void place_acknowledged_isTheLast() {
        assertThat(get(places.acknowledge(WALL, new Cursor(A, 3)))).isTrue();
        assertThat(get(places.acknowledge(WALL, new Cursor(A, 7)))).isTrue();
        assertThat(get(places.place(WALL, A))).contains(new Cursor(A, 7));
    }

    @Test
    void acknowledge_earlier_movesNothing() {
        assertThat(get(places.acknowledge(WALL, new Cursor(A, 7)))).isTrue();
        assertThat(get(places.acknowledge(WALL, new Cursor(A, 3)))).isTrue();
        assertThat(get(places.place(WALL, A))).contains(new Cursor(A, 7));
    }

    @Test
    void place_ofOtherNamesAndFeeds_isTheirOwn() {
        assertThat(get(places.acknowledge(WALL, new Cursor(A, 7)))).isTrue();
        assertThat(get(places.acknowledge(DESK, new Cursor(A, 2)))).isTrue();
        assertThat(get(places.place(DESK, A))).contains(new Cursor(A, 2));
        assertThat(get(places.place(WALL, B))).isEmpty();
    }

    @Test
    void places_ofAFeed_areOfAllItsNames() {
        assertThat(get(places.places(A))).isEmpty();
        assertThat(get(places.acknowledge(WALL, new Cursor(A, 7)))).isTrue();
        assertThat(get(places.acknowledge(DESK, new Cursor(A, 2)))).isTrue();
        assertThat(get(places.acknowledge(DESK, new Cursor(B, 9)))).isTrue();
        assertThat(get(places.places(A))).isEqualTo(Map.of(WALL, new Cursor(A, 7), DESK, new Cursor(A, 2)));
    }

    @Test
    void acknowledge_noSuchFeed_isNotKept() {
        get(store.subscriptions().remove(A));
        assertThat(get(places.acknowledge(WALL, new Cursor(A, 7)))).isFalse();
    }

    @Test
    void remove_takesPlacesWithIt() throws SQLException {
        assertThat(get(places.acknowledge(WALL, new Cursor(A, 7)))).isTrue();
        assertThat(get(places.acknowledge(WALL, new Cursor(B, 5)))).isTrue();
        get(store.subscriptions().remove(A));
        get(store.subscriptions().save(subscription(A)));
        assertThat(get(places.place(WALL, A))).isEmpty();
        assertThat(get(places.place(WALL, B))).contains(new Cursor(B, 5));
        assertThat(rows()).isEqualTo(1);
    }

    private int rows() throws SQLException {
        try (Connection jdbc = stores.connect();
                Statement statement = jdbc.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM consumer_place")) {
            assertThat(row.next()).isTrue();
            return row.getInt(1);
        }
    }

    @Test
    void acknowledge_tooManyNames_isNotKept() {
        for (int i = 0; i < ConsumerPlaces.MAX_NAMES; i++) {
            assertThat(get(places.acknowledge(new ConsumerName("c" + i), new Cursor(A, 1))))
                    .isTrue();
        }
        assertThat(get(places.acknowledge(WALL, new Cursor(A, 1)))).isFalse();
        assertThat(get(places.place(WALL, A))).isEmpty();
        assertThat(get(places.acknowledge(new ConsumerName("c7"), new Cursor(A, 2))))
                .isTrue();
        assertThat(get(places.acknowledge(WALL, new Cursor(B, 1)))).isTrue();
    }
}
