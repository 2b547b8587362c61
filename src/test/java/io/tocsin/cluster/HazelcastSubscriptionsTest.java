package io.tocsin.cluster;

import io.tocsin.subscription.Subscriptions;
import io.tocsin.subscription.SubscriptionsContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class HazelcastSubscriptionsTest extends SubscriptionsContract {
    private static Member member;

    @BeforeAll
    static void start() {
        member = Member.start(new FakeSubscriptionStore(), new FakeEndpointStore());
    }

    @AfterAll
    static void stop() {
        member.close();
    }

    @Override
    protected Subscriptions subscriptions() {
        return member.subscriptions();
    }
}
