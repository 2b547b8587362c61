package io.tocsin.cluster;

import static io.tocsin.Waiting.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tocsin.delivery.Endpoint;
import io.tocsin.delivery.EndpointId;
import io.tocsin.delivery.SealedSecret;
import io.tocsin.rule.Rule;
import io.tocsin.subscription.Subscription;
import io.tocsin.subscription.SubscriptionId;
import io.tocsin.subscription.SubscriptionListener;
import io.tocsin.subscription.Subscriptions;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A member and the stores behind it; the stores hold a subscription and an endpoint when it starts. */
final class MemberTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Subscription STORED = subscription("sub_1");
    private static final Subscription NEW = subscription("sub_2");
    private static final Endpoint DESK = new Endpoint(
            new EndpointId("ep_1"),
            URI.create("https://desk.example/in"),
            Set.of(),
            "Desk",
            true,
            new SealedSecret("c2VhbGVk"),
            NOON,
            NOON,
            3);

    private final FakeSubscriptionStore store = new FakeSubscriptionStore();
    private final FakeEndpointStore endpointStore = new FakeEndpointStore();
    private Member member;
    private Subscriptions subscriptions;

    @BeforeEach
    void start() throws Exception {
        on(store.save(STORED));
        on(endpointStore.save(DESK));
        member = Member.start(store, endpointStore);
        subscriptions = member.subscriptions();
    }

    @AfterEach
    void stop() {
        member.close();
    }

    @Test
    void start_loadsWhatTheStoresHold() throws Exception {
        store.failing(true);
        endpointStore.failing(true);
        assertThat(on(subscriptions.all())).containsExactly(STORED);
        assertThat(on(subscriptions.find(STORED.id()))).contains(STORED);
        assertThat(on(member.endpoints().all())).containsExactly(DESK);
    }

    @Test
    void change_isStoredWhenItIsAnswered() throws Exception {
        assertThat(on(subscriptions.create(NEW))).isEqualTo(NEW);
        assertThat(on(store.find(NEW.id()))).contains(NEW);
        Subscription changed =
                on(subscriptions.update(NEW.id(), MemberTest::disabled)).orElseThrow();
        assertThat(on(store.find(NEW.id()))).contains(changed);
        assertThat(on(subscriptions.remove(NEW.id()))).isTrue();
        assertThat(on(store.find(NEW.id()))).isEmpty();
    }

    @Test
    void create_storeFails_failsAndLeavesNothing() throws Exception {
        List<Subscription> heard = listen();
        store.failing(true);
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> on(subscriptions.create(NEW)));
        store.failing(false);
        assertThat(on(subscriptions.all())).containsExactly(STORED);
        assertThat(on(subscriptions.find(NEW.id()))).isEmpty();
        assertThat(heard).containsExactly(STORED);
    }

    @Test
    void create_storeFailedBefore_canBeTriedAgain() throws Exception {
        store.failing(true);
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> on(subscriptions.create(NEW)));
        store.failing(false);
        assertThat(on(subscriptions.create(NEW))).isEqualTo(NEW);
    }

    @Test
    void update_storeFails_leavesItAsItWas() throws Exception {
        List<Subscription> heard = listen();
        store.failing(true);
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> on(subscriptions.update(STORED.id(), MemberTest::disabled)));
        assertThat(on(subscriptions.find(STORED.id()))).contains(STORED);
        assertThat(heard).containsExactly(STORED);
    }

    @Test
    void remove_storeFails_leavesIt() throws Exception {
        store.failing(true);
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> on(subscriptions.remove(STORED.id())));
        assertThat(on(subscriptions.find(STORED.id()))).contains(STORED);
    }

    @Test
    void close_isNotRunning() {
        assertThat(member.roster().running()).isTrue();
        member.close();
        assertThat(member.roster().running()).isFalse();
    }

    private List<Subscription> listen() {
        List<Subscription> heard = new ArrayList<>();
        subscriptions.listen(new SubscriptionListener() {
            @Override
            public void put(Subscription subscription) {
                heard.add(subscription);
            }

            @Override
            public void removed(SubscriptionId id) {
                throw new AssertionError(id);
            }
        });
        return heard;
    }

    private static Subscription disabled(Subscription one) {
        return one.changed(one.name(), one.rule(), one.purpose(), false, NOON);
    }

    private static Subscription subscription(String text) {
        SubscriptionId id = new SubscriptionId(text);
        return new Subscription(id, "Floods", Rule.parse(id.rule(), "flood"), "relief", true, NOON, NOON, 1);
    }
}
