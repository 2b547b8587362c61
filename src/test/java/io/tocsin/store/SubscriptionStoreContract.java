package io.tocsin.store;

import static io.tocsin.store.Samples.A;
import static io.tocsin.store.Samples.B;
import static io.tocsin.store.Samples.NOON;
import static io.tocsin.store.Samples.get;
import static io.tocsin.store.Samples.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.subscription.Subscription;
import io.tocsin.subscription.SubscriptionStore;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What every subscription store does; what it does to feeds is in {@link FeedLogContract}. */
abstract class SubscriptionStoreContract {
    private SubscriptionStore subscriptions;

    @RegisterExtension
    final Stores stores;

    SubscriptionStoreContract(Stores stores) {
        this.stores = stores;
    }

    @BeforeEach
    void begin() {
        subscriptions = stores.open(InstantSource.fixed(NOON)).subscriptions();
    }

    @Test
    void find_saved_isTheSame() {
        get(subscriptions.save(subscription(A)));
        assertThat(get(subscriptions.find(A))).contains(subscription(A));
        assertThat(get(subscriptions.find(B))).isEmpty();
    }

    @Test
    void save_again_replaces() {
        Subscription first = subscription(A);
        Subscription second = first.changed("größer ☂", first.rule(), "other work", false, NOON.plusSeconds(1));
        get(subscriptions.save(first));
        get(subscriptions.save(second));
        assertThat(get(subscriptions.all())).containsExactly(second);
    }

    @Test
    void all_isById() {
        get(subscriptions.save(subscription(B)));
        get(subscriptions.save(subscription(A)));
        assertThat(get(subscriptions.all())).containsExactly(subscription(A), subscription(B));
    }

    @Test
    void remove_takesItAlone() {
        get(subscriptions.save(subscription(A)));
        get(subscriptions.save(subscription(B)));
        get(subscriptions.remove(A));
        get(subscriptions.remove(A));
        assertThat(get(subscriptions.all())).containsExactly(subscription(B));
    }
}
