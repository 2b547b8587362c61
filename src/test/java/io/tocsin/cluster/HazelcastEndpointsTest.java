package io.tocsin.cluster;

import io.tocsin.delivery.Endpoints;
import io.tocsin.delivery.EndpointsContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class HazelcastEndpointsTest extends EndpointsContract {
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
    protected Endpoints endpoints() {
        return member.endpoints();
    }
}
