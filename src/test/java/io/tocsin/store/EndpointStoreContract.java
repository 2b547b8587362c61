package io.tocsin.store;

import static io.tocsin.store.Samples.NOON;
import static io.tocsin.store.Samples.endpoint;
import static io.tocsin.store.Samples.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.delivery.Endpoint;
import io.tocsin.delivery.EndpointStore;
import java.net.URI;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What every endpoint store does; what it does to deliveries is in {@link DeliveryLogContract}. */
abstract class EndpointStoreContract {
    private static final Endpoint ONE = endpoint("ep_1");
    private static final Endpoint TWO = endpoint("ep_2");

    private EndpointStore endpoints;

    @RegisterExtension
    final Stores stores;

    EndpointStoreContract(Stores stores) {
        this.stores = stores;
    }

    @BeforeEach
    void begin() {
        endpoints = stores.open(InstantSource.fixed(NOON)).endpoints();
    }

    @Test
    void find_saved_isTheSame() {
        get(endpoints.save(ONE));
        assertThat(get(endpoints.find(ONE.id()))).contains(ONE);
        assertThat(get(endpoints.find(TWO.id()))).isEmpty();
    }

    @Test
    void save_again_replaces() {
        Endpoint changed = ONE.changed(URI.create("http://other.example"), Set.of(), "ünlike", false, NOON);
        get(endpoints.save(ONE));
        get(endpoints.save(changed));
        assertThat(get(endpoints.all())).containsExactly(changed);
    }

    @Test
    void all_isById() {
        get(endpoints.save(TWO));
        get(endpoints.save(ONE));
        assertThat(get(endpoints.all())).containsExactly(ONE, TWO);
    }

    @Test
    void remove_takesItAlone() {
        get(endpoints.save(ONE));
        get(endpoints.save(TWO));
        get(endpoints.remove(ONE.id()));
        get(endpoints.remove(ONE.id()));
        assertThat(get(endpoints.all())).containsExactly(TWO);
    }
}
