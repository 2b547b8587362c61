package io.tocsin.store;

import static io.tocsin.store.Samples.A;
import static io.tocsin.store.Samples.B;
import static io.tocsin.store.Samples.C;
import static io.tocsin.store.Samples.NOON;
import static io.tocsin.store.Samples.endpoint;
import static io.tocsin.store.Samples.get;
import static io.tocsin.store.Samples.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.delivery.Endpoint;
import io.tocsin.delivery.EndpointStore;
import io.tocsin.subscription.Changes;
import io.tocsin.subscription.Subscription;
import io.tocsin.subscription.SubscriptionStore;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How members that share a store hear of each other's changes, and can't undo them. */
abstract class ChangesContract {
    private Store store;
    private SubscriptionStore subscriptions;
    private EndpointStore endpoints;

    /** An empty store. */
    abstract Store open();

    @BeforeEach
    void begin() {
        store = open();
        subscriptions = store.subscriptions();
        endpoints = store.endpoints();
    }

    @AfterEach
    void end() {
        store.close();
    }

    private static Subscription changed(Subscription one, String name) {
        return one.changed(name, one.rule(), one.purpose(), one.enabled(), NOON.plusSeconds(1));
    }

    private static Endpoint changed(Endpoint one, String description) {
        return one.changed(one.url(), one.subscriptions(), description, one.enabled(), NOON.plusSeconds(1));
    }

    @Test
    void changes_beforeAll_isEverything() {
        get(subscriptions.save(subscription(B)));
        get(subscriptions.save(subscription(A)));
        Changes<Subscription> changes =
                get(subscriptions.changes(Changes.BEFORE_ALL)).orElseThrow();
        assertThat(changes.values()).containsExactlyInAnyOrder(subscription(A), subscription(B));
        assertThat(changes.count()).isEqualTo(2);
    }

    @Test
    void changes_afterARevision_areThoseSince() {
        get(subscriptions.save(subscription(A)));
        get(subscriptions.save(subscription(B)));
        long revision =
                get(subscriptions.changes(Changes.BEFORE_ALL)).orElseThrow().revision();
        assertThat(get(subscriptions.changes(revision))).isEmpty();
        Subscription other = changed(subscription(A), "other");
        get(subscriptions.save(other));
        get(subscriptions.save(subscription(C)));
        get(subscriptions.remove(B));
        Changes<Subscription> changes = get(subscriptions.changes(revision)).orElseThrow();
        assertThat(changes.values()).containsExactly(other, subscription(C));
        assertThat(changes.count()).isEqualTo(2);
        assertThat(get(subscriptions.ids())).containsExactlyInAnyOrder(A, C);
        assertThat(get(subscriptions.changes(changes.revision()))).isEmpty();
    }

    @Test
    void changes_removalAlone_isOne() {
        get(subscriptions.save(subscription(A)));
        get(endpoints.save(endpoint("ep_1")));
        long revision =
                get(subscriptions.changes(Changes.BEFORE_ALL)).orElseThrow().revision();
        long other = get(endpoints.changes(Changes.BEFORE_ALL)).orElseThrow().revision();
        get(subscriptions.remove(A));
        get(endpoints.remove(endpoint("ep_1").id()));
        assertThat(get(subscriptions.changes(revision)).orElseThrow().count()).isZero();
        assertThat(get(endpoints.changes(other)).orElseThrow().count()).isZero();
        assertThat(get(endpoints.ids())).isEmpty();
    }

    @Test
    void changes_ofEndpoints_areThoseSince() {
        Endpoint one = endpoint("ep_1");
        get(endpoints.save(one));
        get(endpoints.save(endpoint("ep_2")));
        long revision = get(endpoints.changes(Changes.BEFORE_ALL)).orElseThrow().revision();
        get(endpoints.save(changed(one, "other")));
        assertThat(get(endpoints.changes(revision)).orElseThrow().values()).containsExactly(changed(one, "other"));
        assertThat(get(endpoints.ids())).hasSize(2);
    }

    /** What the other side of a split cluster has acknowledged stays. */
    @Test
    void save_thatDoesNotKnowALaterOne_isRefused() {
        Subscription one = subscription(A);
        Subscription other = changed(one, "there");
        get(subscriptions.save(one));
        get(subscriptions.save(other));
        assertThatThrownBy(() -> get(subscriptions.save(changed(one, "here"))))
                .hasCauseInstanceOf(RejectedExecutionException.class)
                .hasMessageEndingWith("subscription sub_a: version 2"
                        + " (expected: a later one than the store has, of one that was not removed)");
        assertThat(get(subscriptions.find(A))).contains(other);
    }

    @Test
    void save_theSameAgain_isTaken() {
        Subscription other = changed(subscription(A), "there");
        get(subscriptions.save(subscription(A)));
        get(subscriptions.save(other));
        get(subscriptions.save(other));
        assertThat(get(subscriptions.find(A))).contains(other);
    }

    @Test
    void save_changeOfWhatWasRemoved_isRefused() {
        Endpoint one = endpoint("ep_1");
        get(subscriptions.save(subscription(A)));
        get(subscriptions.remove(A));
        get(endpoints.save(one));
        get(endpoints.remove(one.id()));
        assertThatThrownBy(() -> get(subscriptions.save(changed(subscription(A), "here"))))
                .hasCauseInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> get(endpoints.save(changed(one, "here"))))
                .hasCauseInstanceOf(RejectedExecutionException.class);
        assertThat(get(subscriptions.find(A))).isEqualTo(Optional.empty());
        assertThat(get(endpoints.all())).isEmpty();
    }

    @Test
    void name_isTheFirstThatWasGiven() {
        assertThat(get(store.name("first"))).isEqualTo("first");
        assertThat(get(store.name("second"))).isEqualTo("first");
    }
}
